"""The report of a rollout, for programs and for people."""

import json
import re
import sys
from pathlib import Path

import pytest

import tenantry
from tenantry_emulator import Emulator, Fault
from tenantry_fleet import Fleet, Report, put_content

from .tenants import code, deploy

# A name of a tenant's may not become a part of the page.
EVIL = "</script><script>alert(1)</script>"


@pytest.fixture
def report(fleet: Fleet, production: tenantry.Namespace, cloudflare: Emulator) -> Report:
    deploy(production, 12)
    refuse = Fault("refuse", operation="put_content", status=400, code=10021, message=EVIL, skip=3)
    cloudflare.faults.add(refuse)
    plan = fleet.select().plan(put_content(code("new")), reason="shim <4.2>, ticket 881")
    return plan.start(canary_failures=1, threads=1).report()


def test_a_report_has_a_row_for_each_script(report: Report) -> None:
    rows = report.to_dicts()

    assert (report.counts, report.failures) == ({"done": 11, "refused": 1}, {10021: 1})
    assert len(rows) == 12
    (refused,) = (row for row in rows if row["outcome"] == "refused")
    assert (refused["code"], refused["wave"], refused["attempts"]) == (10021, 0, 1)
    assert refused["ray"]
    assert json.loads(json.dumps(rows)) == rows


def test_the_page_asks_nobody_and_cannot_be_broken_by_a_tenant(report: Report, tmp_path: Path) -> None:
    page = report.save(tmp_path / "rollout.html").read_text()

    assert not re.search(r"""(src|href|url\(|import|fetch)\s*[=(]?\s*["']?(https?:)?//""", page)
    assert EVIL not in page
    assert "shim &lt;4.2&gt;, ticket 881" in page
    data = re.search(r"const rows = (.*);\n", page)
    assert data is not None
    assert json.loads(data[1]) == report.to_dicts()
    assert page.count("</script>") == 1


def test_a_notebook_shows_a_summary(report: Report) -> None:
    shown = report._repr_html_()

    assert "<td>refused</td><td>1</td>" in shown
    assert "<td>10021</td><td>1</td>" in shown


def test_a_report_is_a_data_frame(report: Report) -> None:
    frame = report.to_pandas()

    assert frame["outcome"].value_counts().to_dict() == {"done": 11, "refused": 1}
    assert [*frame.columns] == [*report.to_dicts()[0]]


def test_without_pandas_it_says_so(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(tenantry.NotSent, match="needs pandas"):
        report.to_pandas()


def test_a_report_that_cannot_be_written_is_an_error(report: Report, tmp_path: Path) -> None:
    with pytest.raises(tenantry.NotSent, match="cannot be written"):
        report.save(tmp_path / "missing" / "rollout.html")
