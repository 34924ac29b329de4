"""Call-backs: promised, in the line at the caller's own time, dialled when an agent has them, ended once."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from app.server.core.callbacks import numbers
from app.server.core.callbacks.callback import CallbackState
from app.server.core.commands import (
    AnswerLeg,
    HangUpLeg,
    JoinBridge,
    OriginateLeg,
    PlayPrompts,
    RecordLeg,
    ShowOffer,
    StopPlaying,
)
from app.server.core.events import (
    CallBackCancelled,
    CallBackRestored,
    ForcedHangUp,
    HangUpWished,
    LegAnswered,
    LegEnded,
    LegIncoming,
    LegRinging,
    OfferDeclined,
    PromptFinished,
    WrapUpFinished,
)
from app.server.core.facts import (
    CallArrived,
    CallBackEnded,
    CallBackPromised,
    CallBackTried,
    CallConnected,
    CallEnded,
    CallLeftQueue,
    CallQueued,
    OfferMade,
    WrapUpEnded,
)
from app.server.core.flow.plan import CallBack, Flow, HangUp
from app.server.core.plan import Plan
from app.server.core.types import AgentState, CallOutcome, EndCause, Side
from app.server.core.waiting.plan import CallBackRules, Hours, Waiting
from tests.core.playbook import NORMAL, START, Playbook, a_plan

MINE = "13800138000"
WISH = Flow(
    "wish",
    "noted",
    {
        "noted": CallBack("sales", ("zh/call-back-noted",), "bye", failed="sorry"),
        "bye": HangUp(()),
        "sorry": HangUp(("zh/goodbye",)),
    },
)
OTHER = Flow(
    "other",
    "noted",
    {
        "noted": CallBack("sales", (), "bye", number="{number}", failed="sorry"),
        **dict(list(WISH.nodes.items())[1:]),
    },
)


def plan(agents: int = 2, rules: CallBackRules | None = None, hours: Hours | None = None) -> Plan:
    made = a_plan(agents)
    waiting = Waiting(keys={"1": "wish"}, call_back=rules or CallBackRules())
    sales = replace(made.queues["sales"], waiting=waiting, hours_id=hours.hours_id if hours else "")
    return replace(
        made,
        queues={**made.queues, "sales": sales},
        flows={"wish": WISH, "other": OTHER},
        numbers={**made.numbers, "4003": WISH},
        hours={hours.hours_id: hours} if hours else {},
    )


def promised(play: Playbook, leg: str = "caller-1", caller: str = MINE) -> Playbook:
    """He waited, pressed the key, heard that it is noted, and was hung up."""
    play.rings(leg, caller=caller).passes(30).presses("1", leg)
    return play.happens(PromptFinished(leg, said(play)))


def said(play: Playbook) -> str:
    return play.did(PlayPrompts)[-1].play_id


def offered(play: Playbook) -> Playbook:
    """A promise whose turn it is: wang's phone rings for it."""
    promised(play)
    play.happens(LegEnded("caller-1", NORMAL, False)).passes(3)
    return play.ready("wang")


def dialled(play: Playbook) -> str:
    """Wang has answered; his leg, which rings."""
    offered(play).answers("wang")
    return play.did(OriginateLeg)[-1].leg_id


def test_who_wants_a_call_back_leaves_the_queue_without_abandoning_it():
    play = Playbook(plan()).rings().passes(30).presses("1")
    assert play.kept(CallBackPromised) == [
        CallBackPromised("callback-1", "sales", MINE, "call-1", START.isoformat())
    ]
    left = play.kept(CallLeftQueue)[0]
    assert (left.how, left.to, left.waited_s) == ("called-back", "callback-1", 30)
    assert play.did(PlayPrompts)[-1].prompts == ("zh/call-back-noted",)
    play.happens(PromptFinished("caller-1", said(play)))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.by) == (CallOutcome.CALLED_BACK, "system")
    books = play.house.balance("sales")
    assert (books.offered, books.called_back, books.abandoned) == (1, 1, 0)


def test_who_hangs_up_before_it_was_said_has_his_call_back_all_the_same():
    play = Playbook(plan()).rings().passes(30).presses("1").happens(LegEnded("caller-1", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CALLED_BACK
    assert play.house.balance("sales").abandoned == 0
    assert play.passes(3).kept(CallArrived)[0].direction == "CALLBACK"


def test_nobody_is_offered_it_while_he_is_still_on_the_phone_with_us():
    play = Playbook(plan()).rings().presses("1").ready("wang").passes(60)
    assert not play.house.offers
    play.happens(LegEnded("caller-1", NORMAL, True))
    assert play.passes(3).kept(OfferMade)


def test_it_waits_in_the_line_at_his_own_time():
    play = promised(Playbook(plan()))
    play.rings("caller-2", caller="13900139000").passes(3)
    arrived = play.kept(CallArrived)[0]
    assert (arrived.direction, arrived.caller_number) == ("CALLBACK", MINE)
    queued = play.kept(CallQueued)[0]
    assert (queued.since, queued.position) == (START.isoformat(), 1)
    play.rings("caller-3", caller="13700137000")
    assert play.kept(CallQueued)[0].position == 3, "others count it"
    play.ready("wang")
    assert [offer.call_id for offer in play.kept(OfferMade)] == [arrived.call_id]


def test_the_agent_sees_his_file_and_hears_it_ring_then_both_talk():
    play = offered(Playbook(plan()))
    shown = play.did(ShowOffer)[0]
    assert (shown.reason, shown.caller_number, shown.waited_s) == ("callback", MINE, 33)
    play.answers("wang")
    dial = play.did(OriginateLeg)[-1]
    assert (dial.outside_number, dial.like_leg_id, dial.timeout_s) == (MINE, "leg-1", 45)
    assert play.did(PlayPrompts)[-1].prompts == ("tone/ringback",)
    assert play.state("wang") is AgentState.TALKING
    play.passes(8).happens(LegAnswered(dial.leg_id))
    assert play.did(StopPlaying) == [StopPlaying("leg-1")]
    assert play.did(JoinBridge)[-1].leg_id == dial.leg_id
    assert [(r.leg_id, r.side) for r in play.did(RecordLeg)] == [
        ("leg-1", Side.AGENT),
        (dial.leg_id, Side.CUSTOMER),
    ]
    connected = play.kept(CallConnected)[0]
    assert (connected.agent_id, connected.queue_id) == ("wang", "sales")
    assert play.kept(CallBackEnded) == [CallBackEnded("callback-1", "talked", "call-2")]
    play.passes(40).happens(LegEnded(dial.leg_id, NORMAL, True))
    ended = play.kept(CallEnded)[0]
    assert (ended.outcome, ended.talk_s, ended.queue_id) == (CallOutcome.ANSWERED, 40, "sales")
    assert play.state("wang") is AgentState.WRAP_UP
    assert play.happens(WrapUpFinished("wang")).kept(WrapUpEnded)
    assert not play.house.callbacks


def test_what_his_end_plays_before_it_answers_is_heard_instead_of_the_tone():
    play = Playbook(plan())
    leg = dialled(play)
    play.happens(LegRinging(leg))
    assert not play.commands
    play.happens(LegRinging(leg, early_media=True))
    assert play.did(StopPlaying) == [StopPlaying("leg-1")]
    assert play.did(JoinBridge)[0].leg_id == leg


@pytest.mark.parametrize(
    ("cause", "result"),
    [(EndCause.NO_ANSWER, "no-answer"), (EndCause.BUSY, "busy"), (EndCause.UNREACHABLE, "unreachable")],
)
def test_not_reached_is_tried_again_later_at_his_old_place(cause: EndCause, result: str):
    play = Playbook(plan(rules=CallBackRules(tries=2, retry_after_s=300)))
    leg = dialled(play)
    play.happens(LegEnded(leg, cause, True))
    again_at = play.now + timedelta(seconds=300)
    assert play.kept(CallBackTried) == [
        CallBackTried("callback-1", "call-2", 1, result, again_at.isoformat())
    ]
    assert play.kept(CallEnded)[0].outcome is CallOutcome.NOT_REACHED
    assert play.state("wang") is AgentState.READY, "no fault of hers"
    assert not play.passes(299).kept(CallQueued)
    assert play.passes(2).kept(CallQueued)[0].since == START.isoformat()
    play.answers("wang")
    play.happens(LegEnded(play.did(OriginateLeg)[-1].leg_id, cause, True))
    assert play.kept(CallBackTried)[0].next_at == ""
    assert play.kept(CallBackEnded)[0].result == "given-up"
    assert not play.house.callbacks and not play.house.calls


def test_his_phone_that_rings_on_is_given_up_after_the_time_of_the_queue():
    play = Playbook(plan(rules=CallBackRules(ring_s=25)))
    leg = dialled(play)
    play.passes(25)
    assert play.kept(CallBackTried)[0].result == "no-answer"
    assert HangUpLeg(leg, EndCause.CANCELLED) in play.did(HangUpLeg)


def test_the_agent_who_puts_down_while_it_rings_has_tried_it():
    play = Playbook(plan())
    leg = dialled(play)
    play.happens(HangUpWished("wang", "call-2"))
    assert play.kept(CallBackTried)[0].result == "agent-left"
    assert HangUpLeg(leg, EndCause.CANCELLED) in play.did(HangUpLeg)
    assert play.state("wang") is AgentState.READY


def test_an_agent_whose_phone_is_lost_while_it_rings_costs_him_no_try():
    play = Playbook(plan())
    dialled(play)
    play.happens(LegEnded("leg-1", EndCause.CUT_OFF, True))
    tried = play.kept(CallBackTried)[0]
    assert (tried.attempt, tried.next_at) == (0, (play.now + timedelta(seconds=10)).isoformat())


def test_an_offer_that_is_not_taken_goes_to_the_next_agent():
    play = offered(Playbook(plan()))
    play.ready("li").happens(OfferDeclined("wang", "offer-1"))
    assert play.state("wang") is AgentState.NOT_READY
    assert play.kept(OfferMade)[0].agent_id == "li"
    assert play.passes(21).state("li") is AgentState.NOT_READY
    assert play.house.lines.length("sales") == 1


def test_who_calls_again_has_his_place_and_no_call_back():
    play = promised(Playbook(plan()))
    play.rings("caller-2", caller="13900139000").passes(3)
    play.rings("caller-3", caller=f"+86{MINE}")
    assert play.kept(CallBackEnded) == [CallBackEnded("callback-1", "called-again", "call-4")]
    queued = play.kept(CallQueued)[0]
    assert (queued.since, queued.position) == (START.isoformat(), 1)
    assert [call.call_id for call in play.house.lines.waiting("sales")] == ["call-4", "call-2"]
    assert not play.house.callbacks


def test_who_calls_again_while_it_is_offered_is_offered_himself():
    play = offered(Playbook(plan()))
    play.rings("caller-2")
    assert play.kept(CallBackEnded)[0].result == "called-again"
    offer = play.kept(OfferMade)[0]
    assert (offer.agent_id, offer.call_id) == ("wang", "call-3")


def test_who_calls_while_he_is_dialled_is_with_the_agent_at_once():
    play = Playbook(plan())
    leg = dialled(play)
    play.happens(LegIncoming("caller-2", "4001", MINE, "", "trunk:t"))
    assert play.did(AnswerLeg) == [AnswerLeg("caller-2")]
    assert HangUpLeg(leg, EndCause.CANCELLED) in play.did(HangUpLeg)
    assert [join.leg_id for join in play.did(JoinBridge)] == ["caller-2"]
    assert play.kept(CallBackEnded)[0].result == "talked"
    assert not play.kept(CallArrived), "the same call"
    play.happens(LegEnded(leg, EndCause.CANCELLED, False))
    assert play.state("wang") is AgentState.TALKING
    assert play.happens(LegEnded("caller-2", NORMAL, True)).kept(CallEnded)[0].outcome is CallOutcome.ANSWERED


def test_it_can_be_cancelled_in_the_line_at_an_agent_and_while_it_rings():
    play = promised(Playbook(plan()))
    play.happens(CallBackCancelled("callback-1", "boss")).passes(3)
    assert not play.house.callbacks and not play.house.calls
    play = offered(Playbook(plan()))
    play.happens(CallBackCancelled("callback-1", "boss"))
    assert play.kept(CallBackEnded) == [CallBackEnded("callback-1", "cancelled", "call-2", "boss")]
    assert play.state("wang") is AgentState.READY and not play.house.calls
    play = Playbook(plan())
    leg = dialled(play)
    play.happens(CallBackCancelled("callback-1", "boss"))
    assert {done.leg_id for done in play.did(HangUpLeg)} == {leg, "leg-1"}
    assert not play.kept(CallBackTried) and not play.house.calls


def test_a_supervisor_who_ends_a_waiting_one_cancels_it():
    play = promised(Playbook(plan())).passes(3)
    play.happens(ForcedHangUp("boss", "call-2"))
    assert [(e.result, e.actor) for e in play.kept(CallBackEnded)] == [("cancelled", "supervisor")]


def test_one_for_each_number_and_queue():
    play = promised(Playbook(plan()))
    play.happens(LegIncoming("caller-2", "4003", f"0{MINE}", "", "trunk"))
    assert not play.kept(CallBackPromised)
    assert len(play.house.callbacks) == 1
    play.happens(LegEnded("caller-2", NORMAL, True))
    assert play.kept(CallEnded)[0].outcome is CallOutcome.CALLED_BACK


def test_who_asks_for_it_again_is_not_dialled_while_he_does():
    play = Playbook(plan(rules=CallBackRules(retry_after_s=60)))
    play.happens(LegEnded(dialled(play), EndCause.BUSY, True)).passes(55)
    play.happens(LegIncoming("caller-2", "4003", MINE, "", "trunk")).passes(60)
    assert not play.house.offers, "he hears that it is noted"
    play.happens(LegEnded("caller-2", NORMAL, True)).passes(3)
    assert len(play.house.offers) == 1


@pytest.mark.parametrize("caller", ["", "anonymous", "1002", "10086", "+97912345678", "4002"])
def test_numbers_that_are_not_called_are_promised_nothing(caller: str):
    play = Playbook(plan()).rings(number="4003", caller=caller)
    assert not play.kept(CallBackPromised) and not play.house.callbacks
    assert play.did(PlayPrompts)[-1].prompts == ("zh/goodbye",), "the flow goes its other way"


@pytest.mark.parametrize(
    ("number", "called"),
    [
        ("13800138000", True),
        ("+8613800138000", True),
        ("019012345678", True),  # a mobile dialled from another city
        ("02155556666", True),
        ("09061234567", True),  # Altay in Xinjiang, no premium service
        ("+442079460000", True),
        ("+449098790000", False),
        ("0019005551234", False),
        ("16812345", False),  # 声讯台
        ("02116812345", False),
        ("+88212345678", False),
        ("114", False),
        ("95588", False),
        ("+1234567890123456", False),
    ],
)
def test_which_numbers_we_dial_by_ourselves(number: str, called: bool):
    assert numbers.may_be_called(number) is called


@pytest.mark.parametrize(
    ("wish", "rule", "dialled_number"),
    [
        ("02155556666", False, None),
        ("02155556666", True, "02155556666"),
        (f"+24{MINE}", False, MINE),  # never what is put before his own number
        ("+97912345678", True, None),
        ("1002", True, None),
    ],
)
def test_another_number_than_his_own_only_where_the_queue_allows_it(
    wish: str, rule: bool, dialled_number: str | None
):
    made = plan(rules=CallBackRules(other_numbers=rule))
    flow = replace(OTHER, nodes={**OTHER.nodes, "noted": replace(OTHER.nodes["noted"], number=wish)})  # type: ignore[type-var]
    play = Playbook(replace(made, numbers={"4004": flow})).rings(number="4004")
    assert [each.number for each in play.house.callbacks] == ([dialled_number] if dialled_number else [])


NINE_TO_FIVE = Hours("office", "UTC", ((((time(8), time(9, 5)),)),) * 7)


def test_it_rests_while_the_queue_is_closed():
    play = promised(Playbook(plan(hours=NINE_TO_FIVE))).ready("wang")
    play.happens(LegEnded("caller-1", NORMAL, False))
    assert play.passes(3).kept(OfferMade)
    play.happens(OfferDeclined("wang", "offer-1")).passes(400)
    assert not play.house.calls, "the queue has closed meanwhile"
    assert [each.state for each in play.house.callbacks] == [CallbackState.RESTING]
    play.ready("wang")
    assert not play.house.offers
    reopens_at = START + timedelta(hours=23)
    play.passes((reopens_at - play.now).total_seconds() - 1)
    assert not play.house.offers
    play.passes(1)
    assert [offer.agent_id for offer in play.house.offers.values()] == ["wang"]


def test_it_ends_when_nobody_had_time_for_it():
    play = promised(Playbook(plan(rules=CallBackRules(give_up_after_s=3600))))
    play.passes(3600)
    assert play.kept(CallBackEnded)[0].result == "expired"
    assert not play.house.callbacks and not play.house.calls and not play.house.timers.purposes


def test_after_a_restart_it_is_where_it_was():
    play = Playbook(plan()).happens(
        CallBackRestored("callback-old", "sales", MINE, START - timedelta(minutes=5), "call-old", tries=1)
    )
    assert not play.kept(CallBackPromised), "that is known already"
    play.rings("caller-2", caller="13900139000").ready("wang")
    assert play.kept(OfferMade)[0].call_id == "call-1"
    assert play.did(ShowOffer)[0].waited_s == 300


def test_after_a_restart_who_was_cut_off_is_given_to_his_agent_before_all_others():
    play = Playbook(plan()).rings("caller-2", caller="13900139000").ready("li", "wang")
    play.happens(LegEnded("caller-2", NORMAL, True))
    play.happens(
        CallBackRestored("callback-old", "sales", MINE, START, "call-old", agent_id="wang"),
    )
    offer = play.kept(OfferMade)[0]
    assert offer.agent_id == "wang", "though li is free longer"
    assert play.did(ShowOffer)[0].reason == "reconnect"


def test_his_agent_is_waited_for_then_anybody_may_take_him():
    play = Playbook(plan()).ready("wang").rings("caller-2", caller="13900139000").answers("wang").ready("li")
    play.happens(CallBackRestored("callback-old", "sales", MINE, START, "call-old", agent_id="wang"))
    assert not play.kept(OfferMade), "wang talks"
    assert not play.passes(89).kept(OfferMade)
    assert [offer.agent_id for offer in play.passes(2).kept(OfferMade)] == ["li"]


def test_then_he_is_before_those_who_waited_longer():
    play = Playbook(plan()).ready("wang").rings("caller-2", caller="13900139000").answers("wang")
    play.rings("caller-3", caller="13700137000").passes(10)
    since = play.now
    play.happens(CallBackRestored("callback-old", "sales", MINE, since, "call-old", agent_id="wang"))
    assert [call.caller_number for call in play.house.lines.waiting("sales")] == [MINE, "13700137000"]
    play.passes(91).ready("li")
    assert play.did(ShowOffer)[0].caller_number == MINE


def test_one_that_cannot_be_called_any_more_is_ended():
    play = Playbook(plan()).happens(CallBackRestored("callback-old", "sales", "1002", START, "call-old"))
    assert play.kept(CallBackEnded)[0].actor == "system" and not play.house.callbacks


def test_the_same_restored_twice_is_one():
    event = CallBackRestored("callback-old", "sales", MINE, START, "call-old")
    play = Playbook(plan()).happens(event, event)
    assert not play.kept(CallBackEnded)
    assert len(play.house.callbacks) == 1 and play.house.lines.length("sales") == 1
