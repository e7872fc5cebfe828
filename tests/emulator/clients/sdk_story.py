# mypy: ignore-errors
# The official SDK is in an environment of its own, in which this is run and no type checker is.
"""A story through every method of `workers_for_platforms` that Cloudflare's official SDK has.

It is told by the SDK alone. What the story saw goes to standard output as JSON, for the test to compare.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator

import cloudflare

ACCOUNT = os.environ["CLOUDFLARE_ACCOUNT_ID"]
NAMESPACE, SCRIPT = "sdk-production", "sdk-shop"
IN_NAMESPACE = {"account_id": ACCOUNT, "dispatch_namespace": NAMESPACE}
MODULE = "application/javascript+module"
NEW = b"export class Cart {} export default { fetch() {} }"
CODE = b"import './b.js'; export class Cart {} export default { fetch() { return new Response('sdk') } }"
PAGE = b"<h1>sdk</h1>"
PAGE_HASH = hashlib.sha256(PAGE).hexdigest()[:32]


class Story:
    """Calls methods of the SDK by their names, and remembers which."""

    def __init__(self, client: cloudflare.Cloudflare) -> None:
        self.client = client
        self.called: set[str] = set()

    def tell(self, method_name: str, /, *arguments: object, **named: object) -> object:
        """The result of a method, below `workers_for_platforms.dispatch.namespaces`."""
        self.called.add(f"dispatch.namespaces.{method_name}")
        method = self.client.workers_for_platforms.dispatch.namespaces
        for step in method_name.split("."):
            method = getattr(method, step)
        return method(*arguments, **named)

    def script(self, method_name: str, /, *arguments: object, **named: object) -> object:
        """The result of a method that is about the script."""
        return self.tell(f"scripts.{method_name}", *arguments, script_name=SCRIPT, **IN_NAMESPACE, **named)


def methods(resource: object, prefix: str = "") -> Iterator[str]:
    """Every public method of a resource and of those below it, except those that only change the form of an answer."""
    for name in dir(resource):
        if name.startswith(("_", "with_")):
            continue
        value = getattr(resource, name)
        if callable(value):
            yield prefix + name
        else:
            yield from methods(value, f"{prefix}{name}.")


def assets(story: Story) -> str:
    """The completion token of a site of one page."""
    manifest = {"/index.html": {"hash": PAGE_HASH, "size": len(PAGE)}}
    session = story.script("asset_upload.create", manifest=manifest)
    assert session.buckets == [[PAGE_HASH]]
    # The SDK sends its API token here unless it is told otherwise, and no type for the file.
    uploaded = story.client.workers.assets.upload.create(
        account_id=ACCOUNT,
        base64=True,
        body={PAGE_HASH: base64.b64encode(PAGE).decode()},
        extra_headers={"Authorization": f"Bearer {session.jwt}"},
    )
    return uploaded.jwt


def deploy(story: Story) -> dict:
    """The script with a bit of everything, and what the SDK read of it."""
    metadata = {
        "main_module": "index.js",
        "compatibility_date": "2026-01-01",
        "bindings": [
            {"type": "plain_text", "name": "PLAN", "text": "pro"},
            {"type": "kv_namespace", "name": "KV", "namespace_id": "0" * 32},
            {"type": "secret_text", "name": "KEY", "text": "hush"},
            {"type": "assets", "name": "ASSETS"},
        ],
        "assets": {"jwt": assets(story), "config": {"html_handling": "none"}},
        "migrations": {"new_tag": "v1", "steps": [{"new_sqlite_classes": ["Cart"]}]},
        "tags": ["first"],
    }
    files = [("index.js", CODE, MODULE), ("b.js", b"", MODULE)]
    deployed = story.script("update", metadata=metadata, files=files, bindings_inherit="strict")
    return {"deployed": deployed.id, "script": story.script("get").script.id}


def change(story: Story) -> dict:
    """Other code, settings, secrets and tags, and what the SDK read of them."""
    story.script(
        "content.update",
        metadata={"main_module": "new.js"},
        files=[("new.js", NEW, MODULE)],
    )
    settings = story.script("settings.edit", settings={"logpush": True})
    story.script("secrets.update", type="secret_text", name="TOKEN", text="hush")
    patch = {"BULK": {"type": "secret_text", "name": "BULK", "text": "hush"}, "KEY": None}
    story.script("secrets.bulk_update", secrets=patch)
    assert story.script("secrets.get", secret_name="TOKEN").name == "TOKEN"
    story.script("secrets.delete", secret_name="TOKEN")
    story.script("tags.update", body=["plan-pro", "beta"])
    story.script("tags.delete", tag="beta")
    return {
        "logpush": settings.logpush,
        "settings_tags": story.script("settings.get").tags,
        "secrets": [secret.name for secret in story.script("secrets.list")],
        "tags": list(story.script("tags.list")),
        "bindings": [binding.name for binding in story.script("bindings.get")],
        "content": story.script("content.get").read().decode(),
    }


def come_and_go(story: Story) -> None:
    """Another script, which is deleted."""
    passing = {"script_name": "sdk-passing", **IN_NAMESPACE}
    story.tell("scripts.update", metadata={"main_module": "a.js"}, files=[("a.js", NEW, MODULE)], **passing)
    story.tell("scripts.delete", force=True, **passing)


def refusal(story: Story) -> int | None:
    """The code that the SDK shows of a refusal."""
    try:
        story.tell("get", "ghost", account_id=ACCOUNT)
    except cloudflare.NotFoundError as error:
        return error.errors[0].code
    return None


def main() -> None:
    """Everything, in the order in which it makes sense, and then whether it was everything."""
    story = Story(cloudflare.Cloudflare(max_retries=0))
    story.tell("create", account_id=ACCOUNT, name=NAMESPACE)
    story.tell("create", account_id=ACCOUNT, name="sdk-passing")
    story.tell("delete", "sdk-passing", account_id=ACCOUNT)
    seen = {
        "namespaces": [namespace.namespace_name for namespace in story.tell("list", account_id=ACCOUNT)],
        **deploy(story),
        **change(story),
        "scripts": story.tell("get", NAMESPACE, account_id=ACCOUNT).script_count,
        "refusal": refusal(story),
    }
    come_and_go(story)
    missing = set(methods(story.client.workers_for_platforms)) - story.called
    print(json.dumps({**seen, "never called": sorted(missing), "version": cloudflare.__version__}))


main()
