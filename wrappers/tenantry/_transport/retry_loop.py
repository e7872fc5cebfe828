"""What becomes of one call: it waits for its turn, is sent, and is sent again where that can help.

A flow like others, so that it is written once: the drivers do the waiting and the sending that it yields.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any, Generic, Literal, TypeVar

import httpx
from attrs import define, evolve

from tenantry._flow import Begin, Tell, Wait
from tenantry._rate_limit.headers import advice
from tenantry._rate_limit.pacer import Closed, Slot
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import Terms
from tenantry._transport.retry_policy import asked_wait, backoff, is_gone_already, may_be_repeated
from tenantry.errors import Error, NoAnswer, RateLimited
from tenantry.events import Answered, Asked, Remarked, Repeating, Unanswered, Waiting
from tenantry_api.types import Call

T = TypeVar("T")

# What a driver does for a call, and what comes of it: a response with its body, or why there is none.
# Any: the outcome of each step has its own type.
Steps = Generator[Attempt | Wait | Tell, Any, T]

Why = Literal["turn", "rate limit", "repeat"]

# What floats make of nothing.
_INSTANT = 1e-6
# Longer than Cloudflare refuses calls; whatever an answer asks for, this process may try again then.
_LONGEST_BAN = 3_600.0


@define
class Delivery(Generic[T]):
    """One call on its way, under these terms, until a point in time."""

    call: Call[T]
    terms: Terms
    until: float
    begin: Begin | None = None
    """What takes the body of the answer, where it is not read as a whole."""
    _attempt: int = 0
    _imposed: float = 0.0
    """Seconds that Cloudflare has made it wait."""
    _failure: Error | None = None
    _unknown: NoAnswer | None = None
    """The failure of an attempt that may have done what was asked."""
    _may_pass: bool = True

    def flow(self) -> Steps[T]:
        """What the call answers; raises the last failure when it is not, or no more, tried again."""
        while True:
            yield from self._turn()
            try:
                answer: T = yield from self._try()
            except Error as failure:
                self._failure = failure
            else:
                self.terms.pacer.retries.earn()
                return answer
            if self._unknown and is_gone_already(self.call, self._failure):
                nothing = {"success": True, "errors": [], "messages": [], "result": None}
                return self.terms.reader(self.call).read(httpx.Response(200, json=nothing))
            yield from self._recover(self._failure)

    # --- waiting for the turn ----------------------------------------------------------------------------

    def _turn(self) -> Steps[None]:
        """Until Cloudflare takes calls, and the queue has come to this one."""
        pacer, pace = self.terms.pacer, self.terms.pace
        while True:
            yield from self._opening()
            if pace is None or (yield from self._slot(pacer.reserve(self.terms.now(), pace))):
                return

    def _opening(self) -> Steps[None]:
        while closed := self.terms.pacer.closed(self.terms.now()):
            seconds = closed.until - self.terms.now()
            otherwise = self._failure or self._limited(closed, seconds)
            self._imposed += seconds
            if self._imposed > self.terms.max_wait:
                raise self._final(otherwise)
            yield from self._wait(seconds, "rate limit", otherwise)

    def _limited(self, closed: Closed, seconds: float) -> RateLimited:
        """The refusal that another call got, which stands for this one too."""
        headers = {**closed.answer.headers, "retry-after": str(math.ceil(seconds))}
        hint = "This call was not sent: another one was answered so, and its wait is not over."
        answer = evolve(closed.answer, headers=headers)
        return RateLimited(method=self.call.method, path=self.call.path, answer=answer, hint=hint)

    def _slot(self, slot: Slot) -> Steps[bool]:
        """Whether the slot still holds when its time has come."""
        is_taken = False
        try:
            while (seconds := slot.at - self.terms.now()) > _INSTANT:
                yield from self._wait(seconds, "turn", self._failure or self._late(seconds))
            is_taken = self.terms.pacer.take(slot)
        finally:
            if not is_taken:
                self.terms.pacer.give_back(slot)
        return is_taken

    def _wait(self, seconds: float, why: Why, otherwise: Error) -> Steps[None]:
        if self.terms.now() + seconds > self.until:
            raise self._final(otherwise)
        yield from Tell(Waiting(self.call.method, self.call.path, seconds, why))
        yield from Wait(seconds)

    def _late(self, seconds: float) -> NoAnswer:
        what, deadline = f"{self.call.method} {self.call.path}", self.terms.deadline
        text = f"{what} was not sent: its turn is in {seconds:.1f} s, beyond the deadline of {deadline:g} s"
        return NoAnswer(text, method=self.call.method, path=self.call.path, sent=False)

    # --- one attempt -------------------------------------------------------------------------------------

    def _try(self) -> Steps[T]:
        patience = min(self.terms.timeout, self.until - self.terms.now())
        if patience <= 0:
            raise self._final(self._failure or self._late(0.0))
        self._attempt += 1
        yield from Tell(Asked(self.call.method, self.call.path, self._attempt))
        began = self.terms.now()
        self.terms.pacer.leave()
        try:
            outcome: httpx.Response | Failed = yield Attempt(self.call, self.terms, patience, self.until, self.begin)
        finally:
            self.terms.pacer.land()
        return (yield from self._outcome(outcome, self.terms.now() - began))

    def _outcome(self, outcome: httpx.Response | Failed, seconds: float) -> Steps[T]:
        method, path = self.call.method, self.call.path
        if isinstance(outcome, Failed):
            self._may_pass = outcome.may_pass
            yield from Tell(Unanswered(method, path, seconds, outcome.error, self._attempt))
            raise outcome.error
        if told := advice(outcome.headers):
            self.terms.pacer.heed(told, self.terms.now())
        ray = outcome.headers.get("cf-ray")
        yield from Tell(Answered(method, path, outcome.status_code, seconds, ray, self._attempt))
        reader = self.terms.reader(self.call)
        answer = reader.read(outcome)
        # A generated envelope keeps what it cannot read, such as a list of texts, beside its fields.
        unread = getattr(answer, "additional_properties", {})
        if getattr(answer, "messages", None) or unread.get("messages"):
            yield from Tell(Remarked(method, path, reader.problems(outcome.json()["messages"])))
        return answer

    # --- after a failure ---------------------------------------------------------------------------------

    def _recover(self, failure: Error) -> Steps[None]:
        """Wait until it may be tried again; raises the failure where it may not."""
        if isinstance(failure, NoAnswer) and failure.sent:
            self._unknown = failure
        pause, asked = backoff(self._attempt, self.terms.chance()), _asked(failure)
        wait, is_limited = max(pause, asked), isinstance(failure, RateLimited)
        if isinstance(failure, RateLimited):
            # No call of these credentials is sent before then; this one waits for that in its turn, as all do.
            self.terms.pacer.close(self.terms.now() + min(wait, _LONGEST_BAN), failure.answer)
        imposed = wait if is_limited or asked > pause else 0.0
        is_too_long = self._imposed + imposed > self.terms.max_wait or self.terms.now() + wait > self.until
        if is_too_long or not self._goes_on(failure):
            raise self._final(failure)
        yield from Tell(Repeating(self.call.method, self.call.path, self._attempt, failure))
        if not is_limited:
            self._imposed += imposed
            yield from self._wait(wait, "repeat", failure)

    def _goes_on(self, failure: Error) -> bool:
        if self._attempt > self.terms.retries or not self._may_pass or not may_be_repeated(self.call, failure):
            return False
        # What a rate limit refuses is held back as it is.
        return isinstance(failure, RateLimited) or self.terms.pacer.retries.spend()

    def _final(self, last: Error) -> Error:
        """What to raise: that it may have happened, if it may, where what failed later says nothing about that."""
        says_nothing = isinstance(last, RateLimited) or (isinstance(last, NoAnswer) and not last.sent)
        failure = self._unknown if self._unknown and says_nothing else last
        if self._attempt > 1:
            failure.add_note(f"It was sent {self._attempt} times.")
        return failure


def _asked(failure: Error) -> float:
    """Seconds that the answer asks to wait for; 0 if it does not, or there is none."""
    if isinstance(failure, RateLimited):
        told = advice(failure.answer.headers)
        return asked_wait(failure, told.seconds if told else None)
    answer = failure.answer if isinstance(failure, NoAnswer) else None
    return (answer.retry_after if answer else None) or 0.0
