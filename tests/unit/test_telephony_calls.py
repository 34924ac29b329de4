"""The states of a call on the phone: the whole table, and nothing beside it."""

from __future__ import annotations

import itertools
import logging

import pytest

from app.telephony.calls import TRANSITIONS, CallEvent, CallEventError, PhoneCall, reason_of_end
from app.telephony.ports import PhoneCallState


def a_call(state: PhoneCallState) -> PhoneCall:
    return PhoneCall(1, "c1", "o1", "138", "Li", state=state)


@pytest.mark.parametrize(("state", "event"), itertools.product(PhoneCallState, CallEvent))
def test_what_is_not_in_the_table_does_not_happen(state: PhoneCallState, event: CallEvent) -> None:
    call = a_call(state)
    after = TRANSITIONS.get((state, event))
    if after is None:
        with pytest.raises(CallEventError):
            call.apply(event)
        assert call.state is state
    else:
        call.apply(event)
        assert call.state is after


def test_an_ended_call_stays_ended() -> None:
    assert not [state for state, _ in TRANSITIONS if state is PhoneCallState.ENDED]


def test_every_other_state_can_end_from_both_sides() -> None:
    for state in set(PhoneCallState) - {PhoneCallState.ENDED}:
        for event in (CallEvent.AGENT_HUNG_UP, CallEvent.PEER_ENDED):
            assert TRANSITIONS[state, event] is PhoneCallState.ENDED


def test_a_transition_is_logged_as_from_event_to(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        a_call(PhoneCallState.RINGING).apply(CallEvent.AGENT_ANSWERED)
    assert "RINGING + AGENT_ANSWERED -> ANSWERING" in caplog.text
    assert "c1" in caplog.text


@pytest.mark.parametrize(
    ("state", "status", "reason"),
    [
        (PhoneCallState.RINGING, 487, "cancelled"),
        (PhoneCallState.RINGING, 503, "failed"),
        (PhoneCallState.TALKING, 200, "remote"),
        (PhoneCallState.ANSWERING, 408, "failed"),
    ],
)
def test_why_the_other_side_ended_it(state: PhoneCallState, status: int, reason: str) -> None:
    assert reason_of_end(state, status) == reason
