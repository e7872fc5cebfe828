"""The async surface follows from the blocking one."""

import pytest

from generator.async_surface import NAMES, made_async
from generator.failure import CannotGenerate

BLOCKING = f'''"""A surface."""

from __future__ import annotations


class Client:
    """A Client; this word stays."""

    def __enter__(self) -> Client: ...

    def __exit__(self) -> None:
        self.close()

    def close(self) -> None:
        self._driver.pool.close()

    @overload
    def get(self) -> int: ...

    def get(self) -> int | str:
        return self._run(flow())

    def namespace(self) -> Namespace:
        return Namespace(self)


names = ({", ".join(NAMES)})
'''


def test_what_sends_is_awaited_and_what_makes_a_handle_is_not() -> None:
    made = made_async({"surface.py": BLOCKING})["surface.py"]

    assert "    async def get(self) -> int: ...\n" in made
    assert "    async def get(self) -> int | str:\n        return await self._run(flow())\n" in made
    assert "    def namespace(self) -> AsyncNamespace:\n        return AsyncNamespace(self)\n" in made


def test_a_context_manager_becomes_an_async_one() -> None:
    made = made_async({"surface.py": BLOCKING})["surface.py"]

    assert "    async def __aenter__(self) -> AsyncClient: ...\n" in made
    assert "    async def __aexit__(self) -> None:\n        await self.aclose()\n" in made
    assert "    async def aclose(self) -> None:\n        await self._driver.pool.aclose()\n" in made


def test_words_in_docstrings_stay_and_the_first_line_says_that_it_is_made() -> None:
    made = made_async({"surface.py": BLOCKING})["surface.py"]

    assert '"""A Client; this word stays."""' in made
    assert made.startswith("# Made by generate.py from wrappers/tenantry/_sync/surface.py. Do not edit")


def test_a_rule_for_a_name_that_is_gone_stops_the_generation() -> None:
    with pytest.raises(CannotGenerate, match="Pages"):
        made_async({"surface.py": BLOCKING.replace("Pages", "Sheets")})
