"""Who hangs up while waiting and calls again soon has his place back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.server.core.events import LegEnded
from app.server.core.facts import CallQueued
from app.server.core.flow.plan import Flow, ToQueue
from app.server.core.types import EndCause
from app.server.core.waiting.grace import MOST_KEPT, Grace
from app.server.core.waiting.plan import Waiting
from tests.core.playbook import NORMAL, START, Playbook, a_plan

SECOND = timedelta(seconds=1)
HE = "13800138001"


def a_queue(grace_s: int = 120) -> Playbook:
    plan = a_plan(1)
    queues = {name: replace(queue, waiting=Waiting(grace_s=grace_s)) for name, queue in plan.queues.items()}
    numbers = plan.numbers | {"4003": Flow("service", "q", {"q": ToQueue("service", ())})}
    return Playbook(replace(plan, queues=queues, numbers=numbers))


def order(play: Playbook, queue_id: str = "sales") -> list[str]:
    return [call.call_id for call in play.house.lines.waiting(queue_id)]


@pytest.mark.parametrize("cause", [NORMAL, EndCause.CUT_OFF])
def test_he_has_his_place_back(cause: EndCause):
    play = a_queue().rings("c1", caller=HE).passes(30).rings("c2", caller="2").passes(30)
    play.happens(LegEnded("c1", cause, True)).passes(119).rings("c3", caller=HE)
    assert order(play) == ["call-3", "call-2"]
    assert play.kept(CallQueued) == [CallQueued("call-3", "sales", 1, since=START.isoformat())]


@pytest.mark.parametrize(
    ("later_s", "number", "caller", "grace_s"),
    [
        (121, "4002", HE, 120),  # too late
        (5, "4002", "3", 120),  # somebody else
        (5, "4002", HE, 0),  # the queue keeps no places
    ],
)
def test_otherwise_he_is_the_last(later_s: int, number: str, caller: str, grace_s: int):
    play = a_queue(grace_s).rings("c1", caller=HE).passes(10).rings("c2", caller="2").passes(10)
    play.happens(LegEnded("c1", NORMAL, True)).passes(later_s).rings("c3", number, caller)
    assert order(play) == ["call-2", "call-3"]


def test_not_in_another_queue_and_there_is_one_place_for_one_call():
    play = a_queue().rings("c1", caller=HE).passes(10).rings("c2", caller="2").passes(10)
    play.happens(LegEnded("c1", NORMAL, True))
    play.rings("c3", "4003", HE)
    assert order(play, "service") == ["call-3"] and play.kept(CallQueued)[0].since == ""
    play.rings("c4", caller=HE).rings("c5", caller=HE)
    assert order(play) == ["call-4", "call-2", "call-5"]


@pytest.mark.parametrize("caller", ["", "anonymous"])
def test_who_withholds_his_number_is_nobody_we_know(caller: str):
    play = a_queue().rings("c1", caller=caller).passes(10).rings("c2", caller="2").passes(10)
    play.happens(LegEnded("c1", NORMAL, True)).rings("c3", caller=caller)
    assert order(play) == ["call-2", "call-3"]


def test_who_hangs_up_twice_keeps_his_first_time():
    play = a_queue()
    for leg in ("c1", "c2", "c3"):
        play.rings(leg, caller=HE).passes(60).happens(LegEnded(leg, NORMAL, True)).passes(60)
    play.rings("c4", caller=HE)
    assert play.kept(CallQueued)[0].since == START.isoformat()


def test_who_talked_with_somebody_has_had_his_turn():
    play = a_queue().ready("wang").rings("c1", caller=HE).answers("wang").passes(5)
    play.happens(LegEnded("c1", NORMAL, True)).rings("c2", caller="2").rings("c3", caller=HE)
    assert order(play) == ["call-2", "call-3"]


def test_what_is_kept_has_an_end():
    kept = Grace()
    for n in range(MOST_KEPT + 500):
        kept.keep(str(n), "sales", START, START, 120)
    assert len(kept) == MOST_KEPT
    assert kept.take("0", "sales", START) is None and kept.take("500", "sales", START) == START
    kept.keep("late", "sales", START, START + 121 * SECOND, 120)
    assert len(kept) == 1
