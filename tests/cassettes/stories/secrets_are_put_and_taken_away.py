"""Secrets of a Worker, one by one and many at once: their names come back, their values never do."""

import pytest

import tenantry
from tenantry import bindings

from . import CANARY
from .a_worker_is_deployed_and_read_back import SIGNING_KEY

CODE = {"index.js": "export default { fetch: () => new Response('hello') };\n"}


def secrets_are_put_and_taken_away(client: tenantry.Client, name: str) -> None:
    namespace = client.namespace(name)
    namespace.create()
    shop = namespace.script("acme-shop")
    shop.deploy(CODE, compatibility_date="2026-11-01")

    assert shop.list_secrets() == []
    shop.put_secret("PAYMENT_KEY", CANARY)
    shop.put_secrets({"MAIL_KEY": f"{CANARY}-too", "SIGNING_KEY": SIGNING_KEY})
    assert {secret.name for secret in shop.list_secrets()} == {"PAYMENT_KEY", "MAIL_KEY", "SIGNING_KEY"}
    assert shop.get_secret("PAYMENT_KEY") == bindings.SecretText(name="PAYMENT_KEY")

    assert shop.delete_secret("PAYMENT_KEY")
    assert not shop.delete_secret("PAYMENT_KEY")
    with pytest.raises(tenantry.SecretNotFound) as refused:
        shop.get_secret("PAYMENT_KEY")
    assert refused.value.code == 10056

    shop.delete_secrets(["MAIL_KEY", "SIGNING_KEY"])
    assert shop.list_secrets() == []
    namespace.delete(confirm=name)
