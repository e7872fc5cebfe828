"""What is refused of code, and of its classes of Durable Objects."""

from tests.emulator.account import PRODUCTION, SCRIPT, Account, Part, module

from .rule import CODE, SHOP, Rule, Step, deploy, patch, put_content

CART = f"export class Cart {{}} {CODE}"
BASKET = f"export class Basket {{}} {CODE}"
V1 = {"new_tag": "v1", "new_sqlite_classes": ["Cart"]}
BOUND = [{"type": "durable_object_namespace", "name": "CART", "class_name": "Cart"}]
IDENTIFIED = {"type": "durable_object_namespace", "name": "CART"}
ELSEWHERE = [{**BOUND[0], "script_name": "other"}]
WITH_CART = deploy(CART, migrations=V1)


def step(**migration: object) -> dict[str, object]:
    return {"old_tag": "v1", "new_tag": "v2", **migration}


def other(deployed: Step) -> Step:
    """The same of another script."""
    return lambda account: ("PUT", f"{PRODUCTION}/scripts/other", deployed(account)[2])


def exports(**fields: object) -> Step:
    """An upload with this export of the class."""
    return deploy(CART, exports={"Cart": {"type": "durable-object", **fields}})


def by_identifier(account: Account, code: str = CODE, **metadata: object) -> tuple[str, str, dict[str, object]]:
    """An upload with a binding to the class to which the first of the present ones leads, by its identifier alone."""
    found = account.granted("GET", f"{SHOP}/bindings")[0]["namespace_id"]
    return deploy(code, bindings=[{**IDENTIFIED, "namespace_id": found}], **metadata)(account)


def listener(code: str) -> list[Part]:
    return [module("sw.js", code.encode(), SCRIPT)]


def comes(name: str) -> dict[str, object]:
    """A migration that takes this class from the other script."""
    return {"new_tag": "v1", "transferred_classes": [{"from": name, "from_script": "other", "to": "Cart"}]}


COMPATIBILITY = {
    "a date that is not a day": Rule(
        10021,
        "Invalid compatibility date",
        deploy(compatibility_date="2026-02-30"),
        deploy(compatibility_date="2026-02-28"),
    ),
    "a date to come": Rule(
        10021, "in the future", deploy(compatibility_date="2099-01-01"), deploy(compatibility_date="2026-11-01")
    ),
}

EXPORTS = {
    "no handler": Rule(10068, "no registered event handlers", deploy("export default {}"), deploy()),
    "a class with objects that is not exported any more": Rule(
        10064, "has Durable Objects", deploy(BASKET), deploy(CART), before=[WITH_CART]
    ),
    "a new class that is not exported": Rule(
        10070, "does not export it", deploy(BASKET, migrations=V1), deploy(CART, migrations=V1)
    ),
}

DURABLE_OBJECTS = {
    "a class that is bound and not made": Rule(
        10061, "which no migration has made", deploy(CART, bindings=BOUND), deploy(CART, bindings=BOUND, migrations=V1)
    ),
    "a class that another script has not": Rule(
        10061,
        "which the script 'other' has not",
        deploy(bindings=[{**ELSEWHERE[0], "class_name": "Basket"}]),
        deploy(bindings=ELSEWHERE),
        before=[other(WITH_CART)],
    ),
    "objects of no class": Rule(
        10061,
        "or the namespace_id of a class",
        deploy(bindings=[{**IDENTIFIED, "namespace_id": "1f"}]),
        by_identifier,
        before=[other(WITH_CART), deploy(bindings=ELSEWHERE)],
    ),
    "a class that goes and is bound": Rule(
        10061,
        "cannot go while",
        deploy(CART, bindings=BOUND, migrations=step(deleted_classes=["Cart"])),
        deploy(CART, migrations=step(deleted_classes=["Cart"])),
        before=[deploy(CART, bindings=BOUND, migrations=V1)],
    ),
}

DURABLE_OBJECTS |= {
    "classes of exports and of migrations": Rule(
        10021,
        "by exports or by migrations",
        deploy(CART, exports={"Cart": {"type": "durable-object", "storage": "sqlite"}}, migrations=V1),
        deploy(CART, exports={"default": {"type": "worker"}}, migrations=V1),
    ),
    "an export of a type that does not exist": Rule(
        10021,
        "is not a type of export, as durable-object is",
        deploy(CART, exports={"Cart": {"type": "durable_object", "storage": "sqlite"}}),
        exports(storage="sqlite"),
    ),
    "an export without a field of its state": Rule(
        10021,
        "A class that is expecting-transfer has storage, transfer_from",
        exports(state="expecting-transfer", transfer_from="other"),
        exports(state="expecting-transfer", transfer_from="other", storage="sqlite"),
    ),
    "a class that is renamed to one that is not exported": Rule(
        100402,
        "is not among the exports as a class that is there",
        deploy(BASKET, exports={"Cart": {"type": "durable-object", "state": "renamed", "renamed_to": "Basket"}}),
        deploy(
            BASKET,
            exports={
                "Cart": {"type": "durable-object", "state": "renamed", "renamed_to": "Basket"},
                "Basket": {"type": "durable-object", "storage": "sqlite"},
            },
        ),
        before=[WITH_CART],
    ),
}

TRANSFERS = {
    "a class that goes to a script that does not expect it": Rule(
        100402,
        "before the exports of 'other' expect it",
        deploy(exports={"Cart": {"type": "durable-object", "state": "transferred", "transferred_to": "other"}}),
        deploy(exports={"Cart": {"type": "durable-object", "state": "deleted"}}),
        before=[WITH_CART, other(deploy())],
    ),
}

MIGRATIONS = {
    "a class that comes from a script without it": Rule(
        10074,
        "cannot come from the script 'other'",
        deploy(CART, migrations=comes("Basket")),
        deploy(CART, migrations=comes("Cart")),
        before=[other(WITH_CART)],
    ),
    "another tag than there is": Rule(
        10079,
        "precondition failed",
        deploy(CART, migrations={**step(), "old_tag": "v0"}),
        deploy(CART, migrations=step()),
        before=[WITH_CART],
    ),
    "a class that is new twice": Rule(
        10074,
        "already depended on",
        deploy(CART, migrations=step(new_classes=["Cart"])),
        deploy(f"export class Basket {{}} {CART}", migrations=step(new_classes=["Basket"])),
        before=[WITH_CART],
    ),
    "a class that would be kept otherwise": Rule(
        100402, "which cannot change", exports(storage="legacy-kv"), exports(storage="sqlite"), before=[WITH_CART]
    ),
    "a class that takes the name of another": Rule(
        10074,
        "which is there already",
        deploy(CART, migrations=step(renamed_classes=[{"from": "Basket", "to": "Cart"}])),
        deploy(CART, migrations=step(deleted_classes=["Basket"])),
        before=[
            deploy(
                f"export class Basket {{}} {CART}",
                migrations={"new_tag": "v1", "new_sqlite_classes": ["Cart", "Basket"]},
            )
        ],
    ),
    "a class that goes and was not there": Rule(
        10074,
        "cannot be deleted",
        deploy(CART, migrations=step(deleted_classes=["Basket"])),
        deploy(CART, migrations=step(deleted_classes=["Cart"])),
        before=[WITH_CART],
    ),
}

# Other inputs that a rule of `EXPORTS` or `DURABLE_OBJECTS` refuses or takes.
REFUSED = {
    "an empty file": (10068, deploy(""), ()),
    "no export": (10068, deploy("console.log('no export at all: fetch')"), ()),
    "no handler beside another export": (10068, deploy("export const other = {}; /* fetch */ export default {}"), ()),
    "a default that is a function": (10068, deploy("export default async function fetch() {}"), ()),
    "a default that is an arrow": (10068, deploy("export default (fetch) => fetch"), ()),
    "an RPC class": (10068, deploy("export default class { add(a, b) { return a + b } }"), ()),
    "a service worker without a listener": (10068, deploy(listener("let fetch = 1"), body_part="sw.js"), ()),
    "a service worker as a module": (10068, deploy("addEventListener('fetch', () => {})"), ()),
    "content without a handler": (10068, put_content("export default {}"), [deploy()]),
    "content without a class": (10064, put_content(CODE), [WITH_CART]),
    "settings that make a class that is not there": (10070, patch(migrations=V1), [deploy()]),
    "settings that bind a class that is not made": (10061, patch(bindings=BOUND), [deploy(CART)]),
    "a class that goes and is bound by its identifier": (
        10061,
        lambda account: by_identifier(account, CART, migrations=step(deleted_classes=["Cart"])),
        [deploy(CART, bindings=BOUND, migrations=V1)],
    ),
    "a binding to nothing": (10061, deploy(bindings=[IDENTIFIED]), ()),
    "the name of a class for its identifier": (
        10061,
        deploy(bindings=[{**IDENTIFIED, "namespace_id": "Cart"}]),
        [other(WITH_CART)],
    ),
    "settings with a date to come": (10021, patch(compatibility_date="2099-01-01"), [deploy()]),
    "an export of no known type": (10021, deploy(exports={"default": {"type": "robot"}}), ()),
    "a class without its kind of storage": (10021, exports(), ()),
    "a deleted class with storage": (10021, exports(state="deleted", storage="sqlite"), ()),
    "a class that comes from its own script": (
        10074,
        deploy(
            f"export class Basket {{}} {CART}",
            migrations=step(transferred_classes=[{"from": "Cart", "from_script": "shop", "to": "Basket"}]),
        ),
        [WITH_CART],
    ),
    "a class that goes to a script that is not there": (
        100402,
        exports(state="transferred", transferred_to="other"),
        [WITH_CART],
    ),
    "exports of a class that is not there": (
        10070,
        deploy(exports={"Cart": {"type": "durable-object", "storage": "sqlite"}}),
        (),
    ),
}
TAKEN = {
    "an export of the other type": deploy(exports={"default": {"type": "worker"}}),
    "a class that is gone already": exports(state="transferred", transferred_to="other"),
    "a handler in a class": deploy("export default class { fetch() {} }"),
    "a handler in a property": deploy("const fetch = () => {}; export default { fetch }"),
    "another handler than fetch": deploy("export default { async scheduled() {} }"),
    "a handler of a re-export": deploy(
        [module("index.js", b"export { default } from './a.js'"), module("a.js", CODE.encode())]
    ),
    "a handler of an application": deploy("class App { fetch = () => {} } const app = new App(); export default app"),
    "a listener": deploy(listener("addEventListener('fetch', () => {})"), body_part="sw.js"),
    "an aliased listener": deploy(listener("self.addEventListener('scheduled', () => {})"), body_part="sw.js"),
    "a class in a list": deploy(f"class A {{}} export {{ A as Cart }}; {CODE}", migrations=V1),
    "a class of another module": deploy(
        [module("index.js", f"export * from './a.js'; {CODE}".encode()), module("a.js", b"export class Cart {}")],
        migrations=V1,
    ),
    "words in text": deploy(f"const t = 'export default {{}}'; {CODE}"),
}
