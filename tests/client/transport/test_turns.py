"""What a pacer is told of a call that does not come to its answer, and how long a call waits for its turn."""

import math
from typing import Any

import attrs
import pytest

import tenantry
from tenantry import Advice, LocalPacer, Slot
from tenantry._flow import Sleep
from tenantry._transport.attempt import Attempt, Failed
from tenantry._transport.config import ClientConfig
from tenantry._transport.retry_loop import RetryLoop
from tenantry_api.api.namespaces import get_namespace


class Told(LocalPacer):
    """Remembers whether calls were answered."""

    def __init__(self, at: float = 0.0) -> None:
        super().__init__(rate=None)
        self.at = at
        self.answered: list[bool] = []

    def reserve(self, now: float, priority: Any) -> Slot:
        return attrs.evolve(super().reserve(now, priority), at=self.at)

    def observe(self, advice: Advice | None, now: float, *, is_answered: bool = True) -> None:
        self.answered.append(is_answered)


def loop(config: ClientConfig, pacer: Told, until: float) -> RetryLoop[Any]:
    call = get_namespace.request("an-account", "production")
    return RetryLoop(call, attrs.evolve(config, pacer=pacer, now=lambda: 5.0), until)


def test_a_call_whose_time_is_over_has_no_answer(config: ClientConfig) -> None:
    pacer = Told()
    with pytest.raises(tenantry.NoAnswer, match=r"its turn is in 0\.0 s"):
        loop(config, pacer, until=5.0).flow().send(None)

    assert pacer.answered == [False]


def test_a_call_that_is_interrupted_has_no_answer(config: ClientConfig) -> None:
    pacer = Told()
    flow = loop(config, pacer, until=math.inf).flow()
    assert isinstance(flow.send(None), Attempt)
    with pytest.raises(KeyboardInterrupt):
        flow.throw(KeyboardInterrupt())

    assert pacer.answered == [False]


def test_a_turn_that_comes_with_the_deadline_is_waited_for(config: ClientConfig) -> None:
    step = loop(config, Told(at=8.0), until=8.0).flow().send(None)
    assert isinstance(step, Sleep)
    assert step.seconds == 3.0
    with pytest.raises(tenantry.NoAnswer, match=r"its turn is in 3\.0 s"):
        loop(config, Told(at=8.0), until=7.9).flow().send(None)


def test_a_pause_of_our_own_is_not_one_that_cloudflare_imposes(config: ClientConfig) -> None:
    patient = attrs.evolve(config, max_wait=0.0, retries=1)
    flow = loop(patient, Told(), until=math.inf).flow()
    flow.send(None)

    lost = tenantry.NoAnswer("no answer", method="GET", path="/accounts")
    assert isinstance(flow.send(Failed(lost, may_pass=True)), Sleep)
