"""Static assets as they are served, alone and beside a Worker."""

from typing import Any

import httpx
import pytest

from tests.emulator.site import Files, Site, key

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
SERVICE = {"type": "service", "service": "shop"}
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


def test_a_file_has_the_type_of_its_upload_and_its_hash_as_etag_whatever_it_is_called(platform: Platform) -> None:
    files: Files = {
        "/page.html": (b"a", "text/x-page"),
        "/same.html": (b"a", "text/html"),
        "/data": (b"b", "image/png"),
        "/bare.txt": (b"c", "application/null"),
        "/404.html": (b"no such page", "text/x-missing"),
    }
    serve(platform, files=files, config={"not_found_handling": "404-page"})
    found = [platform.ask("shop", path) for path in ("/page", "/same", "/data", "/bare.txt", "/nothing")]
    kinds = ["text/x-page", "text/html", "image/png", None, "text/x-missing"]

    assert [answer.headers.get("content-type") for answer in found] == kinds
    assert [answer.headers["etag"] for answer in found] == [f'"{key(*file)}"' for file in files.values()]
    assert [answer.status_code for answer in found] == [200, 200, 200, 200, 404]


@pytest.mark.parametrize("form", ["{}", "W/{}"])
def test_who_has_the_file_is_told_that_it_did_not_change_even_by_a_redeploy(platform: Platform, form: str) -> None:
    serve(platform)
    etag = platform.ask("shop", "/style.css").headers["etag"]
    serve(platform, files={"/a-new-one": (b"x", "text/plain"), **FILES, "/about.html": (b"changed", HTML)})
    known, other = ({"If-None-Match": form.format(each)} for each in (etag, '"another"'))
    answer = platform.ask("shop", "/style.css", headers=known)

    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert platform.ask("shop", "/style.css", headers=known, method="HEAD").status_code == 304
    assert platform.says("shop", "/style.css", headers=other) == "a{}"
    assert platform.says("shop", "/about", headers=known) == "changed"


EVERY_PATH = "/*\n  Etag-Like: yes\n"


@pytest.mark.parametrize(("first", "last"), [("", ""), (EVERY_PATH, ""), ("", EVERY_PATH)])
def test_rules_for_headers_have_the_last_word(platform: Platform, first: str, last: str) -> None:
    many = "".join(f"/{number}\n  X-Number: {number}\n" for number in range(97))
    rules = '/about\n  Content-Type: text/x-mine\n  ETag: "mine"\n'
    serve(platform, config={"_headers": f"{first}{many}{rules}{last}"})
    found = [platform.ask("shop", path).headers for path in ("/about", "/style.css", "/about.html")]

    assert [each.get("content-type") for each in found] == ["text/x-mine", "text/css; charset=utf-8", None]
    assert [each.get("etag") for each in found] == ['"mine"', f'"{key(*FILES["/style.css"])}"', None]
    assert ["etag-like" in each for each in found] == [bool(first or last)] * 3
    assert not [name for headers in found for name in headers if "tenantry" in name]
    assert platform.ask("shop", "/about", headers={"If-None-Match": '"mine"'}).status_code == 304


def test_rules_may_remove_the_type_and_the_etag(platform: Platform) -> None:
    serve(platform, config={"_headers": f"{EVERY_PATH}/about\n  ! Content-Type\n  ! etag\n"})
    headers = platform.ask("shop", "/about").headers

    assert not {"content-type", "etag"} & {*headers}


def test_what_a_worker_answers_is_left_alone(platform: Platform) -> None:
    code = """
    import { WorkerEntrypoint } from "cloudflare:workers";
    export default class extends WorkerEntrypoint {
      fetch(request) {
        const headers = { etag: '"1-2-3b9aca00"', "x-asked": request.headers.get("if-none-match") };
        return new Response("its own", { headers });
      }
      add(a, b) { return a + b }
    }
    """
    serve(platform, code)
    answer = platform.ask("shop", "/api", headers={"If-None-Match": '"1-2-3b9aca00"'})
    platform.deploy("caller", answering("await env.SHOP.add(1, 2)"), bindings=[{**SERVICE, "name": "SHOP"}])

    assert (answer.status_code, answer.headers["etag"]) == (200, '"1-2-3b9aca00"')
    assert answer.headers["x-asked"] == '"1-2-3b9aca00"'
    assert platform.says("caller") == "3"


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


@pytest.mark.parametrize("rules", [[], ["about"], ["!/about"], ["/about"] * 101])
def test_rules_that_say_nothing_are_refused_in_words(platform: Platform, rules: list[str]) -> None:
    token = Site(platform.account, FILES).complete()
    assets = {"jwt": token, "config": {"run_worker_first": rules}}
    status, code, message = platform.refused("shop", WORKER, assets=assets)

    assert (status, code) == (400, 10021)
    assert "run_worker_first" in message
    assert "site" not in message


def test_sites_may_lie_below_a_path(platform: Platform) -> None:
    serve(platform, config={"base_path": "/docs"})

    assert answers(platform, "/docs/about", "/about") == [(200, "about"), (404, "")]


def test_a_worker_reads_its_files_by_a_binding(platform: Platform) -> None:
    about = "new Request(new URL('/about', request.url), request)"
    code = f"export default {{ fetch: (request, env) => env.FILES.fetch({about}) }}"
    serve(platform, code, bindings=[{"type": "assets", "name": "FILES"}], config={"run_worker_first": True})
    answer = platform.ask("shop", "/whatever")

    assert (answer.text, answer.headers["etag"]) == ("about", f'"{key(*FILES["/about.html"])}"')
    assert platform.ask("shop", "/whatever", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_redeploy_serves_the_new_files_and_no_old_ones(platform: Platform) -> None:
    serve(platform)
    assert answers(platform, "/LICENSE") == [(200, "free")]
    serve(platform, files={"/new.txt": (b"new", "text/plain")})

    assert answers(platform, "/LICENSE", "/new.txt") == [(404, ""), (200, "new")]


def test_kept_files_are_served_on(platform: Platform) -> None:
    serve(platform)
    platform.deploy("shop", WORKER, keep_assets=True)

    assert answers(platform, "/about", "/x") == [(200, "about"), (200, "the Worker at /x")]


@pytest.mark.parametrize("path", ["/a/b", "/a\0b"])
def test_a_path_that_cannot_be_a_file_beside_another_is_refused(platform: Platform, path: str) -> None:
    site = Site(platform.account, {"/a": (b"file", "text/plain"), path: (b"another", "text/plain")})
    refused = platform.refused("shop", [], assets={"jwt": site.complete()})

    assert refused[:2] == (400, 10021)
    assert "cannot be a file here" in refused[2]


def test_no_file_lies_outside_of_its_folder(platform: Platform) -> None:
    site = Site(platform.account, {"/../../up.txt": (b"up", "text/plain")})

    assert platform.refused("shop", [], assets={"jwt": site.complete()})[:2] == (400, 10021)
