"""What is refused of `_redirects` and `_headers`."""

from .rule import Rule, with_files


def redirects(refused: str, taken: str, says: str, **config: str) -> Rule:
    return Rule(100324, says, with_files(_redirects=refused, **config), with_files(_redirects=taken, **config))


def headers(refused: str, taken: str, says: str) -> Rule:
    return Rule(100324, says, with_files(_headers=refused), with_files(_headers=taken))


def static(number: int) -> str:
    return "".join(f"/{each} /b\n" for each in range(number))


def dynamic(number: int) -> str:
    return "".join(f"/{each}/* /b\n" for each in range(number))


def rules(number: int) -> str:
    return "".join(f"/{each}\n  a: b\n" for each in range(number))


ASSETS_FILES = {
    "a line that is too long": redirects(f"/{'a' * 1997} /b", f"/{'a' * 1996} /b", "and may have 2000"),
    "a source with a host": redirects("https://a.example/a /b", "/a /b", "only relative URLs are allowed"),
    "a source with a port": headers("https://a.example:80/\n a: b", "https://a.example/\n a: b", "ports are not"),
    "a source of another scheme": headers("http://a.example/\n a: b", "/\n a: b", "http://a.example/ neither"),
    "a destination without a slash": redirects("/a b", "/a https://b.example", "b neither begins"),
}

REDIRECTS = {
    "words that are no rule": redirects(
        "# fine\n/a /b 301 x", "# fine\n\n/a /b 301 # x", "line 2: a rule has a source"
    ),
    "a status that is none": redirects("/a /b 418", "/a /b 308", "a status is one of"),
    "a loop": redirects("/* /index.html 200", "/* /index.htm 200", "infinite loop"),
    "a source for the second time": redirects("/a /b\n/a /c", "/a /b\n/a/ /c", "a rule for /a already"),
    "a proxy to another host": redirects("/a https://b.example/ 200", "/a https://b.example/ 302", "what is proxied"),
    "too many": redirects(static(2001), static(2000), "line 2001: there may be 2000 static rules"),
}

WORKER_FIRST = {
    "no rule without an exclamation mark": Rule(
        10021, "one of them without", with_files(run_worker_first=["!/a"]), with_files(run_worker_first=["!/a", "/*"])
    ),
    "a rule without a slash": Rule(
        10021,
        "does not begin with a slash",
        with_files(run_worker_first=["/a", "b"]),
        with_files(run_worker_first=["/a"]),
    ),
}

HEADERS = {
    "no path": headers("a", "/\n a: b", "a rule begins with a path"),
    "no header": headers("/\n a", "/\n ! a", "a is not a header with its value"),
    "a path without headers": headers("/a\n/b\n a: b", "/a\n a: b\n/b\n a: b", "no headers are given"),
    "too many": headers(rules(101), rules(100), "there may be 100 rules"),
    "two wildcards": headers("/*/*\n a: b", "/*/:b\n a: b", "only one wildcard"),
    "a wildcard and a splat": headers("/*/:splat\n a: b", "/*/:splats\n a: b", "called :splat itself"),
    "a name with a space": headers("/\n a b: c", "/\n a-b: c", "has no spaces"),
    "a header without a value": headers("/\n a:", "/\n a: 0", "the header a has no value"),
    "a header before its path": headers("a: b\n/\n a: b", "/\n a: b", "comes before any path"),
}

# Other inputs that a rule of these refuses or takes.
REFUSED = {
    "too many dynamic redirects": (100324, with_files(_redirects=dynamic(101)), ()),
    "static redirects behind a dynamic one": (100324, with_files(_redirects=dynamic(1) + static(100)), ()),
    "a last path without headers": (100324, with_files(_headers="/a\n a: b\n/b"), ()),
    "a loop of the root": (100324, with_files(_redirects="/ /index 301"), ()),
    "no rule at all": (10021, with_files(run_worker_first=[]), ()),
    "too many rules": (10021, with_files(run_worker_first=[f"/{number}" for number in range(101)]), ()),
    "a rule that is too long": (10021, with_files(run_worker_first=["/" + "a" * 100]), ()),
    "one rule twice": (10021, with_files(run_worker_first=["/a", "/a"]), ()),
    "a rule that another covers": (10021, with_files(run_worker_first=["/a/b", "/a/*"]), ()),
    "a header without a name": (100324, with_files(_headers="/\n : b"), ()),
}
TAKEN = {
    "static redirects before dynamic ones": with_files(_redirects=static(2000) + dynamic(100)),
    "the root where pages keep their names": with_files(_redirects="/ /index.html", html_handling="none"),
    "many long rules": with_files(run_worker_first=[f"/{number:099}" for number in range(100)]),
    "a rule beside what it leaves out": with_files(run_worker_first=["/a/*", "!/a/b"]),
    "no rules at all": with_files(_redirects="# none\n", _headers=" \n"),
    "a source without its slash": with_files(_redirects="a /b"),
}
