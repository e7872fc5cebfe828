"""The tables of the state, and the number that says which tables a file has."""

VERSION = 1

TABLES = """
CREATE TABLE namespace (
    row INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    namespace_id TEXT NOT NULL,
    trusted_workers INTEGER NOT NULL DEFAULT 0,
    created_on TEXT NOT NULL,
    modified_on TEXT NOT NULL,
    UNIQUE (account, name)
);
CREATE TABLE script (
    row INTEGER PRIMARY KEY,
    namespace INTEGER NOT NULL REFERENCES namespace ON DELETE CASCADE,
    name TEXT NOT NULL,
    tag TEXT NOT NULL,
    etag TEXT NOT NULL,
    entry_point TEXT NOT NULL,
    has_modules INTEGER NOT NULL,
    handlers TEXT NOT NULL,
    settings TEXT NOT NULL,
    migration_tag TEXT,
    created_on TEXT NOT NULL,
    modified_on TEXT NOT NULL,
    UNIQUE (namespace, name)
);
CREATE TABLE module (
    script INTEGER NOT NULL REFERENCES script ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    part TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (script, position)
);
CREATE TABLE binding (
    script INTEGER NOT NULL REFERENCES script ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (script, name)
);
CREATE TABLE tag (
    script INTEGER NOT NULL REFERENCES script ON DELETE CASCADE,
    position INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (script, tag)
);
"""
