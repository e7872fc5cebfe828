"""What can go wrong.

Error
├── NotSent                    refused here: nothing was sent (also a ValueError)
├── NoAnswer                   no answer: `sent` says whether it may have happened
├── BadAnswer                  an answer that is none Cloudflare documents
└── Refused                    Cloudflare answered no
    ├── NotFound
    │   ├── NamespaceNotFound
    │   ├── ScriptNotFound
    │   └── SecretNotFound
    ├── Exists                 the name is taken
    ├── Invalid                Cloudflare does not accept what was sent
    │   └── ScriptTooLarge
    ├── Denied                 the credentials may not do this
    ├── Conflict               it is not in the state that the request expects
    └── RateLimited            too many requests

Every one of them can be pickled, and none holds the request, its headers or its body: what it knows of the
answer is an `Answer`, without secrets: a server may have escaped, encoded or cut them. One that writes them in
hexadecimal, in other letter case or in UTF-16 is out of scope.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, TypeVar

from attrs import field, frozen

__all__ = ["Answer", "Problem"]
__all__ += ["BadAnswer", "Error", "NoAnswer", "NotSent", "Refused"]
__all__ += ["Changed", "Conflict", "Denied", "Exists", "Invalid", "NamespaceNotFound", "NotFound", "RateLimited"]
__all__ += ["ScriptNotFound", "ScriptTooLarge", "SecretNotFound"]

R = TypeVar("R", bound="Refused")

Outcome = Literal["refused", "not sent", "unknown"]
"""What became of a request that failed: Cloudflare answered no, nothing went out, or nobody here knows."""

_READ_FIRST = "It may have happened: read what is there before you send it again."


@frozen
class Problem:
    """One entry of Cloudflare's `errors` or `messages`."""

    code: int | None
    message: str
    documentation_url: str | None = None
    pointer: str | None = None
    """JSON pointer to the part of the request that it speaks of."""

    def __str__(self) -> str:
        text = self.message if self.code is None else f"{self.message} ({self.code})"
        return f"{text} at {self.pointer}" if self.pointer else text


@frozen
class Answer:
    """What an error keeps of an HTTP answer."""

    status: int
    headers: dict[str, str] = field(factory=dict)
    """Only those that hold no secret: type, ray, date, the firewall's mark, and what concerns the rate limit."""
    start: str = ""
    """The first 200 characters of the body, without secrets."""

    @property
    def ray(self) -> str | None:
        """Cloudflare's id of the request, which their support asks for."""
        return self.headers.get("cf-ray")

    @property
    def retry_after(self) -> float | None:
        """How long to wait before the next request, in seconds, counted from its answer; None if it does not say."""
        asked = self.headers.get("retry-after", "").strip()
        if asked.isdecimal():
            return float(asked)
        try:
            return max(0.0, (_moment(asked) - _moment(self.headers.get("date", ""))).total_seconds())
        except (OverflowError, TypeError, ValueError):
            return None


def _moment(date: str) -> datetime:
    """A date in one of the three forms of HTTP: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7"""
    moment = parsedate_to_datetime(date)
    # The oldest of the three names no zone; all are in UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Error(Exception):
    """Anything that goes wrong in tenantry."""

    deleted: tuple[str, ...] = ()
    """Of a bulk delete, the identifiers of the scripts that were gone before it went wrong."""

    done: tuple[str, ...] = ()
    """Of a verb of several requests, the scripts or secrets that were dealt with before it went wrong."""
    _kind_of_outcome: Outcome = "unknown"
    _has_unknown_outcome = False

    @property
    def outcome(self) -> Outcome:
        """Whether what was asked may have happened."""
        return "unknown" if self._has_unknown_outcome else self._kind_of_outcome

    def _mark_unknown(self) -> None:
        """Remember that a request before this one may have changed something, or has done so."""
        self._has_unknown_outcome = True

    def _done_before(self, names: tuple[str, ...]) -> None:
        """Remember what other requests of the same verb have done."""
        self.done = names
        if names:
            self._mark_unknown()

    def __str__(self) -> str:
        # A name of the user's can hold what no stream takes.
        return super().__str__().encode(errors="backslashreplace").decode()

    def __reduce__(self) -> tuple[Callable[..., Error], tuple[object, ...]]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[Error], args: tuple[object, ...], state: dict[str, object]) -> Error:
    """An error as it was pickled: `__init__` wants what the text was made from, and would make it anew."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class NotSent(Error, ValueError):
    """Refused here, before anything was sent."""

    _kind_of_outcome: Outcome = "not sent"


class NoAnswer(Error):
    """There is no answer of Cloudflare's API: whether it did what was asked is unknown."""

    def __init__(self, text: str, *, method: str, path: str, sent: bool = True, answer: Answer | None = None) -> None:
        super().__init__(text)
        self.method = method
        self.path = path
        self.sent = sent
        """False if there was not even a connection, so that nothing can have happened."""
        self.answer = answer
        """What came instead, from Cloudflare's edge or a proxy."""

    @property
    def outcome(self) -> Outcome:
        """Unknown, unless nothing was sent."""
        return "unknown" if self.sent or self._has_unknown_outcome else "not sent"

    @property
    def hint(self) -> str | None:
        """What to do, where something may have been changed."""
        is_write = self._has_unknown_outcome or (self.sent and self.method != "GET")
        return _READ_FIRST if is_write else None

    def __str__(self) -> str:
        return "\n".join(filter(None, (super().__str__(), self.hint)))

    @property
    def status(self) -> int | None:
        """HTTP status of what came instead."""
        return self.answer.status if self.answer else None


class BadAnswer(Error):
    """An answer that is none Cloudflare documents; if it was a success, it happened."""

    def __init__(self, text: str, *, method: str, path: str, answer: Answer) -> None:
        super().__init__(text)
        self.method = method
        self.path = path
        self.answer = answer

    @property
    def hint(self) -> str | None:
        """What to do, where something may have been changed."""
        return _READ_FIRST if self._has_unknown_outcome or self.method != "GET" else None

    def __str__(self) -> str:
        return "\n".join(filter(None, (super().__str__(), self.hint)))

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return self.answer.status


class Refused(Error):
    """Cloudflare answered no."""

    def __init__(
        self,
        *,
        method: str,
        path: str,
        answer: Answer,
        errors: tuple[Problem, ...] = (),
        messages: tuple[Problem, ...] = (),
        hint: str | None = None,
    ) -> None:
        self.method = method
        self.path = path
        self.answer = answer
        self.errors = errors
        """All errors of the answer; the second is often the one to act on."""
        self.messages = messages
        self.hint = hint
        """What to do."""
        super().__init__(self._text())

    @property
    def status(self) -> int:
        """HTTP status of the answer."""
        return self.answer.status

    _kind_of_outcome: Outcome = "refused"

    def _mark_unknown(self) -> None:
        """Remember that a request before this one may have changed something, or has done so."""
        if not self._has_unknown_outcome:
            self.hint_also(_READ_FIRST)
        super()._mark_unknown()

    @property
    def code(self) -> int | None:
        """Cloudflare's code of the first error that has one."""
        return next((error.code for error in self.errors if error.code is not None), None)

    @property
    def ray(self) -> str | None:
        """Cloudflare's id of the request, which their support asks for."""
        return self.answer.ray

    def restated(self, kind: type[R], hint: str) -> R:
        """The same refusal, as what it turned out to be."""
        return kind(
            method=self.method,
            path=self.path,
            answer=self.answer,
            errors=self.errors,
            messages=self.messages,
            hint=hint,
        )

    def hint_also(self, hint: str) -> None:
        """Something more to do, said first."""
        self.hint = " ".join(filter(None, (hint, self.hint))) or None
        super().__init__(self._text())

    @property
    def _answered(self) -> str:
        said = "; ".join(str(problem) for problem in self.errors) or self.answer.start or "nothing more"
        return f"{self.status}: {said}{f' [ray {self.ray}]' if self.ray else ''}"

    def _text(self) -> str:
        hint = f"\n{self.hint}" if self.hint else ""
        return f"{self.method} {self.path} answered {self._answered}{hint}"

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it."""
        from tenantry import _notebook

        return _notebook.lines(self, f"{self.method} {self.path}", self._answered, self.hint)


class NotFound(Refused):
    """It does not exist."""


class NamespaceNotFound(NotFound):
    """The dispatch namespace does not exist."""


class ScriptNotFound(NotFound):
    """The script does not exist in the dispatch namespace."""


class SecretNotFound(NotFound):
    """The script has no such secret."""


class Exists(Refused):
    """The name is taken."""


class Invalid(Refused):
    """Cloudflare does not accept what was sent."""


class ScriptTooLarge(Invalid):
    """The script is larger than the account's plan allows."""


class Denied(Refused):
    """The credentials may not do this, or Cloudflare does not know them."""


class Conflict(Refused):
    """It is not in the state that the request expects: somebody else changed it, or is changing it."""


Changed = Conflict
"""The name that `Conflict` had before; it goes with the next release."""


class RateLimited(Refused):
    """Too many requests: Cloudflare's limit is 1,200 in five minutes, over all tokens of a user."""

    def _text(self) -> str:
        seconds = self.retry_after
        return super()._text() + (f"\nCloudflare asks to wait {seconds:g} s." if seconds is not None else "")

    @property
    def retry_after(self) -> float | None:
        """How long Cloudflare asks to wait, in seconds, counted from its answer; None if it does not say."""
        return self.answer.retry_after
