"""Values of which a program may have kept pickles; `pickles/` has them as the first release of this layout found them.

The files were written by the commit before the modules moved, and are read for ever: `python -m tests.public.pickled
FOLDER` writes such files from the code that is there.
"""

import pickle
import sys
from pathlib import Path

import tenantry
from tenantry import bindings, errors, models

PICKLES = Path(__file__).with_name("pickles")

_ANSWER = errors.Answer(403, {"cf-ray": "8f1"}, "start")
_METHOD, _PATH = "GET", "/accounts/a/workers/scripts"
_KINDS = dict.fromkeys(
    each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.Refused)
)


def values() -> dict[str, object]:
    """What each file holds, made anew."""
    deleted = errors.NoAnswer("no answer", method=_METHOD, path=_PATH, sent=True)
    deleted.deleted = ("one", "two")
    problem = errors.Problem(10007, "not found", None, "/name")
    return {
        "errors": [
            errors.NotSent("not sent"),
            deleted,
            errors.BadAnswer("bad", method=_METHOD, path=_PATH, answer=_ANSWER),
            *(kind(method=_METHOD, path=_PATH, answer=_ANSWER, errors=(problem,), hint="do this") for kind in _KINDS),
        ],
        "models": [
            models.Settings.from_dict({"tags": ["beta"], "limits": {"cpu_ms": 50}}),
            bindings.KvNamespace(name="CACHE", namespace_id="abc"),
            bindings.Other(type="new_kind", name="NEW", size=3),
        ],
        "script_info": tenantry.ScriptInfo({"id": "shop", "tags": ["beta"], "dispatch_namespace": "production"}),
        "bundle_and_keep": [
            tenantry.Bundle({"index.js": "export default {}", "logo.wasm": b"\0"}, main="index.js"),
            tenantry.KEEP,
        ],
    }


if __name__ == "__main__":
    for name, value in values().items():
        Path(sys.argv[1], f"{name}.pickle").write_bytes(pickle.dumps(value, protocol=4))
