"""Every verb that sends, with arguments that are in order."""

from typing import Any

import pytest

from .flavours import Verb
from .scripts import CODE, DAY, shop


def namespace(client: Any) -> Any:
    return client.namespace("production").get()


VERBS: dict[str, Verb] = {
    "list_namespaces": lambda client: client.list_namespaces(),
    "get": namespace,
    "create": lambda client: client.namespace("production").create(),
    "ensure": lambda client: client.namespace("production").ensure(),
    "update": lambda client: client.namespace("production").update(trusted_workers=True),
    "replace": lambda client: client.namespace("production").replace(trusted_workers=True),
    "rename": lambda client: client.namespace("production").rename("live"),
    "delete": lambda client: client.namespace("production").delete(confirm="production"),
    "list_scripts": lambda client: client.namespace("production").list_scripts().all(),
    "script.get": lambda client: shop(client).get(),
    "script.get_content": lambda client: shop(client).get_content(),
    "script.delete": lambda client: shop(client).delete(),
    "script.deploy": lambda client: shop(client).deploy(CODE, compatibility_date=DAY, keep_settings=False),
    "script.deploy, keeping": lambda client: shop(client).deploy(CODE, compatibility_date=DAY),
}
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
