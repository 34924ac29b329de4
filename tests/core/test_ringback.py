"""Who waits for somebody to pick up hears the ring-back tone, and it ends with whatever comes."""

import pytest

from app.server.core.commands import JoinBridge, PlayPrompts, StopPlaying
from app.server.core.events import (
    CallWished,
    ConsultCancelled,
    ConsultWished,
    Event,
    LegAnswered,
    LegEnded,
    LegRinging,
)
from app.server.core.types import EndCause
from tests.core.playbook import Playbook

TONE = ("tone/ringback",)


def clicked() -> Playbook:
    return Playbook().ready("wang").happens(CallWished("wang", "02155556666"), LegAnswered("leg-1"))


def consulting() -> Playbook:
    return Playbook().talk("wang").ready("li").happens(ConsultWished("wang", "call-1", "1002"))


def tones(play: Playbook) -> list[str]:
    return [each.leg_id for each in play.did(PlayPrompts) if each.prompts == TONE and each.loop]


def test_who_clicked_to_dial_hears_it_ring_once():
    play = clicked()
    assert not tones(play), "nothing rings yet"
    assert tones(play.happens(LegRinging("leg-2"), LegRinging("leg-2"))) == ["leg-1"]
    assert play.happens(LegAnswered("leg-2")).did(StopPlaying) == [StopPlaying("leg-1")]


def test_the_other_ends_own_sound_replaces_the_tone():
    play = clicked().happens(LegRinging("leg-2"))
    play.happens(LegRinging("leg-2", early_media=True))
    assert play.did(StopPlaying) == [StopPlaying("leg-1")]
    assert JoinBridge("bridge-1", "leg-2") in play.did(JoinBridge)
    assert not play.happens(LegAnswered("leg-2")).did(StopPlaying)


def test_who_consults_hears_it_ring_while_the_customer_hears_music():
    play = consulting().happens(LegRinging("leg-2"))
    assert tones(play) == ["leg-1"]
    assert play.happens(LegAnswered("leg-2")).did(StopPlaying) == [StopPlaying("leg-1")]


@pytest.mark.parametrize(
    "ends",
    [ConsultCancelled("wang", "call-1"), LegEnded("leg-2", EndCause.DECLINED, True)],
    ids=["cancelled", "declined"],
)
def test_the_tone_ends_with_the_consult(ends: Event):
    play = consulting().happens(LegRinging("leg-2")).happens(ends)
    assert StopPlaying("leg-1") in play.did(StopPlaying)
