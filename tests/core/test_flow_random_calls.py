"""Any flow in a call, at its number, while waiting and as a survey: nothing raises, nobody is forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.server.core.events import HangUpWished, LegAnswered, LegEnded, PromptFinished, SystemAnswered
from app.server.core.facts import CallEnded, FlowEnded, NodeLeft
from app.server.core.flow.plan import Flow, Node
from app.server.core.timers import DigitAwaited, MessageRunsOut, RingRunsOut, SystemAwaited
from app.server.core.types import CallState
from app.server.core.waiting.plan import Waiting
from tests.core.playbook import NORMAL, Playbook, a_plan
from tests.core.test_flow_random import KEYS, nodes

HEARD_BY = (DigitAwaited, SystemAwaited, MessageRunsOut, RingRunsOut)
happening = st.sampled_from(
    [*KEYS, "heard", "heard", "heard", "time", "found", "failed", "ready", "answers", "taken", "over"]
)


BEGINNINGS = {
    "menu": [],
    "waiting": [],
    "key": ["1"],
    "survey": ["ready", "answers", "over"],
    "taken": ["1", "ready", "answers", "time"],
}


def centre(main: Mapping[str, Node], waiting: Mapping[str, Node], survey: Mapping[str, Node]) -> Playbook:
    plan = a_plan()
    sales = replace(plan.queues["sales"], survey="s", waiting=Waiting(keys={"1": "g", "2": "f"}))
    flows = {"f": Flow("f", "a", main), "g": Flow("g", "a", waiting), "s": Flow("s", "a", survey)}
    numbers = {**plan.numbers, "4003": flows["f"]}
    return Playbook(replace(plan, queues={**plan.queues, "sales": sales}, flows=flows, numbers=numbers))


def happen(play: Playbook, what: str) -> None:
    house = play.house
    call = next((each for each in house.calls.values() if each.leg_id == "caller-1"), None)
    match what:
        case "heard":
            play.happens(PromptFinished("caller-1", (call.play_id if call else None) or "none"))
        case "time":
            play.passes(7)
        case "found" | "failed":
            play.happens(SystemAnswered(next(iter(house.requests), "none"), what, {"v1": "x"}))
        case "ready":
            play.ready("wang")
        case "answers" if house.offers:
            play.happens(LegAnswered(next(iter(house.offers.values())).leg_id))
        case "taken" if call is not None and call.transfer is not None:
            play.happens(LegAnswered(call.transfer.leg_id))
        case "over" if call is not None:
            play.happens(HangUpWished("wang", call.call_id))
        case "gone":
            play.happens(LegEnded("caller-1", NORMAL, True))
        case _ if what in KEYS:
            play.presses(what)
        case _:
            play.commands = []


def check(play: Playbook) -> None:
    house = play.house
    for call in house.calls.values():
        waits = call.flow is not None and call.state is not CallState.OFFERED
        timed = any(isinstance(each, HEARD_BY) for each in house.timers.purposes.values())
        assert timed if waits else not call.request_id
        assert waits or call.state not in (CallState.MENU, CallState.SURVEY)
    for queue_id, books in house.balances.items():
        gone = books.answered + books.abandoned + books.cut_off
        gone += books.flowed_out + books.called_back + books.messages
        here = [call for call in house.calls.values() if call.entry_open and call.queue_id == queue_id]
        assert books.offered == gone + len(here)


@settings(max_examples=120, deadline=None)
@given(
    nodes, nodes, nodes, st.sampled_from(sorted(BEGINNINGS)), st.lists(happening, min_size=15, max_size=60)
)
def test_any_flow_in_any_call(
    main: Mapping[str, Node],
    waiting: Mapping[str, Node],
    survey: Mapping[str, Node],
    where: str,
    happenings: list[str],
):
    play = centre(main, waiting, survey).rings(number="4003" if where == "menu" else "4002")
    left, over, ended = len(play.kept(NodeLeft)), len(play.kept(FlowEnded)), len(play.kept(CallEnded))
    for what in [*BEGINNINGS[where], *happenings, "gone"]:
        happen(play, what)
        check(play)
        left, over = left + len(play.kept(NodeLeft)), over + len(play.kept(FlowEnded))
        ended += len([fact for fact in play.kept(CallEnded) if fact.call_id == "call-1"])
    assert ended == 1, "he has gone"
    assert left >= over, "no flow ends without its last visit"
    assert not play.house.requests
