"""The server dies while a customer answers a survey: his talk was answered and over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from app.server.calls.broken_off import stood
from app.server.calls.recovery import cut_off
from app.server.core.events import HangUpWished
from app.server.core.facts import Fact, is_fact
from app.server.core.types import CallOutcome
from tests.core.playbook import Playbook, a_plan
from tests.core.test_survey import QUESTIONS


def test_it_is_neither_cut_off_nor_called_back():
    plan = a_plan()
    sales = replace(plan.queues["sales"], survey="survey")
    play = Playbook(replace(plan, queues={**plan.queues, "sales": sales}, flows={"survey": QUESTIONS}))
    facts: list[tuple[datetime, Fact]] = []

    def keep() -> None:
        facts.extend((play.now, each) for each in play.commands if is_fact(each))

    play.ready("wang").rings()
    keep()
    play.answers("wang")
    keep()
    play.passes(40).happens(HangUpWished("wang", "call-1"))
    keep()
    play.passes(3).presses("1")
    keep()
    mine = [(at, fact) for at, fact in facts if getattr(fact, "call_id", "") == "call-1"]
    ended = cut_off("call-1", mine, play.now + timedelta(seconds=30))
    assert (ended.outcome, ended.by, ended.talk_s) == (CallOutcome.ANSWERED, "agent", 40)
    assert not stood(mine).is_owed_a_call
