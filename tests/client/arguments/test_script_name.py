"""Names that are made of what identifies a tenant."""

import re

import pytest

import tenantry
from tenantry import script_name

ALIKE = [
    ("acme", "shop"),
    ("acme-shop",),
    ("acmes", "hop"),
    ("Acme", "shop"),
    ("acme", "Shop"),
    ("acme", "shop", "x"),
    ("ácme", "shop"),
    ("shop", "acme"),
    ("x" * 100,),
    ("x" * 101,),
    ("日本",),
    ("日本語",),
]


@pytest.mark.parametrize("parts", ALIKE)
def test_a_name_is_one_that_cloudflare_takes(parts: tuple[str, ...]) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,61}[a-z0-9]", script_name(*parts))


def test_other_parts_give_another_name() -> None:
    assert len({script_name(*parts) for parts in ALIKE}) == len(ALIKE)


def test_a_name_stays_the_same_from_version_to_version() -> None:
    assert script_name("Acme", "shop") == "acme-shop-bwglpt23s3i3ojqz"


@pytest.mark.parametrize("parts", [(), ("",), ("acme", ""), (None,), ("acme\n",), ("..",)])
def test_what_is_no_name_is_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(tenantry.NotSent):
        script_name(*parts)
