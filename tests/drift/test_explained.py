"""Whoever gets a red build finds every kind of finding explained."""

from __future__ import annotations

import pytest

from drift.__main__ import main
from drift.findings.finding import Kind
from drift.spec.document import SPEC

EXPLANATION = (SPEC.parent / "docs" / "drift.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_explained(kind: Kind) -> None:
    assert f"`{kind}`" in EXPLANATION


@pytest.mark.parametrize("check", ["docs", "pages", "cassettes", "live"])
def test_each_check_is_explained(check: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([check, "--help"])

    assert f"python -m drift {check}" in EXPLANATION
    assert f"usage: python -m drift {check}" in capsys.readouterr().out
