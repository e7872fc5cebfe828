"""What a statement of D1 may do, and how large it may be: D1 is the SQLite of the runtime's Durable Objects.

https://developers.cloudflare.com/d1/platform/limits/ and https://developers.cloudflare.com/d1/sql-api/sql-statements/;
what these pages leave out is as the runtime's own SQLite behaves.
"""

import sqlite3

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 2_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 100,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 32,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 50,
    # https://github.com/cloudflare/workerd/issues/795
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 5,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 10,
}
FORBIDDEN = {
    # What would leave the database, or the transaction that all statements of a request are in.
    sqlite3.SQLITE_ATTACH,
    sqlite3.SQLITE_DETACH,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    # What would be gone at the next request.
    sqlite3.SQLITE_CREATE_TEMP_INDEX,
    sqlite3.SQLITE_CREATE_TEMP_TABLE,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
    sqlite3.SQLITE_CREATE_TEMP_VIEW,
}
FUNCTIONS = {
    "ceiling",
    "fts5",
    "fts5_source_id",
    "load_extension",
    "log10",
    "power",
    "rtreenode",
    "soundex",
    "sqlite_compileoption_get",
    "sqlite_compileoption_used",
    "sqlite_log",
    "sqlite_source_id",
    "sqlite_version",
    "subtype",
}
"""Those of SQLite that D1 does not have."""
MODULES = {"fts5", "fts5vocab"}
"""What virtual tables may be made with."""
RESERVED = "_cf_"
"""Tables whose names begin so are D1's own."""
PRAGMAS = {
    "case_sensitive_like",
    "data_version",
    "defer_foreign_keys",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "ignore_check_constraints",
    "index_info",
    "index_list",
    "index_xinfo",
    "legacy_alter_table",
    "optimize",
    "page_size",
    "quick_check",
    "recursive_triggers",
    "reverse_unordered_selects",
    "table_info",
    "table_list",
    "table_xinfo",
}


def authorized(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    """Whether SQLite may do this; what `first` and `second` are depends on the action."""
    is_forbidden = (
        action in FORBIDDEN
        or (action == sqlite3.SQLITE_PRAGMA and first not in PRAGMAS)
        or (action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS)
        or (action == sqlite3.SQLITE_CREATE_VTABLE and second not in MODULES)
        or (first or "").lower().startswith(RESERVED)
    )
    return sqlite3.SQLITE_DENY if is_forbidden else sqlite3.SQLITE_OK
