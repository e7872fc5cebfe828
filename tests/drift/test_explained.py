"""Whoever gets a red build finds every kind of finding explained."""

from __future__ import annotations

import pytest

from drift.__main__ import main
from drift.findings.finding import Kind
from drift.lock.__main__ import main as lock
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
    printed = capsys.readouterr().out
    assert f"usage: python -m drift {check}" in printed
    assert "Exit codes: 0, nothing to report; 1, drift; 2, it cannot tell." in printed


def test_how_pages_are_locked_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        lock(["--help"])

    assert end.value.code == 0
    assert capsys.readouterr().out.startswith("usage: python -m drift.lock [-h] PAGES [PAGES ...]")
