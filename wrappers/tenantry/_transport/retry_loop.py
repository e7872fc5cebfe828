"""Sends one call: waits for its place in the queue, tries, and retries where that can help.

A flow like the others, so that it is written once: the drivers do the sleeping and the sending that it yields.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Generator
from functools import partial
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx

from tenantry._flow import Begin, InThread, Sleep
from tenantry._rate_limit.headers import Advice, advice
from tenantry._rate_limit.pacer import INSTANT
from tenantry._rate_limit.protocol import Slot
from tenantry._responses.reader import ResponseReader
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import ClientConfig, log
from tenantry._transport.retry_policy import backoff, is_gone_already, server_delay, should_retry
from tenantry.errors import Answer, Error, NoAnswer, NotSent, RateLimited
from tenantry_api.types import Call

if TYPE_CHECKING:
    from tenantry.events import Why

T = TypeVar("T")
R = TypeVar("R")

# What a driver does for a call. An attempt gives a response with its body, or why it failed.
# Any: the outcome of each step has its own type.
Steps = Generator[Attempt | InThread[Any] | Sleep, Any, T]

# What a ray is; anything else could be what was sent.
_RAY = re.compile("[0-9a-f]{16}(-[A-Z]{3})?")
# An upload that breaks off as often is not sent again: who closes without an answer may take it for too large.
_CUTS = 2
# Cloudflare refuses calls for five minutes; who asks for more than this is not believed, and asked again by then.
_LONGEST_WAIT = 3_600.0


class RetryLoop(Generic[T]):
    """One call on its way, by these options, until a point in time; `begin` makes what takes the body of its answer."""

    def __init__(self, call: Call[T], config: ClientConfig, until: float, begin: Begin | None = None) -> None:
        self.call, self.config, self.until, self.begin = call, config, until, begin
        self._reader = ResponseReader(config.credentials.secret, call)
        # Events are imported where they happen: nobody is told of most calls.
        self._is_observed = config.on_event is not None or log.isEnabledFor(logging.INFO)
        self._attempt = 0
        # Seconds that Cloudflare has made it wait.
        self._imposed = 0.0
        self._failure: Error | None = None
        # The failure of an attempt that may have done what was asked.
        self._unknown: Error | None = None
        self._may_pass = True
        # Attempts at an upload whose connection broke.
        self._cuts = 0

    def flow(self) -> Steps[T]:
        """The answer to the call; raises the last failure when it is not retried any more."""
        while True:
            yield from self._turn()
            try:
                answer: T = yield from self._try()
            except Error as failure:
                self._failure = failure
            else:
                self.config.retry_budget.earn()
                return answer
            if self._unknown and is_gone_already(self.call, self._failure):
                return self._reader.read(httpx.Response(200, json={"success": True}))
            yield from self._recover(self._failure)

    # --- waiting for the turn ----------------------------------------------------------------------------

    def _turn(self) -> Steps[None]:
        """Until Cloudflare takes calls, and the queue has come to this one."""
        pacer, now = self.config.pacer, self.config.now
        slot: Slot | None = yield from self._ask(partial(pacer.reserve, now(), self.config.priority), Slot)
        try:
            while slot is not None:
                while (seconds := slot.at - now()) > INSTANT:
                    blocked = yield from self._ask(partial(pacer.blocked_until, now()), int, float)
                    if blocked > now():
                        yield from self._wait_for_limit(blocked - now())
                    else:
                        yield from self._wait(seconds, "turn", self._failure or self._late(seconds))
                slot = yield from self._ask(partial(pacer.take, slot, now()), Slot, NoneType)
        finally:
            if slot is not None:
                _tell(partial(pacer.give_back, slot))

    def _ask(self, question: Callable[[], R], *kinds: type) -> Steps[R]:
        """What the pacer answers, of these kinds; one that does I/O is asked in a thread."""
        try:
            if self.config.pacer.is_local:
                answer = question()
            else:
                answer = yield from InThread(partial(_answered, question))
            # Any: it is compared before anything else is done with it.
            time: Any = answer.at if isinstance(answer, Slot) else answer
            # One that never comes would be waited for without an end; nan is not below anything.
            if not isinstance(answer, kinds) or not (time is None or time < math.inf):
                raise TypeError(f"what it answered, {type(answer).__name__}, has no time that can be waited for")
        # A pacer of the user's may raise, or answer, what it likes.
        except Exception as error:  # noqa: BLE001
            failure = error if isinstance(error, NotSent) else _pacer_failed(error)
            raise self._final(failure) from failure.__cause__
        return answer

    def _wait_for_limit(self, seconds: float) -> Steps[None]:
        otherwise, wait = self._failure or self._limited(seconds), min(seconds, _LONGEST_WAIT)
        if self._imposed + seconds > self.config.max_wait:
            raise self._final(otherwise)
        self._imposed += wait
        yield from self._wait(wait, "rate limit", otherwise)

    def _limited(self, seconds: float) -> RateLimited:
        """The refusal that another call got, which stands for this one too."""
        hint = "This call was not sent: another one was answered so, and its wait is not over."
        answer = Answer(429, {"retry-after": str(math.ceil(seconds))})
        limited = RateLimited(method=self.call.method, path=self.call.path, answer=answer, hint=hint)
        limited._kind_of_outcome = "not sent"
        return limited

    def _wait(self, seconds: float, why: Why, otherwise: Error) -> Steps[None]:
        if self.config.now() + seconds > self.until:
            raise self._final(otherwise)
        from tenantry.events import Waiting

        self.config.emit(Waiting(self.call.method, self.call.path, seconds, why))
        yield from Sleep(seconds)

    def _late(self, seconds: float) -> NoAnswer:
        deadline, left = self.config.deadline, max(0.0, self.until - self.config.now())
        when = f"its turn is in {seconds:.1f} s, beyond the deadline of {deadline:g} s, of which {left:.1f} s are left"
        text = f"{self.call} was not sent: {when}"
        return NoAnswer(text, method=self.call.method, path=self.call.path, sent=False)

    # --- one attempt -------------------------------------------------------------------------------------

    def _try(self) -> Steps[T]:
        pacer, began = self.config.pacer, self.config.now()
        timeout = min(self.config.timeout, self.until - began)
        if timeout <= 0:
            _tell(partial(pacer.observe, None, began, is_answered=False))
            raise self._final(self._failure or self._late(0.0))
        self._attempt += 1
        if self._is_observed:
            from tenantry.events import Asked

            self.config.emit(Asked(self.call.method, self.call.path, self._attempt))
        try:
            outcome: httpx.Response | Failed = yield Attempt(
                self.call, self.config, self._reader, timeout, self.until, self.begin
            )
        except Error as error:
            outcome = Failed(error, may_pass=False)
        except BaseException:
            _tell(partial(pacer.observe, None, self.config.now(), is_answered=False))
            raise
        budget, is_answered = None, not isinstance(outcome, Failed)
        if not isinstance(outcome, Failed) and "ratelimit" in outcome.headers:
            budget = advice(outcome.headers)
        told = partial(pacer.observe, budget, self.config.now(), is_answered=is_answered)
        yield from self._ask(partial(_tell, told), NoneType)
        return self._answer(outcome, self.config.now() - began)

    def _answer(self, outcome: httpx.Response | Failed, seconds: float) -> T:
        if isinstance(outcome, Failed):
            self._cuts += outcome.is_cut
            self._may_pass = outcome.may_pass and self._cuts < _CUTS
        if self._is_observed:
            self._report(outcome, seconds)
        if isinstance(outcome, Failed):
            raise outcome.error
        answer = self._reader.read(outcome)
        # A generated envelope keeps `messages` that it cannot decode in its additional properties.
        if getattr(answer, "messages", None) or getattr(answer, "additional_properties", {}).get("messages"):
            from tenantry.events import Remarked

            problems = self._reader.problems(outcome.json()["messages"])
            self.config.emit(Remarked(self.call.method, self.call.path, problems))
        return answer

    def _report(self, outcome: httpx.Response | Failed, seconds: float) -> None:
        from tenantry.events import Answered, Unanswered

        method, path = self.call.method, self.call.path
        if isinstance(outcome, Failed):
            self.config.emit(Unanswered(method, path, seconds, outcome.error, self._attempt))
            return
        ray = outcome.headers.get("cf-ray")
        if ray is not None and not _RAY.fullmatch(ray):
            ray = self._reader.redact(ray)
        self.config.emit(Answered(method, path, outcome.status_code, seconds, ray, self._attempt))

    # --- after a failure ---------------------------------------------------------------------------------

    def _recover(self, failure: Error) -> Steps[None]:
        """Wait until it may be tried again; raises the failure where it may not."""
        if failure.outcome == "unknown":
            self._unknown = failure
        pause, asked = backoff(self._attempt, self.config.chance()), server_delay(failure)
        wait, is_limited = min(max(pause, asked), _LONGEST_WAIT), isinstance(failure, RateLimited)
        if is_limited:
            # Blocks every call with these credentials; this one waits with the others, in its turn.
            refusal = Advice(0, wait, is_refusal=True)
            told = partial(self.config.pacer.observe, refusal, self.config.now())
            yield from self._ask(partial(_tell, told), NoneType)
        imposed = max(wait, asked) if is_limited or asked > pause else 0.0
        is_too_long = self._imposed + imposed > self.config.max_wait or self.config.now() + wait > self.until
        is_last = is_too_long or self._attempt > self.config.retries or not self._may_pass
        if is_last or not should_retry(self.call, failure, self.config.retry_budget):
            raise self._final(failure)
        from tenantry.events import Repeating

        self.config.emit(Repeating(self.call.method, self.call.path, self._attempt, failure))
        if not is_limited:
            self._imposed += imposed
            yield from self._wait(wait, "repeat", failure)

    def _final(self, last: Error) -> Error:
        """The error to raise; where an earlier attempt may have succeeded unseen, one whose outcome is unknown."""
        says_nothing = isinstance(last, RateLimited) or last.outcome == "not sent"
        failure = self._unknown if self._unknown and says_nothing else last
        if self._unknown and self.call.method != "GET":
            failure._mark_unknown()
        if self._attempt > 1:
            failure.add_note(f"It was tried {self._attempt} times.")
        return failure


def _answered(question: Callable[[], R]) -> R:
    """What a pacer of the user's answers; it may raise what it likes."""
    try:
        return question()
    except Exception as error:
        raise _pacer_failed(error) from error


def _pacer_failed(error: Exception) -> NotSent:
    failure = NotSent(f"The pacer failed: {type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure


def _tell(what: Callable[[], None]) -> None:
    """Tell the pacer what happened, which it cannot turn into something else by failing."""
    try:
        what()
    except Exception:  # noqa: BLE001  # whatever a pacer of the user's raises
        log.exception("The pacer failed.")
