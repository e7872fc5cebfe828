"""Code that goes up and comes down again."""

from tenantry import Bundle

HANDLER = "export default { fetch() {} }"
FORGERY = HANDLER.encode() + b'\r\n--+++\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{}\r\n--+++--\r\n'

BUNDLES = {
    "one module": Bundle({"index.js": FORGERY}),
    "many modules": Bundle(
        {
            "index.mjs": f"import './lib/ü b.js'; {HANDLER}\r\n",
            "lib/ü b.js": "export const x = 'ü'",
            'lib/q"uo.js': "",
            "lib/100%.js": "",
            "add.wasm": bytes(range(256)) * 500,
            "empty.bin": b"",
            "note.txt": "\r\n\r\n--",
            "c.cjs": "module.exports = 1",
            "index.mjs.map": "{}",
        },
        main="index.mjs",
    ),
    "another main module": Bundle({"a.js": "", "b.js": HANDLER}, main="b.js"),
    "Python": Bundle({"entry.py": "from workers import Response\n", "data.sql": ""}),
    "types of its own": Bundle({"index.js": HANDLER, "README.md": "# Hello"}, types={"README.md": "text/plain"}),
    "a name that is not Latin": Bundle({"начало.js": HANDLER}),
}


def part(name: str, content: bytes, kind: str | None = "application/javascript+module", end: bytes = b"\r\n") -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{name}"'.encode()
    return b"--zz" + end + head + end + (f"Content-Type: {kind}".encode() + end if kind else b"") + end + content + end
