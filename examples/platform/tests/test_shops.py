"""What the platform promises: to customers, and to the visitors of their shops."""

import httpx
import pytest

from shops import CodeRefused, Customer, Shops

ACME = Customer(name="acme", plan="pro", store_id="0f2ac74b498b48028cb68387c421e279", payment_key="acme-key")
ZENITH = Customer(name="zenith", plan="free", store_id="5e1f0a92c7d84b6f9a30d2c4b8e7f615", payment_key="zenith-key")
COUNTS_VISITS = """
export default {
  async fetch(request, env) {
    const visits = Number(await env.STORE.get("visits")) + 1;
    await env.STORE.put("visits", visits);
    return new Response(`${env.CUSTOMER}: ${visits}, paid with ${env.PAYMENT_KEY}`);
  },
};
"""
IMPORTS = {
    "index.js": 'import { greet } from "./greet.js"; export default { fetch: () => new Response(greet("Acme")) };',
    "greet.js": "export const greet = (name) => `Welcome to ${name}`;",
}


def visit(visitor: httpx.Client, shop: str) -> httpx.Response:
    return visitor.get("/", headers={"Host": f"{shop}.shops.example"})


def test_a_new_customer_has_a_shop_with_a_store_and_a_key(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, {"index.js": COUNTS_VISITS})

    assert visit(visitor, "acme").text == "acme: 1, paid with acme-key"
    assert visit(visitor, "acme").text == "acme: 2, paid with acme-key"
    assert visit(visitor, "acme").headers["x-served-by"] == "acme"


def test_customers_share_nothing(shops: Shops, visitor: httpx.Client) -> None:
    for customer in (ACME, ZENITH):
        shops.onboard(customer, {"index.js": COUNTS_VISITS})

    assert visit(visitor, "acme").text == "acme: 1, paid with acme-key"
    assert visit(visitor, "zenith").text == "zenith: 1, paid with zenith-key"


def test_a_shop_may_have_several_modules(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, IMPORTS)

    assert visit(visitor, "acme").text == "Welcome to Acme"


def test_new_code_is_there_at_the_next_visit_and_the_store_is_kept(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, {"index.js": COUNTS_VISITS})
    visit(visitor, "acme")

    shops.publish("acme", {"index.js": COUNTS_VISITS.replace("paid with", "now paid with")})

    assert visit(visitor, "acme").text == "acme: 2, now paid with acme-key"


def test_code_that_cannot_run_is_refused_with_the_reason_and_the_shop_stays(
    shops: Shops, visitor: httpx.Client
) -> None:
    shops.onboard(ACME, {"index.js": COUNTS_VISITS})

    with pytest.raises(CodeRefused, match="SyntaxError"):
        shops.publish("acme", {"index.js": "export default { fetch() { return new Respons"})

    assert visit(visitor, "acme").text == "acme: 1, paid with acme-key"


def test_a_preview_sees_neither_store_nor_key(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, {"index.js": COUNTS_VISITS})

    preview = shops.preview("acme", {"index.js": "export default { fetch: (_, env) => Response.json(env) };"})

    assert visit(visitor, preview).json() == {"CUSTOMER": "acme"}


def test_a_new_key_is_used_at_once(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, {"index.js": COUNTS_VISITS})
    visit(visitor, "acme")

    shops.rotate_payment_key("acme", "another-key")

    assert visit(visitor, "acme").text == "acme: 2, paid with another-key"


def test_shops_are_found_by_plan(shops: Shops) -> None:
    for customer in (ACME, ZENITH):
        shops.onboard(customer, IMPORTS)

    shops.change_plan("zenith", "pro")

    assert sorted(map(str, shops.on_plan("pro"))) == ["acme", "zenith"]
    assert shops.on_plan("free") == []


def test_a_shop_that_fails_is_a_page_of_ours_and_no_other_shop_notices(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, {"index.js": 'export default { fetch() { throw new Error("secret detail"); } };'})
    shops.onboard(ZENITH, {"index.js": COUNTS_VISITS})

    failed = visit(visitor, "acme")

    assert (failed.status_code, failed.text) == (500, "This shop has a problem.\n")
    assert visit(visitor, "zenith").status_code == 200


def test_a_customer_who_leaves_takes_everything_along(shops: Shops, visitor: httpx.Client) -> None:
    for customer in (ACME, ZENITH):
        shops.onboard(customer, {"index.js": COUNTS_VISITS})
    preview = shops.preview("acme", IMPORTS)

    assert shops.offboard("acme") == 2

    for gone in ("acme", preview):
        assert visit(visitor, gone).text == "This shop does not exist.\n"
    assert visit(visitor, "zenith").status_code == 200


def test_setting_up_twice_does_no_harm(shops: Shops, visitor: httpx.Client) -> None:
    shops.onboard(ACME, IMPORTS)

    shops.set_up()

    assert visit(visitor, "acme").status_code == 200
