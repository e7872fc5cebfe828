"""Sends one call: waits for its place in the queue, tries, and retries where that can help.

A flow like the others, so that it is written once: the drivers do the sleeping and the sending that it yields.
"""

import math
import re
from collections.abc import Generator
from typing import Any, Generic, TypeVar

import httpx
from attrs import define, evolve

from tenantry._flow import Begin, Sleep
from tenantry._rate_limit.headers import advice
from tenantry._rate_limit.pacer import Blocked, Slot
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import ClientConfig
from tenantry._transport.retry_policy import backoff, is_gone_already, server_delay, should_retry
from tenantry.errors import Error, NoAnswer, RateLimited
from tenantry.events import Answered, Asked, Remarked, Repeating, Unanswered, Waiting, Why
from tenantry_api.types import Call

T = TypeVar("T")

# What a driver does for a call. An attempt gives a response with its body, or why it failed.
# Any: the outcome of each step has its own type.
Steps = Generator[Attempt | Sleep, Any, T]

# What a ray is; anything else could be what was sent.
_RAY = re.compile("[0-9a-f]{16}(-[A-Z]{3})?")
# Rounding error of float seconds.
_INSTANT = 1e-6
# An upload that breaks off as often is not sent again: who closes without an answer may take it for too large.
_CUTS = 2
# Cloudflare refuses calls for five minutes; an answer that asks for more than this is not believed.
_LONGEST_BAN = 3_600.0


@define
class RetryLoop(Generic[T]):
    """One call on its way, by these options, until a point in time."""

    call: Call[T]
    config: ClientConfig
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
    _cuts: int = 0
    """Attempts at an upload whose connection broke."""

    def flow(self) -> Steps[T]:
        """The answer to the call; raises the last failure when it is not retried any more."""
        while True:
            yield from self._turn()
            try:
                answer: T = yield from self._try()
            except Error as failure:
                self._failure = failure
            else:
                self.config.pacer.retries.earn()
                return answer
            if self._unknown and is_gone_already(self.call, self._failure):
                return self.config.reader(self.call).read(httpx.Response(200, json={"success": True}))
            yield from self._recover(self._failure)

    # --- waiting for the turn ----------------------------------------------------------------------------

    def _turn(self) -> Steps[None]:
        """Until Cloudflare takes calls, and the queue has come to this one."""
        pacer, pace = self.config.pacer, self.config.pace
        while True:
            while blocked := pacer.blocked(self.config.now()):
                yield from self._wait_for_limit(blocked)
            if pace is None or (yield from self._slot(pacer.reserve(self.config.now(), pace))):
                return

    def _wait_for_limit(self, blocked: Blocked) -> Steps[None]:
        seconds = blocked.until - self.config.now()
        otherwise = self._failure or self._limited(blocked, seconds)
        self._imposed += seconds
        if self._imposed > self.config.max_wait:
            raise self._final(otherwise)
        yield from self._wait(seconds, "rate limit", otherwise)

    def _limited(self, blocked: Blocked, seconds: float) -> RateLimited:
        """The refusal that another call got, which stands for this one too."""
        headers = {**blocked.answer.headers, "retry-after": str(math.ceil(seconds))}
        hint = "This call was not sent: another one was answered so, and its wait is not over."
        answer = evolve(blocked.answer, headers=headers)
        return RateLimited(method=self.call.method, path=self.call.path, answer=answer, hint=hint)

    def _slot(self, slot: Slot) -> Steps[bool]:
        """Whether the slot still holds when its time has come."""
        is_taken = False
        try:
            while (seconds := slot.at - self.config.now()) > _INSTANT:
                yield from self._wait(seconds, "turn", self._failure or self._late(seconds))
            is_taken = self.config.pacer.take(slot)
        finally:
            if not is_taken:
                self.config.pacer.give_back(slot)
        return is_taken

    def _wait(self, seconds: float, why: Why, otherwise: Error) -> Steps[None]:
        if self.config.now() + seconds > self.until:
            raise self._final(otherwise)
        self.config.emit(Waiting(self.call.method, self.call.path, seconds, why))
        yield from Sleep(seconds)

    def _late(self, seconds: float) -> NoAnswer:
        what, deadline = f"{self.call}", self.config.deadline
        text = f"{what} was not sent: its turn is in {seconds:.1f} s, beyond the deadline of {deadline:g} s"
        return NoAnswer(text, method=self.call.method, path=self.call.path, sent=False)

    # --- one attempt -------------------------------------------------------------------------------------

    def _try(self) -> Steps[T]:
        timeout = min(self.config.timeout, self.until - self.config.now())
        if timeout <= 0:
            raise self._final(self._failure or self._late(0.0))
        self._attempt += 1
        self.config.emit(Asked(self.call.method, self.call.path, self._attempt))
        began = self.config.now()
        self.config.pacer.started()
        try:
            outcome: httpx.Response | Failed = yield Attempt(self.call, self.config, timeout, self.until, self.begin)
        except Error as error:
            outcome = Failed(error, may_pass=False)
        finally:
            self.config.pacer.finished()
        return self._answer(outcome, self.config.now() - began)

    def _answer(self, outcome: httpx.Response | Failed, seconds: float) -> T:
        method, path = self.call.method, self.call.path
        if isinstance(outcome, Failed):
            self._cuts += outcome.is_cut
            self._may_pass = outcome.may_pass and self._cuts < _CUTS
            self.config.emit(Unanswered(method, path, seconds, outcome.error, self._attempt))
            raise outcome.error
        if "ratelimit" in outcome.headers and (budget := advice(outcome.headers)):
            self.config.pacer.observe(budget, self.config.now())
        reader = self.config.reader(self.call)
        ray = outcome.headers.get("cf-ray")
        if ray is not None and not _RAY.fullmatch(ray):
            ray = reader.redact(ray)
        self.config.emit(Answered(method, path, outcome.status_code, seconds, ray, self._attempt))
        answer = reader.read(outcome)
        # A generated envelope keeps `messages` that it cannot decode in its additional properties.
        unread = getattr(answer, "additional_properties", {})
        if getattr(answer, "messages", None) or unread.get("messages"):
            self.config.emit(Remarked(method, path, reader.problems(outcome.json()["messages"])))
        return answer

    # --- after a failure ---------------------------------------------------------------------------------

    def _recover(self, failure: Error) -> Steps[None]:
        """Wait until it may be tried again; raises the failure where it may not."""
        if isinstance(failure, NoAnswer) and failure.sent:
            self._unknown = failure
        pause, asked = backoff(self._attempt, self.config.chance()), server_delay(failure)
        wait, is_limited = max(pause, asked), isinstance(failure, RateLimited)
        if isinstance(failure, RateLimited):
            # Blocks every call with these credentials; this one waits with the others, in its turn.
            self.config.pacer.block(self.config.now() + min(wait, _LONGEST_BAN), failure.answer)
        imposed = wait if is_limited or asked > pause else 0.0
        is_too_long = self._imposed + imposed > self.config.max_wait or self.config.now() + wait > self.until
        is_last = is_too_long or self._attempt > self.config.retries or not self._may_pass
        if is_last or not should_retry(self.call, failure, self.config.pacer.retries):
            raise self._final(failure)
        self.config.emit(Repeating(self.call.method, self.call.path, self._attempt, failure))
        if not is_limited:
            self._imposed += imposed
            yield from self._wait(wait, "repeat", failure)

    def _final(self, last: Error) -> Error:
        """The error to raise; where an earlier attempt may have succeeded unseen, one whose outcome is unknown."""
        says_nothing = isinstance(last, RateLimited) or (isinstance(last, NoAnswer) and not last.sent)
        failure = self._unknown if self._unknown and says_nothing else last
        if self._attempt > 1:
            failure.add_note(f"It was tried {self._attempt} times.")
        return failure
