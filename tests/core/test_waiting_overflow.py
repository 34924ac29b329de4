"""Rules that lead waiting callers on: when they apply, where they lead, and that they come to an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from app.server.core.commands import HangUpLeg, OriginateLeg, PlayPrompts
from app.server.core.events import (
    AgentRestored,
    CallBackRestored,
    LegAnswered,
    LegEnded,
    OfferDeclined,
    PhoneLost,
    PhoneRegistered,
    PlanChanged,
    StateWished,
)
from app.server.core.facts import (
    CallConnected,
    CallEnded,
    CallLeftQueue,
    CallQueued,
    FlowEnded,
    TransferCameBack,
)
from app.server.core.flow.plan import Flow, GoBack, HangUp, Menu, ToQueue
from app.server.core.plan import AgentPlan, Plan, QueuePlan
from app.server.core.types import AgentState, CallKind, CallOutcome, CallState, EndCause
from app.server.core.waiting.plan import Announcements, Hours, Overflow, Trigger, Waiting, Way
from tests.core.playbook import DIRECT, NORMAL, START, Playbook, a_plan

QUIET = Waiting(announcements=Announcements(first_after_s=0, comfort=()), grace_s=0, keys={"7": "key"})
CLOSED = Hours("never", "Asia/Shanghai", ((),) * 7)
DAYTIME = Hours("day", "UTC", (((time(8), time(10)),),) * 7)
FLOWS = {
    "sorry": Flow("sorry", "bye", {"bye": HangUp(("zh/goodbye",))}),
    "stay": Flow("stay", "q", {"q": ToQueue("sales", ())}),
    "key": Flow("key", "ask", {"ask": Menu(("zh/ask",), {"1": "b"}, 5, 1, "no", "no", "b"), "b": GoBack()}),
}
OUTSIDE = "02155556666"


def to(trigger: str, target: str, way: str = Way.QUEUE, threshold: float = 0.0) -> Overflow:
    return Overflow(trigger, way, target, threshold)


def a_centre(
    *sales: Overflow, service: tuple[Overflow, ...] = (), hours: str = "", agents: int = 1
) -> Playbook:
    """wang (and li) in sales, chen in service, nobody in the third queue."""
    rules: dict[str, tuple[Overflow, ...]] = {"sales": sales, "service": service, "third": ()}
    queues = {
        name: QueuePlan(
            name, ring_s=20, wrap_up_s=60, waiting=QUIET, overflow=rules[name], music=f"music/{name}"
        )
        for name in rules
    }
    queues["sales"] = replace(queues["sales"], hours_id=hours)
    names = {"wang": "sales", "li": "sales"} if agents == 2 else {"wang": "sales"}
    planned = {name: AgentPlan(name, f"10{n}", (queue,)) for n, (name, queue) in enumerate(names.items())}
    planned["chen"] = AgentPlan("chen", "1090", ("service",))
    plan = Plan(planned, queues, {"4002": DIRECT}, FLOWS, {"never": CLOSED, "day": DAYTIME})
    return Playbook(plan)


def books(play: Playbook) -> dict[str, tuple[int, int, int]]:
    """By queue: offered, flowed out, waiting; checked that nobody is lost."""
    found: dict[str, tuple[int, int, int]] = {}
    for queue_id, balance in play.house.balances.items():
        waiting = sum(call.entry_open and call.queue_id == queue_id for call in play.house.calls.values())
        gone = balance.answered + balance.abandoned + balance.cut_off + balance.called_back + balance.messages
        assert balance.offered == gone + balance.flowed_out + waiting, queue_id
        found[queue_id] = (balance.offered, balance.flowed_out, waiting)
    return found


def where(play: Playbook, call_id: str = "call-1") -> tuple[str | None, CallState]:
    call = play.house.calls[call_id]
    return call.queue_id, call.state


# --- when ------------------------------------------------------------------------------------------------


def test_after_so_long_he_goes_on_in_another_queue_with_his_time_and_is_answered_there():
    play = a_centre(to(Trigger.WAITED_S, "service", threshold=30)).rings().passes(29)
    assert where(play) == ("sales", CallState.QUEUED)
    play.passes(1)
    assert where(play) == ("service", CallState.QUEUED)
    assert play.kept(CallLeftQueue) == [
        CallLeftQueue("call-1", "sales", "flowed-out", "service", "waited-s", 30)
    ]
    assert play.kept(CallQueued) == [CallQueued("call-1", "service", 1, since=START.isoformat())]
    assert play.did(PlayPrompts)[-1].prompts == ("music/service",)
    assert play.house.calls["call-1"].waiting_since == START
    assert books(play) == {"sales": (1, 1, 0), "service": (1, 0, 1)}
    play.passes(5).ready("chen").answers("chen")
    assert play.kept(CallConnected)[0].waited_s == 35
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ANSWERED


def test_he_is_before_those_who_came_to_the_other_queue_after_he_had_begun_to_wait():
    play = a_centre(to(Trigger.WAITED_S, "service", threshold=30)).rings("c1").passes(20)
    numbers = play.house.plan.numbers | {"4003": Flow("f", "q", {"q": ToQueue("service", ())})}
    play.happens(PlanChanged(replace(play.house.plan, numbers=numbers))).rings("c2", "4003", "1").passes(10)
    assert [call.call_id for call in play.house.lines.waiting("service")] == ["call-1", "call-2"]


def test_while_an_agents_phone_rings_for_him_the_rule_waits_and_applies_when_she_does_not_take_him():
    play = a_centre(to(Trigger.WAITED_S, "service", threshold=30)).rings().passes(25).ready("wang")
    play.passes(10)
    assert where(play) == ("sales", CallState.OFFERED)
    play.happens(OfferDeclined("wang", "offer-1")).passes(0)
    assert where(play) == ("service", CallState.QUEUED)


def test_while_he_presses_keys_the_rule_waits():
    play = a_centre(to(Trigger.WAITED_S, "service", threshold=30)).rings().passes(28).presses("7")
    play.passes(4)
    assert where(play) == ("sales", CallState.QUEUED)
    play.presses("1").passes(5)
    assert where(play) == ("service", CallState.QUEUED)


def test_nobody_signed_in_on_entry():
    play = a_centre(to(Trigger.NO_AGENTS, "service")).rings()
    assert where(play) == ("service", CallState.QUEUED)
    assert [played.prompts for played in play.did(PlayPrompts)] == [("music/service",)], "one piece of music"


def test_the_last_agent_goes_and_those_who_wait_are_led_on():
    play = a_centre(to(Trigger.NO_AGENTS, "service"), agents=2).ready("wang", "li")
    for agent in ("wang", "li"):
        play.happens(StateWished(agent, AgentState.NOT_READY, "BREAK", agent))
    play.rings("c1").rings("c2", caller="2")
    assert where(play) == ("sales", CallState.QUEUED)
    play.happens(StateWished("wang", AgentState.OFFLINE, "", "wang"))
    assert where(play) == ("sales", CallState.QUEUED), "li is still there"
    play.happens(StateWished("li", AgentState.OFFLINE, "", "li"))
    assert where(play, "call-1") == where(play, "call-2") == ("service", CallState.QUEUED)
    assert [call.call_id for call in play.house.lines.waiting("service")] == ["call-1", "call-2"]
    assert books(play) == {"sales": (2, 2, 0), "service": (2, 0, 2)}


def test_so_many_before_him():
    play = a_centre(to(Trigger.LENGTH, "service", threshold=2)).rings("c1").rings("c2", caller="2")
    assert books(play) == {"sales": (2, 0, 2)}
    play.rings("c3", caller="3")
    assert books(play) == {"sales": (3, 1, 2), "service": (1, 0, 1)}


def test_the_length_is_of_no_matter_where_somebody_is_free_for_him():
    play = a_centre(to(Trigger.LENGTH, "service", threshold=0), to(Trigger.PER_AGENT, "third", threshold=0.1))
    play.ready("wang").rings("c1")
    assert where(play) == ("sales", CallState.OFFERED)
    play.rings("c2", caller="2")
    assert where(play, "call-2") == ("service", CallState.QUEUED)


def test_calls_for_each_agent_who_is_signed_in():
    play = a_centre(to(Trigger.PER_AGENT, "service", threshold=2), agents=2)
    for agent in ("wang", "li"):
        play.happens(StateWished(agent, AgentState.NOT_READY, "BREAK", agent))
    for number in range(3):
        play.rings(f"c{number}", caller=str(number))
    assert books(play) == {"sales": (3, 0, 3)}
    play.rings("c3", caller="3")
    assert books(play) == {"sales": (4, 1, 3), "service": (1, 0, 1)}
    assert books(a_centre(to(Trigger.PER_AGENT, "service", threshold=2)).rings())["service"] == (1, 0, 1)


def test_the_queue_is_closed_the_agents_may_still_be_there():
    play = a_centre(to(Trigger.CLOSED, "sorry", Way.FLOW), hours="day").ready("wang")
    assert where(play.rings("c1")) == ("sales", CallState.OFFERED), "nine o'clock"
    play.passes(3600).rings("c2", caller="2")
    assert play.house.calls["call-2"].state is CallState.MENU
    assert play.did(PlayPrompts)[-1].prompts == ("zh/goodbye",)


def test_who_waits_at_closing_time_is_served_on_or_led_on_as_the_queue_says():
    served = a_centre(to(Trigger.CLOSED, "sorry", Way.FLOW), hours="day").rings("c1").passes(3 * 3600)
    assert where(served) == ("sales", CallState.QUEUED), "nothing is said about those who wait already"
    at_once = a_centre(to(Trigger.AFTER_CLOSING_S, "sorry", Way.FLOW), hours="day").rings("c1").passes(3599)
    assert where(at_once) == ("sales", CallState.QUEUED), "a second before ten"
    assert where(at_once.passes(1)) == ("sales", CallState.MENU)
    rule = to(Trigger.AFTER_CLOSING_S, "sorry", Way.FLOW, threshold=600)
    later = a_centre(rule, hours="day").rings("c1").passes(3600 + 599).rings("c2", caller="2")
    assert where(later) == ("sales", CallState.QUEUED)
    later.passes(1)
    assert where(later) == ("sales", CallState.MENU)
    assert books(later) == {"sales": (2, 1, 1)}, "who has come after closing time has his ten minutes, too"
    assert where(later.passes(599), "call-2") == ("sales", CallState.MENU)


def test_a_break_at_noon_that_is_over_in_time_leads_nobody_on():
    rule = to(Trigger.AFTER_CLOSING_S, "sorry", Way.FLOW, threshold=3600)
    spans = ((time(8), time(10)), (time(10, 30), time(12)))
    play = a_centre(rule, hours="day")
    play.happens(PlanChanged(replace(play.house.plan, hours={"day": Hours("day", "UTC", (spans,) * 7)})))
    assert where(play.rings("c1").passes(3 * 3600 + 3599)) == ("sales", CallState.QUEUED)
    assert where(play.passes(1)) == ("sales", CallState.MENU), "an hour after twelve"


def test_the_time_after_closing_counts_from_the_last_closing():
    rule = to(Trigger.AFTER_CLOSING_S, "sorry", Way.FLOW, threshold=3600)
    spans = ((time(8), time(10)), (time(10, 30), time(12)))
    play = a_centre(rule, to(Trigger.WAITED_S, "service", threshold=3 * 3600 + 600), hours="day")
    play.happens(PlanChanged(replace(play.house.plan, hours={"day": Hours("day", "UTC", (spans,) * 7)})))
    assert where(play.rings("c1").passes(3 * 3600 + 600)) == ("service", CallState.QUEUED), "ten past twelve"


def test_an_agent_who_is_free_at_closing_time_takes_who_waits():
    rule = to(Trigger.AFTER_CLOSING_S, "sorry", Way.FLOW, threshold=600)
    play = a_centre(rule, hours="day").rings("c1").passes(3700).ready("wang").answers("wang").passes(3600)
    assert where(play) == ("sales", CallState.TALKING)


def test_a_long_wait_that_is_expected():
    rule = to(Trigger.EXPECTED_WAIT_S, "service", threshold=200)
    play = a_centre(rule).ready("wang")
    for number in range(11):
        play.rings(f"c{number}", caller=str(number))
    assert books(play) == {"sales": (11, 0, 11)}, "unknown: nobody is led on"
    for number in range(8):
        play.answers("wang").passes(60).happens(LegEnded(f"c{number}", NORMAL, True)).ready("wang")
    play.rings("d1", caller="d1")  # two before him
    play.rings("d2", caller="d2")  # three, a minute each, and himself
    assert where(play, "call-12") == ("sales", CallState.QUEUED)
    assert where(play, "call-13") == ("service", CallState.QUEUED)


def test_the_first_rule_that_applies_in_the_order_given():
    rules = (
        to(Trigger.LENGTH, "third", threshold=5),
        to(Trigger.NO_AGENTS, "service"),
        to(Trigger.CLOSED, "third"),
    )
    assert where(a_centre(*rules, hours="never").rings())[0] == "service"


# --- where to ---------------------------------------------------------------------------------------------


def test_into_a_flow_whoever_hangs_up_there_has_flowed_out():
    play = a_centre(to(Trigger.WAITED_S, "sorry", Way.FLOW, 10)).rings().passes(10)
    assert play.did(PlayPrompts)[-1].prompts == ("zh/goodbye",)
    assert play.kept(CallLeftQueue)[0].to == "sorry"
    play.happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.queue_id, ended.waited_s) == (CallOutcome.FLOWED_OUT, "sales", 10)
    assert books(play) == {"sales": (1, 1, 0)}


def test_a_flow_that_leads_back_into_the_queue_gives_him_his_place_and_the_rule_is_used_up():
    play = a_centre(to(Trigger.WAITED_S, "stay", Way.FLOW, 10)).rings("c1").passes(5).rings("c2", caller="2")
    play.passes(5)
    assert where(play) == ("sales", CallState.QUEUED)
    assert [call.call_id for call in play.house.lines.waiting("sales")] == ["call-1", "call-2"]
    play.passes(300)
    assert books(play) == {"sales": (4, 2, 2)}, "each of them once"
    play.happens(LegEnded("c1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.ABANDONED


def test_a_flow_that_he_had_begun_is_over():
    play = a_centre(to(Trigger.NO_AGENTS, "service"))
    play.happens(StateWished("wang", AgentState.NOT_READY, "BREAK", "wang")).rings().presses("7")
    play.happens(StateWished("wang", AgentState.OFFLINE, "", "wang"))
    assert [fact.how for fact in play.kept(FlowEnded)] == ["queue"]
    assert where(play) == ("service", CallState.QUEUED)
    play.presses("1")
    assert not play.commands


def test_to_a_number_outside_that_answers():
    play = a_centre(to(Trigger.WAITED_S, OUTSIDE, Way.OUTSIDE, 10)).rings().passes(10)
    (rung,) = play.did(OriginateLeg)
    assert rung.outside_number == OUTSIDE
    assert play.kept(CallLeftQueue)[0].trigger == "waited-s"
    assert play.did(PlayPrompts)[-1].prompts == ("music/sales",)
    play.happens(LegAnswered(rung.leg_id)).passes(60).happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.talk_s) == (CallOutcome.ANSWERED, 60)
    assert books(play) == {"sales": (1, 1, 0)}


@pytest.mark.parametrize("cause", [EndCause.BUSY, EndCause.NO_ANSWER, EndCause.UNREACHABLE])
def test_a_number_that_does_not_answer_gives_him_back_to_his_place(cause: EndCause):
    play = (
        a_centre(to(Trigger.WAITED_S, OUTSIDE, Way.OUTSIDE, 10)).rings("c1").passes(5).rings("c2", caller="2")
    )
    play.passes(5)
    (rung,) = play.did(OriginateLeg)
    play.happens(LegEnded(rung.leg_id, cause, True))
    assert play.kept(TransferCameBack)[0].to == "queue"
    assert [call.call_id for call in play.house.lines.waiting("sales")] == ["call-1", "call-2"]
    call = play.house.calls["call-1"]
    assert (call.waiting_since, call.ahead) == (START, False)
    assert play.did(PlayPrompts)[-1].prompts == ("music/sales",)
    play.ready("wang").answers("wang")
    assert play.kept(CallConnected)[0].call_id == "call-1"


def test_the_number_outside_rings_and_he_hangs_up():
    play = a_centre(to(Trigger.WAITED_S, OUTSIDE, Way.OUTSIDE, 10)).rings().passes(12)
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.FLOWED_OUT
    assert play.did(HangUpLeg)[0].cause is EndCause.CANCELLED
    assert books(play) == {"sales": (1, 1, 0)}


def test_who_gives_up_waiting_in_the_other_queue_has_abandoned_it():
    play = a_centre(to(Trigger.NO_AGENTS, "service")).rings().passes(20)
    play.happens(LegEnded("caller-1", NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.queue_id, ended.waited_s) == (CallOutcome.ABANDONED, "service", 20)
    assert play.house.balance("service").abandoned == 1
    play = a_centre(to(Trigger.NO_AGENTS, "service")).rings()
    play.happens(LegEnded("caller-1", EndCause.CUT_OFF, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CUT_OFF


# --- it ends ----------------------------------------------------------------------------------------------


def test_queues_that_lead_to_each_other_come_to_an_end():
    back = (to(Trigger.NO_AGENTS, "sales"), to(Trigger.WAITED_S, "sales", threshold=5))
    play = a_centre(to(Trigger.NO_AGENTS, "service"), service=back).rings().passes(100)
    assert where(play) == ("service", CallState.QUEUED)
    assert books(play) == {"sales": (1, 1, 0), "service": (1, 0, 1)}


def test_a_rule_that_leads_nowhere_is_passed_over():
    nowhere = (to(Trigger.NO_AGENTS, "no such queue"), to(Trigger.NO_AGENTS, "no such flow", Way.FLOW))
    nobody = to(Trigger.NO_AGENTS, "nonsense", Way.OUTSIDE)
    play = a_centre(*nowhere, nobody, to(Trigger.NO_AGENTS, "third")).rings()
    assert where(play) == ("third", CallState.QUEUED)
    play = a_centre(nobody).rings()
    assert where(play) == ("sales", CallState.QUEUED)
    assert play.did(PlayPrompts)[-1].prompts == ("music/sales",)


def test_whoever_lost_his_agent_in_the_talk_stays_before_all_others_in_the_other_queue():
    play = a_centre(to(Trigger.NO_AGENTS, "service")).talk("wang")
    numbers = play.house.plan.numbers | {"4003": Flow("f", "q", {"q": ToQueue("service", ())})}
    play.happens(PlanChanged(replace(play.house.plan, numbers=numbers))).rings("c2", "4003", "2").passes(9)
    play.happens(PhoneLost("wang"), LegEnded(play.agent_leg("wang"), EndCause.CUT_OFF, True))
    assert where(play) == ("sales", CallState.QUEUED)
    play.happens(StateWished("wang", AgentState.OFFLINE, "", "wang")).passes(0)
    assert [call.call_id for call in play.house.lines.waiting("service")] == ["call-1", "call-2"]
    books(play)


def test_an_agent_who_was_planned_elsewhere_leaves_nobody_waiting_for_ever():
    talking = replace(QUIET, announcements=Announcements(first_after_s=20, comfort=()))
    play = a_centre(to(Trigger.NO_AGENTS, "service"))
    queues = {name: replace(queue, waiting=talking) for name, queue in play.house.plan.queues.items()}
    play.happens(PlanChanged(replace(play.house.plan, queues=queues)))
    play.happens(AgentRestored("wang", AgentState.NOT_READY, "BREAK")).rings()
    moved = play.house.plan.agents | {"wang": AgentPlan("wang", "100", ("third",))}
    play.happens(PlanChanged(replace(play.house.plan, agents=moved))).passes(20)
    assert where(play) == ("service", CallState.QUEUED)


def test_a_threshold_that_no_clock_shows_exactly_does_not_turn_for_ever():
    play = a_centre(to(Trigger.WAITED_S, "service", threshold=1 / 3)).rings()
    play.passes(1)
    assert where(play) == ("service", CallState.QUEUED)
    assert play.now == START + timedelta(seconds=1)


def test_who_is_led_to_the_queue_of_his_own_call_back_takes_its_place():
    """The last agent goes home: he flows over, and nobody is called back who is on the line."""
    plan = a_plan(2)
    rule = Overflow(Trigger.NO_AGENTS, Way.QUEUE, "sales")
    service = replace(plan.queues["service"], overflow=(rule,))
    numbers = plan.numbers | {"4003": Flow("service", "q", {"q": ToQueue("service", ())})}
    play = Playbook(replace(plan, queues=plan.queues | {"service": service}, numbers=numbers))
    for agent in ("wang", "li"):
        play.happens(PhoneRegistered(agent), StateWished(agent, AgentState.NOT_READY, "BREAK", agent))
    play.happens(CallBackRestored("promise", "sales", "13800138000", START - timedelta(hours=1), "old"))
    play.rings("c1", "4003", "13800138000")
    assert [call.kind for call in play.house.lines.waiting("sales")] == [CallKind.CALLBACK]
    play.happens(StateWished("wang", AgentState.OFFLINE, "", "wang"))
    (waiting,) = play.house.lines.waiting("sales")
    assert waiting.leg_id == "c1" and waiting.waiting_since == START - timedelta(hours=1)
    assert list(play.house.calls) == [waiting.call_id] and len(play.house.callbacks) == 0
