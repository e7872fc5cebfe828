"""What Cloudflare's error codes mean, and what to do about each.

Gathered from the docs (https://developers.cloudflare.com/workers/observability/errors/), from wrangler, and from
reports of live answers; one that is not here is a plain `Refused`.
"""

from __future__ import annotations

from tenantry import errors

ALREADY_EXISTS_OR_BAD_NAME = 100120

Meaning = tuple[type[errors.Refused], str | None]

_NO_SCRIPT: Meaning = (errors.ScriptNotFound, "list_scripts() shows what is there; deploy() creates it.")
_NO_TARGET: Meaning = (
    errors.Invalid,
    "A binding names a resource that is not there. One that was just created may need some seconds to be seen.",
)
_BAD_CODE: Meaning = (
    errors.Invalid,
    "This code was never deployed; if there was a version before, it still serves.",
)
_BAD_TAG: Meaning = (errors.Invalid, "Cloudflare documents at most 8 tags, without `,` and `&`.")
_WHO_IS_IT: Meaning = (
    errors.Denied,
    "Cloudflare does not know these credentials: were they rolled, or copied in part?",
)

_UNREADABLE: Meaning = (
    errors.Invalid,
    "Cloudflare could not read the request itself. If it came from a verb of tenantry, please report it.",
)
_NO_CLASS: Meaning = (
    errors.Invalid,
    "A binding names a Durable Object class that no migration has made: pass migrations=.",
)

# What is said in words only, or where the words say more than the code; in lower case.
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

MEANINGS: dict[int, Meaning] = {
    971: (errors.RateLimited, "All calls of this user are refused until the wait is over, the dashboard's too."),
    7003: (errors.Invalid, "Is the account id right? It has 32 hexadecimal digits."),
    9103: _WHO_IS_IT,
    9106: _WHO_IS_IT,
    9109: _WHO_IS_IT,
    10000: (errors.Denied, None),
    10001: _UNREADABLE,
    10006: _BAD_CODE,
    10007: _NO_SCRIPT,
    10015: (errors.Denied, "The account is not entitled to this; Workers for Platforms is bought separately."),
    10016: (errors.Invalid, "Cloudflare does not accept this name for a script; a-z, 0-9, - and _ are safe."),
    10018: (errors.Conflict, "Read it again and decide anew."),
    10021: _BAD_CODE,
    10023: (
        errors.Denied,
        "Either the account has not bought this, or the token may not use a resource that a binding names.",
    ),
    10026: _UNREADABLE,
    10027: (errors.ScriptTooLarge, "The account's plan allows no larger script."),
    10035: (errors.Conflict, "Two requests changed the same script at once; ask again."),
    10037: (errors.Invalid, "The account has as many Workers as its plan allows."),
    10041: _NO_TARGET,
    10052: (errors.Invalid, "A binding has no name."),
    10054: (errors.Invalid, "A variable or a secret is too large; 5 KB is documented."),
    10055: (errors.Invalid, "There are too many variables and secrets; 128 are documented."),
    10056: (errors.SecretNotFound, "list_secrets() shows what is there."),
    10057: (errors.Invalid, "The running version has no such binding to inherit."),
    10061: _NO_TARGET,
    10068: (errors.Invalid, "The script exports no handler, such as `export default { fetch }`."),
    10069: (errors.Invalid, "The script exports a handler that a user Worker cannot have."),
    10074: (errors.Invalid, "The Durable Object class exists already; leave it out of the migration."),
    10075: (errors.Denied, "This needs the Workers Paid plan."),
    10079: (errors.Conflict, "The script's migration_tag is another one than `old_tag`; send only the later steps."),
    10085: _NO_TARGET,
    10090: _NO_SCRIPT,
    10092: _NO_SCRIPT,
    10123: _NO_CLASS,
    10144: _NO_TARGET,
    10157: _NO_TARGET,
    10159: _NO_TARGET,
    10181: _NO_TARGET,
    10182: _NO_TARGET,
    10201: _UNREADABLE,
    10211: (errors.Invalid, "This migration has to be deployed as a whole, and not as a version of its own."),
    10214: (errors.Conflict, "The newest version of the script is not the one that runs; deploy it, then try again."),
    10215: (errors.Conflict, "The newest version of the script is not the one that runs yet; ask again."),
    11000: _NO_TARGET,
    100102: _BAD_TAG,
    100103: _BAD_TAG,
    100134: _BAD_TAG,
    100119: (errors.NamespaceNotFound, "list_namespaces() shows what is there; ensure() creates it."),
    100143: _NO_TARGET,
    100160: (errors.Invalid, "Cloudflare takes fewer secrets in one request; put_secrets() sends 25 at once."),
    100406: _NO_CLASS,
}
