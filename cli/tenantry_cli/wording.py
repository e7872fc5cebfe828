"""What the client says to Python programs, said to who types commands."""

from __future__ import annotations

import re

# As errors and their hints name them; what is longer comes before what is a part of it.
PHRASES = {
    ", or pass api_token=": "",
    ", or pass account_id=": "",
    "credentials go in as api_token= or api_key=": "credentials have variables of their own",
    "; with keep_settings=False, give all of them": "",
    "deploy(None, assets=tenantry.Assets(folder))": "say --assets, or name its code",
    "deploy(assets=Assets(…)) brings": "`tenantry deploy --assets` brings",
    " assets=None removes assets.": "",
    " A str is always a path; source goes in as a mapping.": "",
    " With the whole code it works: attrs.evolve(snapshot, code=tenantry.Bundle(…)).": "",
    "Say with snapshot.retarget({…})": "In Python, snapshot.retarget({…}) says",
    "missing_secrets='skip'": "--skip-missing-secrets",
    "check= is a function, or a URL": "--check is a URL",
    "gate= is a function, a command as a list of texts, or a URL": "--gate is a command or a URL",
    "accept=[…]": "--accept",
    "even_if_changed=True": "--even-if-changed",
    "names= is a list, or a file of names; ": "",
    ": pass migrations=.": "; `deploy(migrations=…)` in Python makes one.",
    "waves=": "--wave",
    "tags=": "--tag",
    "main= ": "--main ",
    "main=": "--main ",
    "A compatibility_date is": "A --compatibility-date is",
    "base_url": "CLOUDFLARE_BASE_URL",
    "account_id ": "CLOUDFLARE_ACCOUNT_ID ",
    "list_namespaces()": "`tenantry ns list`",
    "ensure()": "`tenantry ns ensure`",
    "list_scripts()": "`tenantry ls`",
    "list_secrets()": "`tenantry secret list`",
    "put_secrets()": "`tenantry secret put`",
    "patch_settings()": "`tenantry settings set`",
    "deploy()": "`tenantry deploy`",
    "rollouts()": "`tenantry rollout status`",
    "abort()": "`tenantry rollout abort`",
    "pause()": "`tenantry rollout pause`",
    "promote()": "`tenantry rollout promote`",
    "retry()": "`tenantry rollout retry`",
    "resume()": "`tenantry rollout resume`",
}
# Not within a name, nor at the beginning of what is quoted.
_PHRASES = re.compile(
    "|".join(
        r"(?<![\w'\"./-])" * phrase[0].isalpha() + re.escape(phrase) + r"\b" * phrase[-1].isalnum()
        for phrase in PHRASES
    )
)
_START = re.compile(r"plan\('([\w-]+)'\)\.start\(\)")
_RESUME = re.compile(r"resume\('([\w-]+)'\)")
_MEDIA_TYPE = re.compile(r" Name its media type: Bundle\(…, types=.+\)\.$")


def in_commands(text: str) -> str:
    """The text, with the commands and options that do the same."""
    text = _START.sub(r"`tenantry rollout start \1`", _MEDIA_TYPE.sub("", text))
    text = _RESUME.sub(r"`tenantry rollout resume \1`", text)
    return _PHRASES.sub(lambda found: PHRASES[found[0]], text)
