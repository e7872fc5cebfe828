"""The commands by their names and what each does in one line; each is imported when it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from cyclopts import App, Group, Parameter

from tenantry_cli.options import DEFAULTS, Options

LOOK = Group("Look", sort_key=1)
CHANGE = Group("Change", sort_key=2)
PARTS = Group("Parts of a script", sort_key=3)
MORE = Group("More", sort_key=5)


def _version() -> str:
    from tenantry import __version__

    return f"tenantry {__version__}"


app: App = App(
    name="tenantry",
    help="Run a fleet of tenant Workers on Cloudflare's Workers for Platforms.\n\n"
    "It reads CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID and TENANTRY_NAMESPACE.",
    version=_version,
    help_format="plaintext",
    help_on_error=False,
    print_error=False,
    exit_on_error=False,
    result_action="return_value",
    default_parameter=Parameter(negative=(), show_default=False),
)


def load(words: Iterable[str]) -> App:
    """The command that the words begin with, imported; its help is its docstring, and not the line that lists it."""
    found = app
    for word in words:
        if word.startswith("-") or word not in found:
            break
        found = found[word]
    if found.default_command:
        found.help = None
    return found


def _verbs(at: App, group: Group | None, verbs: Mapping[str, tuple[str, str]]) -> None:
    """Commands by name: where the function is, and the first sentence of its docstring, which a test compares."""
    for name, (function, text) in verbs.items():
        at.command(f"tenantry_cli.commands.{function}", name=name, help=text, group=group)


def _noun(
    name: str, group: Group | None, text: str, verbs: Mapping[str, tuple[str, str]], at: App | None = None
) -> App:
    """A word with commands below it."""
    noun = App(name=name, help=text, group=group)
    _verbs(noun, None, verbs)
    (at or app).command(noun)
    return noun


_verbs(
    app,
    LOOK,
    {
        "ls": ("listing:ls", "List the scripts of a namespace."),
        "get": ("listing:get", "Show what Cloudflare says of a script."),
        "builds": ("listing:builds", "Show which code runs where, the largest group first."),
        "doctor": ("doctor:doctor", "Look at what the other commands need, and say what to do where it lacks."),
    },
)
_verbs(
    app,
    CHANGE,
    {
        "deploy": ("code:deploy", "Deploy code to a script, or create it."),
        "diff": ("code:diff", "Show what a deploy would change of modules, settings and bindings."),
        "download": ("code:download", "Download the code of a script, byte for byte, into a folder."),
        "rm": ("removal:rm", "Delete scripts with their secrets, for good."),
        "quarantine": ("containment:quarantine", "Put a stub that answers 503 in the place of scripts."),
        "release": ("containment:release", "Bring scripts back from quarantine; without names, all that are in it."),
    },
)
_verbs(
    app,
    PARTS,
    {"bindings": ("parts.settings:bindings", "Show what a script finds in `env`; secrets come without values.")},
)
_noun(
    "settings",
    PARTS,
    "Settings and bindings of a script.",
    {
        "get": ("parts.settings:get", "Show the settings and bindings of a script; secrets come without values."),
        "set": ("parts.settings:set_", "Change settings of a script without uploading code."),
    },
)
_noun(
    "snapshot",
    PARTS,
    "What a script is, kept in a folder.",
    {
        "save": ("parts.snapshots:save", "Save code, settings, bindings and tags of a script to a new folder."),
        "restore": ("parts.snapshots:restore", "Bring a snapshot back in the place of what runs."),
    },
)
_rollout = _noun(
    "rollout",
    CHANGE,
    "One operation over many scripts: in waves that are watched, and taken back.",
    {
        "start": ("rollouts.going:start", "Do what was planned: a canary first, then wave after wave."),
        "status": (
            "rollouts.seeing:status",
            "Show how far a rollout is, wherever it runs; without an id, list all.",
        ),
        "pause": ("rollouts.steering:pause", "Have no more scripts begun; the process at work waits for `resume`."),
        "resume": (
            "rollouts.going:resume",
            "Go on with a rollout that was paused, or whose process has ended.",
        ),
        "promote": (
            "rollouts.steering:promote",
            "Let the next wave begin, of a rollout that was started with `--confirm`.",
        ),
        "abort": ("rollouts.steering:abort", "End a rollout for good."),
        "retry": (
            "rollouts.going:retry",
            "Try those scripts again that were refused or failed, or of which nobody knows.",
        ),
        "undo": (
            "rollouts.going:undo",
            "Take a rollout back: what still runs what it gave gets what it had before.",
        ),
        "history": ("rollouts.seeing:history", "Show who did what, when and why; of one rollout, or of all."),
        "report": ("rollouts.seeing:report", "Show what became of each script."),
        "set-rate": ("rollouts.steering:set_rate", "Change how fast a rollout goes, while it runs."),
    },
)
_noun(
    "plan",
    None,
    "Say what a rollout would do and what that takes, and write it down.",
    {
        "put-content": ("rollouts.planning:put_content", "Replace the code of scripts, and nothing else."),
        "deploy": (
            "rollouts.planning:deploy",
            "Replace the code of scripts, and settings in the same upload; all others stay.",
        ),
        "settings": ("rollouts.planning:settings", "Change settings of scripts, without code."),
        "set-tags": ("rollouts.planning:set_tags", "Replace all tags of scripts."),
        "add-tag": ("rollouts.planning:add_tag", "Add a tag to scripts."),
        "remove-tag": ("rollouts.planning:remove_tag", "Take a tag from scripts."),
    },
    at=_rollout,
)
_noun(
    "ns",
    LOOK,
    "Dispatch namespaces.",
    {
        "list": ("namespaces:list_", "List the dispatch namespaces of the account."),
        "get": ("namespaces:get", "Show what Cloudflare says of a namespace."),
        "create": ("namespaces:create", "Create a namespace; fail if it is there."),
        "ensure": ("namespaces:ensure", "Create a namespace if it is not there."),
        "rename": ("namespaces:rename", "Rename a namespace."),
        "trust": ("namespaces:trust", "Trust the scripts of a namespace, or no longer."),
        "delete": ("namespaces:delete", "Delete a namespace and every script in it, for good."),
    },
)
_noun(
    "secret",
    PARTS,
    "Secrets of a script.",
    {
        "list": ("parts.secrets:list_", "List the secrets of a script: their names and types."),
        "put": ("parts.secrets:put", "Add a secret to a script, or replace its value."),
        "rm": ("parts.secrets:rm", "Delete a secret of a script, for good."),
    },
)
_noun(
    "tag",
    PARTS,
    "Tags of a script.",
    {
        "list": ("parts.tags:list_", "List the tags of a script."),
        "add": ("parts.tags:add", "Add a tag to a script; the others stay."),
        "rm": ("parts.tags:rm", "Take a tag from a script; the others stay."),
        "set": ("parts.tags:set_", "Replace all tags of a script."),
    },
)
_verbs(app, MORE, {"api": ("api:api", "Send any request, with your credentials and within the rate limit.")})
app.command(
    "tenantry_cli.commands.emulator:emulator",
    name="emulator",
    help="Run the emulator until Ctrl-C.",
    group=MORE,
    # They are the emulator's own.
    help_flags=(),
    version_flags=(),
)


@app.command(group=MORE)
def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(help="Whose script.")],
    /,
    *,
    options: Options = DEFAULTS,
) -> None:
    """Print the script with which a shell completes commands and options.

    bash reads it in ~/.bashrc, fish from a file of its own below
    ~/.config/fish/completions, and zsh from one called _tenantry in its $fpath.

    $ source <(tenantry completion bash)
    """
    print(app.generate_completion(shell=shell))
