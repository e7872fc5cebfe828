"""A platform for shops: customers write the code of their shop, and each shop is a Worker of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import tenantry
from tenantry import bindings

# One date for all shops: which runtime a customer's code meets is the platform's decision.
COMPATIBILITY_DATE = "2026-11-01"
# https://developers.cloudflare.com/workers/observability/errors/
SCRIPT_DOES_NOT_START = 10021

Code = Mapping[str, str]
"""Modules by their names; index.js is the one that is run."""


class CodeRefused(Exception):
    """A customer's code cannot run. Cloudflare's words say why, and are for the customer to read."""


@dataclass(frozen=True)
class Customer:
    """A customer, as the sign-up form has them."""

    name: str
    """Becomes a hostname, so the form takes a-z, 0-9, and hyphens that are alone."""
    plan: str
    store_id: str
    """The KV namespace in which the shop keeps what it has to remember."""
    payment_key: str


class Shops:
    """The shops of all customers, in one dispatch namespace."""

    def __init__(self, client: tenantry.Client, namespace: str) -> None:
        self._namespace = client.namespace(namespace)

    def set_up(self) -> None:
        """Once for each environment; again does no harm."""
        self._namespace.ensure()

    def onboard(self, customer: Customer, code: Code) -> None:
        """A shop for a new customer: the code, and everything that it finds in its `env`."""
        with refusals_explained():
            self._namespace.script(customer.name).deploy(
                code,
                main="index.js",
                compatibility_date=COMPATIBILITY_DATE,
                bindings=[bindings.KvNamespace(name="STORE", namespace_id=customer.store_id)],
                vars={"CUSTOMER": customer.name},
                secrets={"PAYMENT_KEY": customer.payment_key},
                tags=[f"customer-{customer.name}", f"plan-{customer.plan}"],
            )

    def preview(self, name: str, code: Code) -> str:
        """Unreviewed code of a customer, at a hostname of its own, with no store and no secrets."""
        script = self._namespace.script(f"preview--{name}")
        with refusals_explained():
            script.deploy(
                code,
                main="index.js",
                compatibility_date=COMPATIBILITY_DATE,
                vars={"CUSTOMER": name},
                tags=[f"customer-{name}"],
            )
        return script.name

    def publish(self, name: str, code: Code) -> None:
        """Other code for a shop. Store, secrets and tags stay: put_content() replaces the code alone."""
        with refusals_explained():
            self._namespace.script(name).put_content(code, main="index.js")

    def rotate_payment_key(self, name: str, payment_key: str) -> None:
        """Another key, without another deploy."""
        self._namespace.script(name).put_secret("PAYMENT_KEY", payment_key)

    def change_plan(self, name: str, plan: str) -> None:
        """Tags are how the platform finds shops again."""
        self._namespace.script(name).set_tags([f"customer-{name}", f"plan-{plan}"])

    def on_plan(self, plan: str) -> list[str | None]:
        """Names of the shops on a plan."""
        return [script.name for script in self._namespace.list_scripts(tags={f"plan-{plan}": True})]

    def offboard(self, name: str) -> int:
        """Remove all Workers of a customer, and say how many they were. It cannot be undone."""
        return self._namespace.delete_scripts(tag=f"customer-{name}").deleted_count or 0


@contextmanager
def refusals_explained() -> Iterator[None]:
    """Tell what is the customer's fault from what is ours."""
    try:
        yield
    except tenantry.Invalid as refusal:
        if refusal.code != SCRIPT_DOES_NOT_START:
            raise
        raise CodeRefused("\n".join(error.message for error in refusal.errors)) from refusal
