"""The tables of the state, and the number that says which tables a file has."""

VERSION = 3

TABLES = """
CREATE TABLE seal (
    key BLOB NOT NULL
);
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
    version TEXT NOT NULL,
    etag TEXT NOT NULL,
    entry_point TEXT NOT NULL,
    has_modules INTEGER NOT NULL,
    handlers TEXT NOT NULL,
    settings TEXT NOT NULL,
    migration_tag TEXT,
    classes TEXT NOT NULL,
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
CREATE TABLE asset (
    namespace INTEGER NOT NULL REFERENCES namespace ON DELETE CASCADE,
    hash TEXT NOT NULL,
    content_type TEXT,
    content BLOB NOT NULL,
    PRIMARY KEY (namespace, hash)
) WITHOUT ROWID;
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    namespace INTEGER NOT NULL REFERENCES namespace ON DELETE CASCADE,
    script_name TEXT NOT NULL,
    manifest TEXT NOT NULL,
    expires REAL NOT NULL
);
CREATE INDEX session_of_namespace ON session (namespace);
CREATE TABLE wanted (
    session TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (session, hash)
) WITHOUT ROWID;
CREATE TABLE site (
    script INTEGER PRIMARY KEY REFERENCES script ON DELETE CASCADE,
    manifest TEXT NOT NULL,
    config TEXT NOT NULL
);
CREATE TABLE pair (
    account TEXT NOT NULL,
    namespace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    metadata TEXT,
    expiration INTEGER,
    PRIMARY KEY (account, namespace_id, key)
) WITHOUT ROWID;
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    queue TEXT NOT NULL,
    sent TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX message_of_queue ON message (account, queue);
"""
