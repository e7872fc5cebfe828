"""The verbs of a script: it is deployed, looked at, and deleted."""

from typing import Any

import pytest

import tenantry
from tenantry import models
from tenantry._flow import InThread
from tenantry._flows import deploy as deploying
from tenantry_api.types import Call
from tests.client.servers.recording import Server
from tests.client.support.bundles import BUNDLES, FORGERY
from tests.client.support.flavours import Ask
from tests.client.support.scripts import DAY, deploy, deploy_arguments, shop


def test_a_script_lives_from_deploy_to_delete(production: Ask) -> None:
    deployed = deploy(production, {"index.js": FORGERY}, tags=["plan-pro"])
    assert isinstance(deployed, models.Deployed)
    assert (deployed.id, deployed.entry_point) == ("shop", "index.js")
    found = production(lambda client: shop(client).get())
    assert (found.name, found.dispatch_namespace, found.tags) == ("shop", "production", ("plan-pro",))
    assert found.compatibility_date == DAY

    assert production(lambda client: shop(client).delete()) is True
    assert production(lambda client: shop(client).delete()) is False
    with pytest.raises(tenantry.ScriptNotFound):
        production(lambda client: shop(client).delete(missing_ok=False))


@pytest.mark.parametrize("verb", ["get", "get_content"])
def test_a_script_that_is_not_there_is_not_found(production: Ask, verb: str) -> None:
    with pytest.raises(tenantry.ScriptNotFound, match=r"deploy\(\) creates it"):
        production(lambda client: getattr(shop(client), verb)())


@pytest.mark.parametrize("verb", ["get", "get_content", "delete"])
def test_a_namespace_that_is_not_there_is_not_found(emulated: Ask, verb: str) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        emulated(lambda client: getattr(shop(client), verb)())


def test_force_is_said_only_when_it_is_meant(ask: Ask, server: Server) -> None:
    server.succeed(None)
    ask(lambda client: shop(client).delete())
    ask(lambda client: shop(client).delete(force=True))

    assert [request.query for request in server.requests] == ["", "force=true"]


@pytest.mark.parametrize("force", ["no", 1, None], ids=repr)
def test_force_is_not_what_merely_counts_as_true(ask: Ask, server: Server, force: Any) -> None:
    with pytest.raises(tenantry.NotSent, match="force is True or False"):
        ask(lambda client: shop(client).delete(force=force))

    assert server.requests == []


def test_what_cloudflare_does_not_accept_is_explained(production: Ask) -> None:
    with pytest.raises(tenantry.Invalid, match=r"/compatibility_date.*\nThis code was never deployed"):
        production(lambda client: shop(client).deploy({"index.js": ""}, compatibility_date="yesterday"))
    with pytest.raises(tenantry.ScriptNotFound):
        production(lambda client: shop(client).get())


def test_onboarding_twice_is_harmless(production: Ask) -> None:
    room = "export class Room {}; export default { fetch() {} }"
    first = models.SingleStepMigrations(new_tag="v1", new_sqlite_classes=["Room"])
    deploy(production, {"index.js": room}, migrations=first)

    assert production(lambda client: shop(client).get()).migration_tag == "v1"
    deploy(production, {"index.js": room}, migrations=first, keep_settings=True)
    with pytest.raises(tenantry.Conflict, match="another one than `old_tag`"):
        deploy(production, {"index.js": room}, migrations=first)


@pytest.mark.parametrize(
    ("migrations", "repeatable"), [(models.SingleStepMigrations(new_tag="v1"), False), (None, True)]
)
def test_only_an_upload_without_migrations_may_be_repeated(migrations: Any, repeatable: bool) -> None:
    """No call is repeated yet, so that this looks at the calls of the flow."""
    flow = deploying.deploy(("account", "production", "shop"), deploy_arguments({"index.js": ""}, migrations))
    reading = flow.send(None)
    assert isinstance(reading, InThread)
    call = flow.send(reading.work())
    assert isinstance(call, Call)
    flow.close()

    assert (call.operation, call.repeatable) == ("upload_script", repeatable)


def test_a_dry_run_is_what_is_deployed(ask: Ask, server: Server) -> None:
    server.succeed(None)
    arguments: dict[str, Any] = {"vars": {"PLAN": "pro"}, "secrets": {"KEY": "s3cret"}, "tags": ["a"], "logpush": True}
    dry = deploy(ask, BUNDLES["many modules"], **arguments, dry_run=True)
    deploy(ask, BUNDLES["many modules"], **arguments)

    (request,) = server.requests
    sent = request.metadata
    (secret,) = (binding for binding in sent["bindings"] if binding["type"] == "secret_text")
    assert secret.pop("text") == "s3cret"
    assert dry.metadata.to_dict() == sent
    assert dry.bundle == BUNDLES["many modules"]
