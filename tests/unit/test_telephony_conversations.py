"""Several calls on one phone: what rings, beeps, is answered, measured, ended; the engine has no network."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from app.telephony import conversations
from app.telephony.calls import CallEventError, EngineError
from app.telephony.conversations import Conversations, NoSuchCallError
from app.telephony.line_quality import LineFigures
from app.telephony.ports import CallChanged, CallSound, PhoneCallState, PhoneEvent
from app.telephony.sip_headers import Invitation
from app.telephony.sound import Activity


class FakeEngine:
    def __init__(self) -> None:
        self.did: list[tuple[str, int]] = []
        self.busy = False

    def ring(self, handle: int) -> None:
        self.did.append(("ring", handle))

    def answer(self, handle: int, *, heard: bool = True) -> None:
        self.did.append(("answer" if heard else "answer unheard", handle))

    def hang_up(self, handle: int, sip_status: int = 0) -> None:
        self.did.append((f"hang up {sip_status}", handle))

    def move_media(self, handle: int, codec: str, encrypted: bool) -> None:
        if self.busy:
            raise EngineError("move_media", "a change is on its way")
        self.did.append((f"move {codec} {encrypted}", handle))

    def figures(self, handle: int) -> LineFigures | None:
        return LineFigures("G722", 100, 0, 0, 1.0, 100, 0, 1.0, 1, 10.0)


class FakeSound:
    def __init__(self) -> None:
        self.activity = Activity()
        self.zipping = False
        self.fresh = 0

    def set_activity(self, activity: Activity) -> None:
        self.activity = activity

    def zip(self) -> None:
        self.zipping = True

    def end_zip(self) -> None:
        self.zipping = False

    def fresh_start(self) -> None:
        self.fresh += 1

    def hear(self, frame: bytes) -> None:
        pass


class Phone:
    def __init__(self) -> None:
        self.engine, self.sound, self.said = FakeEngine(), FakeSound(), list[PhoneEvent]()
        self.calls = Conversations(self.sound, self.said.append, self.said.append)  # type: ignore[arg-type]
        self.calls.use(self.engine)

    def rings(self, handle: int, *, test: bool = False) -> None:
        self.calls.on_incoming(handle, Invitation(f"c{handle}", "o", "138", "Li", test))

    def talks(self, handle: int) -> None:
        self.rings(handle)
        self.calls.answer(handle, zip_tone=False)
        self.calls.on_confirmed(handle)

    @property
    def states(self) -> list[tuple[int, PhoneCallState]]:
        return [(each.handle, each.state) for each in self.said if isinstance(each, CallChanged)]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], float]:
    """Lets time pass; returns the new time."""
    now = [1000.0]
    monkeypatch.setattr(conversations, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def pass_by(seconds: float) -> float:
        now[0] += seconds
        return now[0]

    return pass_by


def test_one_rings_a_second_beeps_and_when_the_first_is_over_it_rings() -> None:
    phone = Phone()
    phone.rings(1)
    assert phone.sound.activity == Activity(ringing=True, in_call=True)
    phone.calls.answer(1, zip_tone=False)
    assert phone.sound.activity == Activity(in_call=True)
    phone.calls.on_confirmed(1)
    phone.rings(2)
    assert phone.sound.activity == Activity(in_call=True, waiting=True)
    phone.calls.hang_up(1)
    assert phone.sound.activity == Activity(ringing=True, in_call=True)
    phone.calls.on_disconnected(2, 487, "cancelled")
    assert phone.sound.activity == Activity()
    assert not phone.calls


def test_a_second_call_does_not_cut_the_sound_of_the_first() -> None:
    phone = Phone()
    phone.talks(1)
    phone.rings(2)
    phone.calls.answer(2, zip_tone=False)
    assert phone.sound.fresh == 1


def test_a_call_is_answered_when_the_zip_tone_is_over(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.rings(1)
    phone.calls.answer(1, zip_tone=True)
    assert phone.states[-1] == (1, PhoneCallState.ANSWERING)
    phone.calls.look(later(0.1))
    assert ("answer", 1) not in phone.engine.did
    phone.sound.zipping = False
    phone.calls.look(later(0.1))
    phone.calls.look(later(0.1))
    assert phone.engine.did.count(("answer", 1)) == 1


def test_a_zip_tone_that_nobody_plays_is_given_up(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.rings(1)
    phone.calls.answer(1, zip_tone=True)
    phone.calls.look(later(conversations.ZIP_LIMIT_S))
    assert ("answer", 1) in phone.engine.did
    assert not phone.sound.zipping, "it does not come out later"


def test_a_caller_who_leaves_during_the_zip_tone_is_not_answered(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.rings(1)
    phone.calls.answer(1, zip_tone=True)
    phone.calls.on_disconnected(1, 487, "cancelled")
    phone.calls.look(later(5))
    assert ("answer", 1) not in phone.engine.did


def test_an_unanswered_call_is_declined_and_a_talk_is_ended() -> None:
    phone = Phone()
    phone.rings(1)
    phone.calls.hang_up(1)
    phone.rings(2)
    phone.calls.answer(2, zip_tone=True)
    phone.calls.hang_up(2)
    phone.talks(3)
    phone.calls.hang_up(3)
    assert [each for each in phone.engine.did if each[0].startswith("hang")] == [
        ("hang up 603", 1),
        ("hang up 603", 2),
        ("hang up 0", 3),
    ]


def test_the_line_is_told_every_two_seconds_while_she_talks(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.rings(1)
    phone.calls.look(later(5))
    assert not [each for each in phone.said if isinstance(each, CallSound)], "not while it rings"
    phone.calls.answer(1, zip_tone=False)
    phone.calls.on_confirmed(1)
    for _ in range(100):
        phone.calls.look(later(0.1))
    assert len([each for each in phone.said if isinstance(each, CallSound)]) == 5
    phone.calls.hang_up(1)
    phone.calls.look(later(5))
    assert len([each for each in phone.said if isinstance(each, CallSound)]) == 5


def test_the_sound_of_talks_moves_as_it_is_and_of_nothing_else(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.talks(1)
    phone.calls.on_media(1, "G722", True)
    phone.rings(2)
    phone.calls.move_media()
    for _ in range(20):
        phone.calls.look(later(0.1))
    assert [each for each in phone.engine.did if each[0].startswith("move")] == [("move G722 True", 1)]


def test_sound_that_cannot_move_yet_moves_later(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.talks(1)
    phone.rings(2)
    phone.calls.answer(2, zip_tone=False)
    phone.engine.busy = True
    phone.calls.move_media()
    phone.calls.look(later(0.1))
    phone.engine.busy = False
    phone.calls.look(later(0.1))
    assert not [each for each in phone.engine.did if each[0].startswith("move")], "not at once again"
    phone.calls.look(later(1))
    assert [each[1] for each in phone.engine.did if each[0].startswith("move")] == [1]
    phone.calls.on_confirmed(2)
    phone.calls.look(later(1))
    assert [each[1] for each in phone.engine.did if each[0].startswith("move")] == [1, 2]


def test_a_trial_call_ends_by_itself_and_is_never_told(later: Callable[[float], float]) -> None:
    phone = Phone()
    phone.rings(1, test=True)
    assert phone.engine.did == [("answer unheard", 1)]
    assert phone.calls, "a new account waits for its end"
    phone.calls.look(later(conversations.TEST_LIMIT_S))
    assert phone.engine.did[-1] == ("hang up 0", 1)
    phone.calls.on_disconnected(1, 200, "")
    phone.talks(2)
    phone.rings(3, test=True)
    assert phone.engine.did[-1] == ("hang up 486", 3)
    assert {handle for handle, _ in phone.states} == {2}
    with pytest.raises(NoSuchCallError):
        phone.calls.hang_up(1)


def test_what_does_not_fit_is_refused() -> None:
    phone = Phone()
    with pytest.raises(NoSuchCallError):
        phone.calls.answer(9, zip_tone=False)
    phone.talks(1)
    with pytest.raises(CallEventError):
        phone.calls.answer(1, zip_tone=True)
    assert not phone.sound.zipping
