"""What we change in templates of openapi-python-client that we otherwise use as they are."""

from dataclasses import dataclass
from hashlib import sha256

from generator.failure import CannotGenerate

ISSUES = "https://github.com/openapi-generators/openapi-python-client/issues"


@dataclass(frozen=True)
class Patch:
    """One replacement in one upstream template."""

    file: str
    anchor: str
    """Text that stands in the template exactly once; it is what `replacement` replaces."""
    replacement: str
    why: str
    upstream: str
    """Where upstream discusses it, or why it does not."""

    def applied(self, template: str) -> str:
        """The template with the replacement, or a stop: an upgrade of the generator must not happen by accident."""
        times = template.count(self.anchor)
        if times != 1:
            raise CannotGenerate(
                f"upstream's {self.file} has the anchor of a patch {times} times, not once.\n"
                f"anchor: {self.anchor!r}\nthe patch is there because: {self.why}\nsee: {self.upstream}"
            )
        return template.replace(self.anchor, self.replacement)


PATCHES = (
    Patch(
        file="endpoint_macros.py.jinja",
        anchor="""{% if endpoint.requires_security %}
client: AuthenticatedClient,
{% else %}
client: AuthenticatedClient | Client,
{% endif %}
""",
        replacement="client: Client,\n",
        why="an e-mail address and a key authenticate too, in `headers`; AuthenticatedClient is a Client here",
        upstream=f"{ISSUES}/600",
    ),
)

# Upstream templates that ours, or modules of generator/runtime, stand in for; sha256 of what they were when ours were
# written. Ours read the same variables: when upstream's change, read ours again.
REPLACED = {
    "api_init.py.jinja": "f3b0290732b219be73b204cc3a44170eab0b64299a485a093306c6cc20d064cc",
    "client.py.jinja": "4eac65762f21014a7fbf59e730f1be6d28c9c85ddc1c40b458b6ff5f67a64c9e",
    "endpoint_init.py.jinja": "c1837a037fdbbd85b5dc1d49f58bd80a672fe4496cfaaf84d3b91927027b56da",
    "endpoint_module.py.jinja": "c1b2628053eb4875ba59566baa5ae907666f9cbfafa308d93f970a4404b7cd52",
    "errors.py.jinja": "b6ba7ea79aa7d7f24b47119985d1ed20268d3da0ab70309ee138088a106b6af9",
    "model.py.jinja": "fd1c79680d51c06cfbb89809ad123750ba9add98b688036c04cabbf1f8ba40a0",
    "models_init.py.jinja": "4f64a3d6e1b15a561be5573c1b7702eb928c0e4fa6b67107d20e57a74c44d51a",
    "package_init.py.jinja": "ac15907e32dc39bd9b83ea6f2002fb87514f2182b97f88231b5a9c47321f6210",
    "str_enum.py.jinja": "e4979a5e6b338351eda8bdac534017cfbeb51a809b494fd3c632db39414817fc",
    "types.py.jinja": "93df9d75883a4eafac77dd21bc6907f3ef612e3f7841e08656618dcf6c4ce494",
}


def check_replaced(file: str, template: bytes) -> None:
    """Stop when upstream has changed a template that ours stands in for."""
    if sha256(template).hexdigest() != REPLACED[file]:
        raise CannotGenerate(
            f"upstream's {file} is not the one that ours was written against: see what changed there, "
            "change ours where it must follow, and put the new sha256 into generator/patches.py"
        )
