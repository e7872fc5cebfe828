"""Static assets as they are served, alone and beside a Worker."""

from typing import Any

import httpx
import pytest

from tests.emulator.site import Files, Site

from .platform import DATE, Platform, answering, module

HTML = "text/html; charset=utf-8"
FILES: Files = {
    "/index.html": (b"home", HTML),
    "/about.html": (b"about", HTML),
    "/blog/index.html": (b"blog", HTML),
    "/404.html": (b"no such page", HTML),
    "/style.css": (b"a{}", "text/css; charset=utf-8"),
    "/LICENSE": (b"free", "application/null"),
    "/deep/\u00fc x.txt": (b"odd", "text/plain; charset=utf-8"),
    "/empty": (b"", "application/null"),
}
WORKER = answering("'the Worker at ' + new URL(request.url).pathname")


def serve(platform: Platform, code: str | None = None, *, files: Files = FILES, **metadata: Any) -> None:
    """Deploy a site called `shop`, with a Worker or alone."""
    config = metadata.pop("config", {})
    site = Site(platform.account, files)
    assets = {"jwt": site.complete(), "config": config}
    modules = [] if code is None else [module("index.js", code.encode())]
    if code is not None:
        metadata["main_module"] = "index.js"
    site.account.deploy("shop", modules=modules, assets=assets, compatibility_date=DATE, **metadata)


def answers(platform: Platform, *paths: str) -> list[tuple[int, str]]:
    """Status, and the text or where it leads, as the site itself says it."""
    found = [platform.ask("shop", path) for path in paths]
    front = httpx.URL(platform.url("shop", "")).path
    return [(each.status_code, each.headers.get("location", "").removeprefix(front) or each.text) for each in found]


def test_files_are_served_under_their_paths_with_their_types(platform: Platform) -> None:
    serve(platform)
    for path, (content, content_type) in FILES.items():
        if not path.endswith(".html"):
            answer = platform.ask("shop", httpx.URL(path=path).raw_path.decode())
            expected = None if content_type == "application/null" else content_type

            assert (answer.content, answer.headers.get("content-type")) == (content, expected)


def test_a_site_alone_has_no_worker_behind_it(platform: Platform) -> None:
    serve(platform)

    assert answers(platform, "/", "/nothing") == [(200, "home"), (404, "")]
    assert platform.ask("shop", "/", method="POST").status_code == 405


def test_a_worker_gets_what_is_no_file(platform: Platform) -> None:
    serve(platform, WORKER)

    assert answers(platform, "/about", "/api/x") == [(200, "about"), (200, "the Worker at /api/x")]


@pytest.mark.parametrize(
    ("handling", "expected"),
    [
        ("auto-trailing-slash", [(200, "about"), (307, "/about"), (307, "/blog/"), (200, "blog")]),
        ("force-trailing-slash", [(307, "/about/"), (307, "/about/"), (307, "/blog/"), (200, "blog")]),
        ("drop-trailing-slash", [(200, "about"), (307, "/about"), (200, "blog"), (307, "/blog")]),
        ("none", [(404, ""), (200, "about"), (404, ""), (404, "")]),
    ],
)
def test_html_handling_says_how_paths_of_pages_end(
    platform: Platform, handling: str, expected: list[tuple[int, str]]
) -> None:
    serve(platform, config={"html_handling": handling})

    assert answers(platform, "/about", "/about.html", "/blog", "/blog/") == expected


@pytest.mark.parametrize(
    ("handling", "expected"),
    [("none", (404, "")), ("404-page", (404, "no such page")), ("single-page-application", (200, "home"))],
)
def test_not_found_handling_says_what_a_path_without_a_file_gets(
    platform: Platform, handling: str, expected: tuple[int, str]
) -> None:
    serve(platform, config={"not_found_handling": handling})

    assert answers(platform, "/nothing") == [expected]


def test_headers_and_redirects_hold(platform: Platform) -> None:
    config = {"_headers": "/style.css\n  X-Mine: yes\n", "_redirects": "/old /about 301\n/cats/* /blog/:splat 302\n"}
    serve(platform, config=config)

    assert platform.ask("shop", "/style.css").headers["x-mine"] == "yes"
    assert "x-mine" not in platform.ask("shop", "/about").headers
    assert answers(platform, "/old", "/cats/1") == [(301, "/about"), (302, "/blog/1")]


@pytest.mark.parametrize(
    ("config", "first"),
    [
        ({}, []),
        ({"run_worker_first": True}, ["/about", "/style.css"]),
        ({"run_worker_first": ["/about*"]}, ["/about"]),
        ({"serve_directly": False}, ["/about", "/style.css"]),
    ],
)
def test_the_worker_may_come_first(platform: Platform, config: dict[str, Any], first: list[str]) -> None:
    serve(platform, WORKER, config=config)
    found = [path for path in ("/about", "/style.css") if platform.says("shop", path).startswith("the Worker")]

    assert found == first


def test_sites_may_lie_below_a_path(platform: Platform) -> None:
    serve(platform, config={"base_path": "/docs"})

    assert answers(platform, "/docs/about", "/about") == [(200, "about"), (404, "")]


def test_a_worker_reads_its_files_by_a_binding(platform: Platform) -> None:
    code = answering("(await env.FILES.fetch(new URL('/about', request.url))).body")
    serve(platform, code, bindings=[{"type": "assets", "name": "FILES"}], config={"run_worker_first": True})

    assert platform.says("shop", "/whatever") == "about"


def test_a_redeploy_serves_the_new_files_and_no_old_ones(platform: Platform) -> None:
    serve(platform)
    assert answers(platform, "/LICENSE") == [(200, "free")]
    serve(platform, files={"/new.txt": (b"new", "text/plain")})

    assert answers(platform, "/LICENSE", "/new.txt") == [(404, ""), (200, "new")]


def test_kept_files_are_served_on(platform: Platform) -> None:
    serve(platform)
    platform.deploy("shop", WORKER, keep_assets=True)

    assert answers(platform, "/about", "/x") == [(200, "about"), (200, "the Worker at /x")]


def test_a_path_that_is_a_file_and_a_folder_is_refused(platform: Platform) -> None:
    site = Site(platform.account, {"/a": (b"file", "text/plain"), "/a/b": (b"in a folder", "text/plain")})
    refused = platform.refused("shop", [], assets={"jwt": site.complete()})

    assert refused[:2] == (400, 10021)
    assert "cannot be a file here" in refused[2]


def test_no_file_lies_outside_of_its_folder(platform: Platform) -> None:
    site = Site(platform.account, {"/../../up.txt": (b"up", "text/plain")})

    assert platform.refused("shop", [], assets={"jwt": site.complete()})[:2] == (400, 10021)
