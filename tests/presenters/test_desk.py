"""The desk is reduced from messages: what must hold whatever comes in which order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.telephony import ports as phone
from app.ui.metrics import Metrics
from app.ui.presenters.desk import (
    AnswerWanted,
    Desk,
    MuteWanted,
    OtherPhoneChosen,
    OutboxMoved,
    PhoneLine,
    ServerLine,
    ServerReached,
    Stage,
    reduce,
)
from tests.presenters import ui_fakes as f

MESSAGES = [
    f.hello(),
    f.offer(),
    f.offer("call-2"),
    f.withdrawn("answered"),
    f.withdrawn("caller-left"),
    f.withdrawn("no-answer", "call-2"),
    f.call(),
    f.call("HELD"),
    f.call("ENDED"),
    f.call("QUEUED"),
    f.agent_changed("READY"),
    f.agent_changed("TALKING", call_id="call-1"),
    f.agent_changed("WRAP_UP", call_id="call-1"),
    f.agent_changed("NOT_READY"),
    f.rings(),
    f.speaks(),
    phone.CallChanged(7, phone.PhoneCallState.ENDED, reason="remote"),
    phone.Gone("killed"),
    phone.Registered(ok=True),
    phone.Registered(ok=False, problem="unreachable"),
    phone.AudioProblem("no-microphone"),
    phone.Started(1, "1"),
    phone.Failed("answer", "no-phone", ""),
    ServerReached(False, "unreachable"),
    ServerReached(True),
    AnswerWanted("offer-call-1"),
    MuteWanted(True),
    OtherPhoneChosen(True),
    OtherPhoneChosen(False),
    OutboxMoved(2, 1),
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(MESSAGES), max_size=25))
def test_whatever_comes_the_desk_makes_sense(messages):
    desk = Desk()
    for message in messages:
        desk = reduce(desk, message)
        if desk.stage in (Stage.OFFER, Stage.ANSWERING):
            assert desk.offer is not None
        if desk.stage is Stage.WRAP_UP and desk.agent is not None:
            assert desk.agent.state in ("OFFERED", "TALKING", "WRAP_UP")
        if desk.answer_wanted and desk.offer is None:
            assert messages.count(AnswerWanted("offer-call-1"))  # only a click without an offer
        if desk.muted:
            assert MuteWanted(True) in messages
    after_hello = reduce(desk, f.hello())
    assert after_hello.offer is None and after_hello.call is None and after_hello.server is ServerLine.UP


def talk() -> Desk:
    desk = Desk()
    for message in (f.hello(), f.offer(), f.rings(), f.speaks(), f.call()):
        desk = reduce(desk, message)
    return reduce(desk, f.agent_changed("TALKING", call_id="call-1"))


def test_the_ringing_call_is_the_one_of_the_offer():
    desk = reduce(reduce(Desk(), f.offer("call-2")), f.rings(call_id="call-1"))
    assert desk.ringing is None
    assert reduce(desk, f.rings(handle=8, call_id="call-2")).ringing.handle == 8  # type: ignore[union-attr]


def test_a_later_event_of_the_phone_keeps_the_ids_of_the_first():
    desk = reduce(reduce(Desk(), f.rings()), f.speaks())
    assert desk.talking is not None and desk.talking.call_id == "call-1"


def test_the_ended_call_stays_until_the_wrap_up_is_over():
    desk = reduce(talk(), f.call("ENDED"))
    assert desk.stage is Stage.WRAP_UP
    desk = reduce(desk, f.agent_changed("WRAP_UP", call_id="call-1"))
    assert desk.stage is Stage.WRAP_UP
    assert reduce(desk, f.agent_changed("NOT_READY")).stage is Stage.IDLE


def test_an_answered_offer_without_a_call_goes_when_the_agent_is_free():
    desk = reduce(reduce(Desk(), f.offer()), f.withdrawn("answered"))
    assert desk.stage is Stage.ANSWERING
    assert reduce(desk, f.agent_changed("READY")).stage is Stage.IDLE


def test_a_softphone_that_died_has_no_calls_and_is_not_muted():
    desk = reduce(reduce(talk(), MuteWanted(True)), phone.Gone("killed"))
    assert desk.phone_calls == () and not desk.muted
    assert desk.phone is PhoneLine.RESTARTING and desk.phone_restarts == 1
    assert desk.stage is Stage.TALKING  # the server says when the call is over


def test_another_phone_needs_no_microphone():
    desk = reduce(Desk(), phone.AudioProblem("no-microphone"))
    assert desk.no_microphone
    desk = reduce(desk, OtherPhoneChosen(True))
    assert not desk.no_microphone
    assert reduce(desk, phone.Registered(ok=False)).phone is PhoneLine.ELSEWHERE


def test_the_microphone_counts_also_when_the_speaker_is_gone_too():
    desk = reduce(reduce(Desk(), phone.AudioProblem("no-microphone")), phone.AudioProblem("no-speaker"))
    assert desk.no_microphone and desk.audio_problem == "no-microphone"
    desk = reduce(desk, phone.AudioProblem("no-speaker"))  # said again: this one remains
    assert not desk.no_microphone and desk.audio_problem == "no-speaker"
    assert reduce(desk, phone.AudioProblem("")).audio_problem == ""


def test_a_plugged_and_pulled_microphone_is_one_problem():
    desk = reduce(Desk(), phone.AudioProblem("no-microphone"))
    assert reduce(desk, phone.AudioProblem("microphone-lost")).audio_problems == ("microphone-lost",)


def test_a_click_survives_the_file_that_comes_after_the_offer():
    """The pop-up comes at once with the number, and again with the file; she may have clicked in between."""
    desk = reduce(reduce(Desk(), f.hello()), f.offer())
    desk = reduce(desk, AnswerWanted("offer-call-1"))
    desk = reduce(desk, f.offer(file=f.file_of(f.liming())))
    assert desk.stage is Stage.ANSWERING
    assert reduce(desk, f.offer("call-2")).stage is Stage.OFFER


def test_the_moments_of_an_offer_are_counted_once():
    metrics = Metrics(lambda: 1.0)
    metrics.offer("call-1", "offer-1")
    metrics.mark("popup_painted")
    metrics.offer("call-1", "offer-1")
    assert len(metrics.calls) == 1 and metrics.last and "popup_painted" in metrics.last.at
    metrics.offer("call-1", "offer-2")
    assert len(metrics.calls) == 2
