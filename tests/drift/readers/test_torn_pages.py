"""Pages that are torn: read for what they say, or refused; nothing else may happen."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from drift.readers.tokens.lines import NotUnderstood
from tests.drift.sources import OURS, parse_page


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_page_that_begins_or_ends_anywhere_is_read_or_refused(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    pieces = content.splitlines(keepends=True) if "\n" in content.strip() else content.split("- ")
    whole = parse_page(path.name, content)

    torn = [part for at in range(1, len(pieces)) for part in ("".join(pieces[:at]), "".join(pieces[at:]))]
    read = []
    for part in torn:
        with suppress(NotUnderstood):
            read.append(parse_page(path.name, part))

    assert len(read) < len(torn)
    assert {each.key for each in whole.operations} >= {each.key for page in read for each in page.operations}
