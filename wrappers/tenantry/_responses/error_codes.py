"""What Cloudflare's error codes mean, and what to do about each.

Gathered from the docs (https://developers.cloudflare.com/workers/observability/errors/), from wrangler, and from
reports of live answers; one that is not here is a plain `Refused`.
"""

from tenantry import errors

ALREADY_EXISTS_OR_BAD_NAME = 100120

Meaning = tuple[type[errors.Refused], str | None]

_NO_SCRIPT: Meaning = (errors.ScriptNotFound, "list_scripts() shows what is there; deploy() creates it.")
_NO_TARGET: Meaning = (
    errors.Invalid,
    "A binding names a resource that is not there. One that was just created may need some seconds to be seen.",
)
_BAD_CODE: Meaning = (errors.Invalid, "This code was never deployed; if there was a version before, it still serves.")
_BAD_TAG: Meaning = (errors.Invalid, "Cloudflare documents at most 8 tags, without `,` and `&`.")
WHO_IS_IT: Meaning = (
    errors.Denied,
    "Cloudflare does not know these credentials: did they expire, were they rolled, or copied in part?",
)

_BAD_RULES: Meaning = (
    errors.Invalid,
    "A rule in _redirects or _headers is wrong; the message names the file and the line.",
)
_UNREADABLE: Meaning = (
    errors.Invalid,
    "Cloudflare could not read the request itself. If it came from a verb of tenantry, please report it.",
)
_NO_CLASS: Meaning = (
    errors.Invalid,
    "A binding names a Durable Object class that no migration has made: pass migrations=.",
)

# Refusals to know by their words, in lower case: without a code, or with a code that says less.
PHRASES: dict[str, Meaning] = {
    # https://github.com/cloudflare/cloudflare-go/pull/1345
    "authentication scheme": (errors.Refused, "Cloudflare has no such endpoint; is base_url right?"),
    # https://github.com/alchemy-run/distilled/pull/414
    "this worker has no versions": _NO_SCRIPT,
    # https://github.com/alchemy-run/alchemy/pull/914
    "assets binding without assets": (
        errors.Invalid,
        "The script has a binding to static assets, and no assets: deploy(assets=Assets(…)) brings them.",
    ),
}

# What a refusal means where no code was uploaded.
UPLOADS = ("upload_script", "put_content")
WITHOUT_CODE: dict[int, Meaning] = dict.fromkeys(
    (10006, 10021), (errors.Invalid, "Cloudflare does not accept this change; what was there before still holds.")
)

MEANINGS: dict[int, Meaning] = {
    10304: (errors.Invalid, "Cloudflare does not accept the path of an asset: rename the file."),
    100324: _BAD_RULES,
    **dict.fromkeys((10007, 10090, 10092), _NO_SCRIPT),
    **dict.fromkeys((10041, 10085, 10143, 10144, 10157, 10159, 10181, 10182, 11000, 100143), _NO_TARGET),
    **dict.fromkeys((9103, 9106, 9109), WHO_IS_IT),
    **dict.fromkeys((10001, 10026, 10201), _UNREADABLE),
    **dict.fromkeys((10006, 10021), _BAD_CODE),
    **dict.fromkeys((100102, 100103, 100134), _BAD_TAG),
    **dict.fromkeys((10123, 100406), _NO_CLASS),
    971: (errors.RateLimited, "All calls of this user are refused until the wait is over, the dashboard's too."),
    7003: (errors.Invalid, "Is the account id right? It has 32 hexadecimal digits."),
    10000: (errors.Denied, None),
    10015: (errors.Denied, "The account is not entitled to this; Workers for Platforms is bought separately."),
    10016: (errors.Invalid, "Cloudflare does not accept this name for a script; a-z, 0-9, - and _ are safe."),
    10018: (errors.Conflict, "Read it again and decide anew."),
    10023: (
        errors.Denied,
        "Either the account has not bought this, or the token may not use a resource that a binding names.",
    ),
    10027: (errors.ScriptTooLarge, "The account's plan allows no larger script."),
    10035: (errors.Conflict, "Two requests changed the same script at once; ask again."),
    10037: (errors.Invalid, "The account has as many Workers as its plan allows."),
    10053: (errors.Invalid, "Two of the script's bindings, variables and secrets have the same name."),
    10052: (errors.Invalid, "A binding has no name."),
    10054: (errors.Invalid, "A variable or a secret is too large; 5 KB is documented."),
    10055: (errors.Invalid, "There are too many variables and secrets; 128 are documented."),
    10056: (errors.SecretNotFound, "list_secrets() shows what is there."),
    10057: (errors.Invalid, "The running version has no such binding to inherit."),
    10061: (
        errors.Invalid,
        "A binding names what is not there. Only a migration makes a Durable Object class; a bound one has to stay.",
    ),
    10064: (errors.Invalid, "The code lacks a Durable Object class that exists: only a migration deletes it."),
    10068: (errors.Invalid, "The script has no handler, such as `export default { fetch }` or an event listener."),
    10069: (errors.Invalid, "The script exports a handler that a user Worker cannot have."),
    10070: (errors.Invalid, "A migration makes a Durable Object class that the code does not export."),
    10074: (errors.Invalid, "The Durable Object class exists already; leave it out of the migration."),
    10075: (errors.Denied, "This needs the Workers Paid plan."),
    10079: (errors.Conflict, "The script's migration_tag is another one than `old_tag`; send only the later steps."),
    10097: (errors.Invalid, "The plan has Durable Objects with SQLite only: use new_sqlite_classes in the migration."),
    10121: (errors.Denied, "The account may not use dispatch namespaces; Workers for Platforms is bought separately."),
    10142: (errors.Invalid, "Other Workers bind to the script; delete(force=True) deletes it nevertheless."),
    10211: (errors.Invalid, "This migration has to be deployed as a whole, and not as a version of its own."),
    10214: (errors.Conflict, "The newest version of the script is not the one that runs; deploy it, then try again."),
    10215: (errors.Conflict, "The newest version of the script is not the one that runs yet; ask again."),
    100119: (errors.NamespaceNotFound, "list_namespaces() shows what is there; ensure() creates it."),
    100160: (errors.Invalid, "Cloudflare takes fewer secrets in one request; put_secrets() sends 25 at once."),
}
