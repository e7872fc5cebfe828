"""What the client says to Python programs, said to who types commands."""

from __future__ import annotations

# As errors and their hints name them.
COMMANDS = {
    "list_namespaces()": "`tenantry ns list`",
    "ensure()": "`tenantry ns ensure`",
    "list_scripts()": "`tenantry ls`",
    "list_secrets()": "`tenantry secret list`",
    "put_secrets()": "`tenantry secret put`",
    "patch_settings()": "`tenantry settings set`",
    "deploy()": "`tenantry deploy`",
    "rollouts()": "`tenantry rollout status`",
    "resume()": "`tenantry rollout resume`",
    "pause()": "`tenantry rollout pause`",
    "even_if_changed=True": "--even-if-changed",
    "accept=[…] naming each": "--accept for each",
    "waves=": "--wave",
    "check=": "--check",
    "gate=": "--gate",
    ", or pass api_token=": "",
    ", or pass account_id=": "",
}


def in_commands(text: str) -> str:
    """The text, with the commands that do the same."""
    for name, command in COMMANDS.items():
        text = text.replace(name, command)
    return text
