"""What is refused of bindings, variables and tags."""

from tests.emulator.account import PRODUCTION, SCRIPT, Account, module

from .rule import CODE, Rule, deploy, patch, put_secret, put_secrets, text

AI = {"type": "ai", "name": "AI"}
PLATFORM = {"type": "service", "name": "API", "service": "platform"}
DISPATCHER = {"type": "dispatch_namespace", "name": "DISPATCHER", "namespace": "production"}
SIGNS = {"type": "secret_key", "name": "SIGN", "algorithm": {"name": "HMAC", "hash": "SHA-256"}, "usages": ["sign"]}
BLOB = {"type": "wasm_module", "name": "A", "part": "a.wasm"}
WASM = module("a.wasm", b"\0asm\1\0\0\0", "application/wasm")
KEY = {"type": "secret_text", "name": "KEY", "text": "hush"}


def other(account: Account) -> tuple[str, str, dict[str, object]]:
    """Another script, to which a binding may lead."""
    return "PUT", f"{PRODUCTION}/scripts/platform", deploy()(account)[2]


def custom(kind: str) -> dict[str, object]:
    """A custom binding, whose platform is given a binding of this type."""
    props = {"D1": {"$binding": {"type": kind, "database_id": "6c1e0000-0000-0000-0000-000000000000"}}}
    return {"type": "service", "name": "DB", "service": "platform", "binding_interface": "d1", "props": props}


BINDINGS = {
    "a binding without a name": Rule(10052, "has no name", deploy(bindings=[{"type": "ai"}]), deploy(bindings=[AI])),
    "a secret without a value": Rule(
        10021,
        "invalid or missing text property",
        deploy(bindings=[{"type": "secret_text", "name": "KEY"}]),
        deploy(bindings=[KEY]),
    ),
    "a type that does not exist": Rule(
        10021, "is not a type of binding", deploy(bindings=[{**AI, "type": "time_machine"}]), deploy(bindings=[AI])
    ),
    "a custom binding of another type than D1": Rule(
        10021,
        "takes a D1 database",
        deploy(bindings=[custom("r2_bucket")]),
        deploy(bindings=[custom("d1")]),
        before=[other],
    ),
    "a service that is not there": Rule(
        10144,
        "leads to the Worker 'platform', which is not there",
        deploy(bindings=[PLATFORM]),
        deploy(bindings=[{**PLATFORM, "service": "shop"}]),
    ),
    "a dispatch namespace that is not there": Rule(
        100119,
        "leads to the dispatch namespace 'staging', which is not there",
        deploy(bindings=[{**DISPATCHER, "namespace": "staging"}]),
        deploy(bindings=[DISPATCHER]),
    ),
    "a secret key without its key": Rule(
        10021,
        "comes without its key",
        deploy(bindings=[{**SIGNS, "format": "jwk", "key_base64": "YQ=="}]),
        deploy(bindings=[{**SIGNS, "format": "raw", "key_base64": "YQ=="}]),
    ),
    "a resource without an identifier": Rule(
        10041,
        "its namespace_id is empty",
        deploy(bindings=[{"type": "kv_namespace", "name": "KV", "namespace_id": ""}]),
        deploy(bindings=[{"type": "kv_namespace", "name": "KV", "namespace_id": "0"}]),
    ),
    "two of one name": Rule(
        10021, "two bindings called", deploy(bindings=[AI, text("AI")]), deploy(bindings=[AI, text("ai")])
    ),
}

VARIABLES = {
    "a value that is too large": Rule(
        10054,
        "and may have 5120",
        deploy(bindings=[text("A", "x" * 5121)]),
        deploy(bindings=[text("A", "x" * 5120)]),
    ),
    "too many": Rule(
        10055,
        "variables and secrets are too many",
        deploy(bindings=[text(f"V{number}") for number in range(129)]),
        deploy(bindings=[text(f"V{number}") for number in range(128)]),
    ),
    "a secret under the name of a variable": Rule(
        10053, "already in use", put_secret("PLAN"), put_secret("KEY"), before=[deploy(bindings=[text("PLAN"), KEY])]
    ),
}

LIMITS = {
    "more CPU time than there is": Rule(
        10021,
        "The limit cpu_ms is between 1 and 300000",
        deploy(limits={"cpu_ms": 300_001}),
        deploy(limits={"cpu_ms": 300_000}),
    ),
}

TAGS = {
    "too many": Rule(100103, "a script may have 8", deploy(tags=[*"abcdefghi"]), deploy(tags=[*"abcdefgh"])),
    "a tag with a comma": Rule(100134, "cannot be a tag", deploy(tags=["a,b"]), deploy(tags=["a.b"])),
    "a tag that is too long": Rule(100102, "A tag may have", deploy(tags=["x" * 1025]), deploy(tags=["x" * 1024])),
}

NAMELESS = {
    "r2_bucket": ({"bucket_name": ""}, 10085),
    "hyperdrive": ({"id": ""}, 10157),
    "vectorize": ({"index_name": ""}, 10159),
    "d1": ({"database_id": "", "id": ""}, 10181),
    "queue": ({"queue_name": ""}, 11000),
    "mtls_certificate": ({"certificate_id": ""}, 100143),
}

# Other inputs that a rule of these refuses or takes.
REFUSED = {
    "a JSON variable that is too large": (
        10054,
        deploy(bindings=[{"type": "json", "name": "A", "json": ["ü" * 2560]}]),
        (),
    ),
    "settings with a service that is not there": (10144, patch(bindings=[PLATFORM]), [deploy()]),
    **{
        f"no {kind}": (code, deploy(bindings=[{"type": kind, "name": "A", **empty}]), ())
        for kind, (empty, code) in NAMELESS.items()
    },
    "no CPU time": (10021, patch(limits={"cpu_ms": 0}), [deploy()]),
    "too many subrequests": (10021, deploy(limits={"subrequests": 10_000_001}), ()),
    "settings with a secret key without its key": (10021, patch(bindings=[{**SIGNS, "format": "raw"}]), [deploy()]),
    "a binding of service workers beside modules": (
        10021,
        deploy(
            [module("index.js", CODE.encode()), WASM], bindings=[{"type": "wasm_module", "name": "A", "part": "a.wasm"}]
        ),
        (),
    ),
    "a secret that is too large": (10054, put_secret("KEY", "x" * 5121), [deploy()]),
    "settings that are too large": (10054, patch(bindings=[text("A", "x" * 5121)]), [deploy()]),
    "one secret too many": (
        10055,
        put_secret("KEY"),
        [deploy(bindings=[text(f"V{number}") for number in range(128)])],
    ),
    "many secrets, one under the name of a binding": (10053, put_secrets("KEY", "AI"), [deploy(bindings=[AI])]),
    "more secrets than one request may bring": (
        100160,
        put_secrets(*(f"K{number}" for number in range(26))),
        [deploy()],
    ),
}
TAKEN = {
    "all subrequests": deploy(limits={"subrequests": 10_000_000}),
    "a binding of service workers": deploy(
        [module("sw.js", b"addEventListener('fetch', () => {})", SCRIPT), WASM],
        body_part="sw.js",
        bindings=[BLOB],
    ),
    "as many secrets as one request may bring": put_secrets(*(f"K{number}" for number in range(25))),
    "a secret in the place of a secret": put_secrets("KEY"),
}
