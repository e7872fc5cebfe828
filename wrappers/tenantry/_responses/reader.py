"""Reads an HTTP answer: what a success holds, or the error that it stands for."""

import re
import time
from collections.abc import Mapping
from email.utils import formatdate
from functools import cached_property
from typing import Generic, TypeVar

import httpx
from attrs import field, frozen

from tenantry._responses.error_codes import MEANINGS, PHRASES, UPLOADS, WHO_IS_IT, WITHOUT_CODE
from tenantry._responses.redaction import Redactor
from tenantry.errors import Answer, BadAnswer, Denied, Error, NoAnswer, Problem, RateLimited, Refused
from tenantry_api.types import Call

T = TypeVar("T")

# https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5
_WITHOUT_BODY = (204, 205)

# Only these are kept: another header could hold a secret.
_KEPT_HEADERS = ("cf-mitigated", "cf-ray", "content-type", "date", "ratelimit", "ratelimit-policy", "retry-after")

# These are kept as they are: a number, or a time in one of the three forms that HTTP allows.
# https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
_TIMES = ("date", "retry-after")
_TIME = r"(?a)\d+|\w+, \d+[ -]\w{3}[ -]\d+ [\d:]+ GMT|\w{3} \w{3} [ \d]+ [\d:]+ \d{4}"

# How much of a body is searched for secrets; an error quotes 200 characters of it.
_SEARCHED = 2**16


# Without slots, for the sake of the cached property.
@frozen(slots=False, eq=False, repr=False)
class ResponseReader(Generic[T]):
    """Reads the answers to a call, and redacts what its errors quote of them."""

    secret: str = field(repr=False)
    """The credentials of the client."""
    call: Call[T]

    def read(self, response: httpx.Response) -> T:
        """What a success holds; raises the error that anything else stands for."""
        outcome = self._outcome(response)
        if isinstance(outcome, Error):
            # Raised here, where no variable holds the body: error reporters show the variables of each frame.
            raise outcome
        return outcome

    def _outcome(self, response: httpx.Response) -> T | Error:
        if not response.is_success:
            return self._failure(response)
        try:
            answer = self.call.parse(response)
        # An answer can be malformed in any way.
        except Exception as error:  # noqa: BLE001
            why, quoted = f"{type(error).__name__}: ", str(error)
        else:
            # Downloaded code has no envelope. Nothing at all is a success of a delete, or by its status.
            is_empty = not response.content and (response.status_code in _WITHOUT_BODY or self.call.method == "DELETE")
            # A generated envelope keeps `errors` that it cannot decode in its additional properties.
            has_errors = getattr(answer, "errors", None) or getattr(answer, "additional_properties", {}).get("errors")
            is_page = response.headers.get("content-type", "").lower().startswith("text/html")
            if is_empty or (getattr(answer, "success", True) is True and not has_errors and not is_page):
                return answer
            why, quoted = "it does not say `success: true`, or names errors, or is a web page", ""
        body = _json(response)
        if body.get("success") is False:
            return self._refused(response, body)
        return self.bad(response, f"a success that cannot be read: {why}", quoted)

    @cached_property
    def redact(self) -> Redactor:
        """Hides secrets in what is quoted of the answer."""
        return Redactor(self.secret, self.call)

    def bad(self, response: httpx.Response, why: str, quoted: str = "") -> BadAnswer:
        """The error for an answer that Cloudflare does not document."""
        text = f"{self.call} answered {response.status_code}, {why}{self.redact(quoted)}"
        return BadAnswer(text, method=self.call.method, path=self.call.path, answer=self._keep(response))

    def unwritten(self, why: str) -> Error:
        """The error for an answer that this machine cannot keep."""
        return Error(f"{self.call} was answered, but the answer cannot be written: {why}")

    def _failure(self, response: httpx.Response) -> Error:
        if response.status_code < 400:
            return self.bad(response, "which is neither a success nor a refusal; redirects are not followed")
        body = _json(response)
        if response.status_code >= 500 and not {"errors", "success"} & body.keys():
            return self._from_elsewhere(response, body)
        return self._refused(response, body)

    def _from_elsewhere(self, response: httpx.Response, body: Mapping[str, object]) -> NoAnswer:
        """Cloudflare's edge or a proxy answers in place of the API."""
        kept = self._keep(response)
        said = "; ".join(map(str, self.problems([body]))) if "title" in body else repr(kept.start)
        text = f"{self.call} answered {kept.status}, but not from Cloudflare's API: {said}"
        return NoAnswer(text, method=self.call.method, path=self.call.path, answer=kept)

    def _refused(self, response: httpx.Response, body: Mapping[str, object]) -> Refused:
        alone = [body] if {"error", "message", "title"} & body.keys() else []
        errors = self.problems(body.get("errors")) or self.problems(alone)
        kept = self._keep(response)
        kind, hint = _meaning(self.call, kept, errors)
        if issubclass(kind, Denied) and self.call.permissions and response.status_code != 401:
            needed = " or ".join(self.call.permissions)
            hint = f"{hint} An API token needs {needed}." if hint else f"An API token needs {needed}."
        refusal = kind(
            method=self.call.method,
            path=self.call.path,
            answer=kept,
            errors=errors,
            messages=self.problems(body.get("messages")),
            hint=hint,
        )
        if kind is Refused and response.status_code >= 500 and self.call.method != "GET":
            # The API failed on the way, and does not say how far it came.
            refusal._mark_unknown()
        return refusal

    def _keep(self, response: httpx.Response) -> Answer:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        for name, value in headers.items():
            if name not in _TIMES or not re.fullmatch(_TIME, value):
                headers[name] = self.redact(value)
        # What Retry-After counts from, if it is a date: https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
        headers.setdefault("date", formatdate(time.time(), usegmt=True))
        # Whatever charset it claims: some of those that Python knows do not decode to text.
        start = response.content[:_SEARCHED].decode(errors="replace")
        return Answer(response.status_code, headers, self.redact(start)[:200])

    def problems(self, entries: object) -> tuple[Problem, ...]:
        """Cloudflare's `errors` or `messages`, whatever they look like: null, texts, or objects with their causes."""
        found: list[Problem] = []
        waiting = [*reversed(entries)] if isinstance(entries, list) else []
        while waiting:
            entry = waiting.pop()
            found.append(self._problem(entry))
            causes = entry.get("error_chain") if isinstance(entry, dict) else None
            waiting += reversed(causes) if isinstance(causes, list) else ()
        return tuple(found)

    def _problem(self, entry: object) -> Problem:
        if not isinstance(entry, dict):
            return Problem(None, self.redact(str(entry)))
        code, source, link = str(entry.get("code")), entry.get("source"), entry.get("documentation_url")
        pointer = source.get("pointer") if isinstance(source, dict) else None
        return Problem(
            int(code) if code.isdecimal() and len(code) < 10 else None,
            self.redact(str(entry.get("message") or entry.get("error") or _edge_message(entry))) or "no message",
            self.redact(str(link)) if link else None,
            self.redact(str(pointer)) if pointer else None,
        )


def _edge_message(entry: Mapping[str, object]) -> str:
    """What Cloudflare's edge says: https://www.rfc-editor.org/rfc/rfc9457"""
    return ": ".join(str(entry[name]) for name in ("title", "detail") if entry.get(name))


def _meaning(call: Call[object], answer: Answer, errors: tuple[Problem, ...]) -> tuple[type[Refused], str | None]:
    """By the words of the answer, then by Cloudflare's codes; by the status only where both say nothing."""
    if answer.headers.get("cf-mitigated"):
        return Refused, "Cloudflare's firewall answered in place of its API; it takes this client for a bot."
    said = "\n".join(error.message.lower() for error in errors)
    if phrase := next((phrase for phrase in PHRASES if phrase in said), None):
        return PHRASES[phrase]
    meanings = MEANINGS | ({} if call.operation in UPLOADS else WITHOUT_CODE)
    known = (meanings[error.code] for error in errors if error.code in meanings)
    kind, hint = next(known, (RateLimited, None) if answer.status == 429 else (Refused, None))
    if kind is Denied and answer.status >= 500:
        # Nobody looked at the credentials: the service that does so failed.
        return Refused, None
    # Cloudflare has one code for a token that it does not know, and for one that may not do this.
    return WHO_IS_IT if answer.status == 401 and kind in (Denied, Refused) else (kind, hint)


def _json(response: httpx.Response) -> Mapping[str, object]:
    """The body as an object; empty for anything else."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
