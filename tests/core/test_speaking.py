"""A quick reply is spoken into a talk: who hears it, what is recorded, and when it stops by itself."""

from __future__ import annotations

import pytest

from app.server.core.commands import DestroyBridge, ShowSpeaking, SpeakPrompts, StopSpeaking
from app.server.core.events import (
    BlindTransferWished,
    ConsultWished,
    Event,
    HoldWished,
    LegAnswered,
    LegEnded,
    LegIncoming,
    PartyWished,
    PromptFinished,
    SpeakStopped,
    SpeakWished,
)
from app.server.core.facts import ReplySpoken
from tests.core.playbook import NORMAL, Playbook, a_plan

HELLO = ("reply/0a1b",)


def spoken() -> Playbook:
    return Playbook(a_plan(3)).talk().happens(SpeakWished("wang", "call-1", "r1", HELLO))


def states(play: Playbook) -> list[str]:
    return [shown.state for shown in play.did(ShowSpeaking)]


def test_everybody_in_the_talk_hears_it_and_it_is_recorded():
    play = spoken()
    call = play.house.calls["call-1"]
    assert play.did(SpeakPrompts) == [
        SpeakPrompts("voice-1", call.bridge_id or "", HELLO, "call-1", call.recording_id or "")
    ]
    assert play.did(ShowSpeaking) == [ShowSpeaking("wang", "call-1", "r1", "speaking")]


def test_it_ends_when_it_was_heard():
    play = spoken().passes(4).happens(PromptFinished("voice-1", "voice-1"))
    assert play.did(StopSpeaking) == [StopSpeaking("voice-1")]
    assert states(play) == ["ended"]
    assert play.kept(ReplySpoken) == [ReplySpoken("call-1", "wang", "r1", "ended", 4)]
    assert not play.house.speeches
    assert not play.happens(PromptFinished("voice-1", "voice-1")).commands, "a late word changes nothing"


def test_she_stops_it():
    play = spoken().happens(SpeakStopped("wang", "call-1"))
    assert play.did(StopSpeaking) == [StopSpeaking("voice-1")] and states(play) == ["stopped"]


def test_another_one_takes_its_place():
    play = spoken().happens(SpeakWished("wang", "call-1", "r2", HELLO))
    assert next(c for c in play.commands if isinstance(c, SpeakPrompts | StopSpeaking)) == StopSpeaking(
        "voice-1"
    )
    assert [(shown.reply_id, shown.state) for shown in play.did(ShowSpeaking)] == [
        ("r1", "stopped"),
        ("r2", "speaking"),
    ]


@pytest.mark.parametrize(
    "event",
    [
        HoldWished("wang", "call-1"),
        ConsultWished("wang", "call-1", "1002"),
        BlindTransferWished("wang", "call-1", "1002"),
        LegEnded("caller-1", NORMAL, True),
        LegEnded("leg-1", NORMAL, True),
    ],
)
def test_it_stops_where_the_talk_does(event: Event):
    play = spoken().ready("li").happens(event)
    assert play.did(StopSpeaking) == [StopSpeaking("voice-1")] and states(play) == ["stopped"]


def test_it_stops_where_she_turns_to_another_call():
    play = spoken().happens(LegIncoming("phone-1", "1001", "2001", "", "phone:2001"))
    assert not play.did(StopSpeaking)
    play.happens(LegAnswered("leg-2"))
    assert states(play) == ["stopped"]


def test_in_a_conference_it_goes_on_when_another_one_comes():
    play = spoken().ready("li").happens(PartyWished("wang", "call-1", "1002"), LegAnswered("leg-2"))
    assert not play.did(StopSpeaking) and not play.did(DestroyBridge)
    play.happens(SpeakStopped("li", "call-1"))
    assert not play.did(StopSpeaking), "who neither wished it nor leads the call does not stop it"


@pytest.mark.parametrize("agent", ["li", "nobody"])
def test_nobody_speaks_into_somebody_elses_call(agent: str):
    play = Playbook().talk().happens(SpeakWished(agent, "call-1", "r1", HELLO))
    assert not play.commands


def test_nothing_is_said_to_somebody_on_hold():
    play = Playbook().talk().happens(HoldWished("wang", "call-1"), SpeakWished("wang", "call-1", "r1", HELLO))
    assert not play.did(SpeakPrompts)
