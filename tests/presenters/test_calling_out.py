"""Calling out, missed calls, the sound's sign, pausing the recording."""

from __future__ import annotations

import pytest

from app.contracts.base import Page
from app.contracts.live import CallQuality
from app.contracts.parties import SoundView
from app.contracts.people import CallerNumber
from app.crm_client.errors import Refused, Unreachable
from app.telephony import ports as phone
from app.ui.presenters.desk import OtherPhoneChosen, ServerReached
from app.ui.presenters.dial import DialPresenter
from app.ui.presenters.missed import MissedPresenter
from app.ui.presenters.numbers import Dialable, find_number, grouped, is_number
from app.ui.presenters.pages import ListState
from app.ui.presenters.quality import Grade, QualityPresenter
from app.ui.presenters.recording import RecordingPresenter
from app.ui.presenters.targets import Directory
from tests.presenters import calls_fakes as c
from tests.presenters import ui_fakes as f

NUMBERS = [CallerNumber(number="4008201688", name=f.AFTER_SALES)]


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.view = f.FakeClock(), c.FakeTalkCrm(), f.FakeView()
        self.missed_view, self.sign, self.dot = f.FakeView(), f.FakeView(), f.FakeView()
        self.store = f.store(self.clock)
        words, tasks = f.FakeWords(), f.FakeTasks()
        crm: object = self.crm
        self.directory = Directory(self.store, tasks, crm, lambda: None)  # type: ignore[arg-type]
        self.in_call: list[str] = []
        self.dial = DialPresenter(
            self.view,
            self.store,
            words,
            tasks,
            self.clock,
            crm,  # type: ignore[arg-type]
            self.directory,
            f.REASONS,
            NUMBERS,
            self.in_call.append,
        )
        self.missed = MissedPresenter(
            self.missed_view,
            self.store,
            words,
            tasks,
            self.clock,
            crm,
            self.dial.call_back,  # type: ignore[arg-type]
        )
        self.quality = QualityPresenter(self.sign, self.store, words)
        self.recording = RecordingPresenter(self.dot, self.store, words, tasks, self.clock, crm)  # type: ignore[arg-type]
        self.directory.load()

    def tell(self, *messages: object) -> None:
        for message in messages:
            self.store.dispatch(message)  # type: ignore[arg-type]

    def talk(self, **more: object) -> None:
        speaks = phone.CallChanged(7, phone.PhoneCallState.TALKING, call_id="call-1")
        self.tell(f.agent_changed("TALKING", call_id="call-1"), f.call(**more), speaks)

    @property
    def panel(self):
        return self.view.last["show_dial"][0]

    def hear(self, mos_in: float, mos_out: float = 4.3, **more: float) -> None:
        values = {
            "loss_in_pct": 0.0,
            "loss_out_pct": 0.0,
            "jitter_in_ms": 4.0,
            "jitter_out_ms": 4.0,
            "round_trip_ms": 40.0,
        }
        self.tell(phone.CallSound(7, "G722", mos_in, mos_out, **{**values, **more}))


@pytest.fixture
def room() -> Room:
    return Room()


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 1234 5678", "13812345678"),
        ("请回电 0571-8888 6666，谢谢", "057188886666"),
        ("(021) 6288.4000", "02162884000"),
        ("+86 (0)21 6288 4000", "+862162884000"),
        ("tel:+86-138-1234-5678", "+8613812345678"),
        ("sip:8003@house.example;transport=tcp", "8003"),
        ("13812345678", "13812345678"),
        ("110", "110"),
    ],
)
def test_a_pasted_number_is_found_and_freed_of_decoration(text: str, number: str):
    found = find_number(text)
    assert found is not None and found.number == number


@pytest.mark.parametrize(
    "text", ["138****1234", "李明", "12", "order 20261026-8817-112233445566", "a1b2c3d4"]
)
def test_what_is_no_number_is_not_dialled(text: str):
    assert not is_number(text)


def test_an_extension_is_kept_apart():
    assert find_number("0571-88886666 转 802") == Dialable("057188886666", "802")
    assert grouped("13812345678") == "138 1234 5678"


# --- calling -------------------------------------------------------------------------------------


def test_a_typed_number_is_called_and_her_phone_answers_by_itself(room: Room):
    room.dial.open()
    room.dial.type("138 1234 5678")
    assert room.panel.call_word == "Call 138 1234 5678" and room.panel.may_call
    room.dial.call_typed()
    assert room.crm.asked[-1] == ("dial", "13812345678", "")
    assert room.store.desk.dialled == "out-1"
    assert room.panel is None


def test_a_name_calls_the_colleague_at_her_extension(room: Room):
    room.dial.open()
    room.dial.type("赵磊")
    room.dial.call_typed()
    assert room.crm.asked[-1] == ("dial", "803", "")


def test_the_number_that_the_other_sees_can_be_chosen(room: Room):
    room.dial.open()
    assert [number for number, _ in room.panel.shown_numbers] == ["", "4008201688"]
    room.dial.choose_number("4008201688")
    room.dial.call("13812345678")
    assert room.crm.asked[-1] == ("dial", "13812345678", "4008201688")


def test_redial_calls_the_last_one_again(room: Room):
    room.dial.redial()
    assert room.crm.asked == [("directory",)]
    room.dial.call("13812345678")
    room.dial.call_customer("c1", "李明")
    room.dial.open()
    assert room.panel.redial == "李明"
    room.dial.redial()
    assert room.crm.asked[-1] == ("dial", "c1", "")


def test_a_number_pasted_in_a_call_is_one_to_pass_it_on_to(room: Room):
    room.talk()
    assert room.dial.paste("回电 0571-8888 6666")
    assert room.in_call == ["057188886666"]
    assert room.view.last.get("show_dial", (None,))[0] is None


def test_with_her_call_on_hold_she_dials_another(room: Room):
    room.talk(state="HELD")
    room.dial.paste("回电 0571-8888 6666")
    assert room.in_call == [] and room.panel.may_call
    room.dial.call_typed()
    assert room.crm.asked[-1] == ("dial", "057188886666", "")
    assert room.store.desk.dialled == "out-1", "her own phone is answered by itself"


def test_a_fourth_call_is_not_dialled(room: Room):
    room.talk(state="HELD")
    room.tell(f.call(call_id="call-2", state="HELD"), f.call(call_id="call-3", state="HELD"))
    room.dial.open("13812345678")
    assert not room.panel.may_call and "three calls" in room.panel.problem
    room.dial.call_typed()
    assert not any(asked[0] == "dial" for asked in room.crm.asked)


def test_other_text_on_the_clipboard_opens_nothing(room: Room):
    assert not room.dial.paste("餐桌开裂，要求更换")
    assert not room.dial.paste("138****1234")
    assert room.view.last.get("show_dial", (None,))[0] is None


def test_what_speaks_against_calling_is_said_with_the_next_step(room: Room):
    room.tell(ServerReached(False))
    room.dial.open()
    room.dial.type("13812345678")
    assert not room.panel.may_call and "server is back" in room.panel.problem
    room.dial.close()
    room.tell(f.hello(agent=f.agent("OFFLINE")))
    room.dial.call("13812345678")
    assert "off duty" in room.view.said[-1]
    assert not any(asked[0] == "dial" for asked in room.crm.asked)


def test_a_call_that_the_server_refuses_keeps_what_was_typed(room: Room):
    room.dial.open()
    room.dial.type("13812345678")
    room.crm.fails = Refused(422, "target-unknown", "")
    room.dial.call_typed()
    assert room.panel is not None and "Check it" in room.panel.problem


def test_on_another_phone_she_is_told_to_pick_it_up(room: Room):
    room.tell(OtherPhoneChosen(True))
    room.dial.call("13812345678")
    assert "Your phone rings now" in room.view.said[-1]


# --- missed calls ----------------------------------------------------------------------------------


def test_who_was_helped_stands_apart_and_does_not_count(room: Room):
    room.crm.missed = [
        Page(
            items=[c.missed(1, answered_elsewhere=True), c.missed(2), c.missed(3, called_back=True)],
            next_cursor=None,
        )
    ]
    room.missed.load()
    state, _, rows, _ = room.missed_view.last["show_missed"]
    assert state is ListState.ROWS
    assert [(row.call_id, row.open, row.state) for row in rows] == [
        ("call-2", True, "Not called back"),
        ("call-1", False, "Answered elsewhere"),
        ("call-3", False, "Called back"),
    ]
    assert room.missed_view.last["show_missed_count"] == 1


def test_a_masked_number_is_called_back_by_its_call(room: Room):
    room.crm.missed = [Page(items=[c.missed(2)], next_cursor=None)]
    room.missed.load()
    room.missed.call_back("call-2")
    assert ("dial", "call-2", "") in room.crm.asked


def test_a_call_that_she_misses_is_in_the_list_at_once(room: Room):
    room.crm.missed = [Page(items=[c.missed(1)], next_cursor=None)]
    room.tell(f.offer(), f.withdrawn("caller-left"))
    assert room.missed_view.last["show_missed_count"] == 1


def test_missed_calls_that_cannot_be_read_say_so(room: Room):
    room.crm.fails = Unreachable("away")
    room.missed.load()
    state, text, _, _ = room.missed_view.last["show_missed"]
    assert state is ListState.ERROR and "cannot be reached" in text


# --- sound -----------------------------------------------------------------------------------------


def test_one_word_for_the_sound_and_the_figures_behind_it(room: Room):
    room.talk()
    room.hear(4.4)
    face = room.sign.last["show_quality"]
    assert (face.grade, face.word) == (Grade.GOOD, "Sound good")
    assert face.rows[0] == ("Quality (MOS)", "4.4", "4.3")
    assert face.line == "G722 · there and back 40 ms"
    room.hear(3.8)
    assert room.sign.last["show_quality"].word == "Sound fair"


def test_one_bad_figure_is_no_news_three_are_said_once_with_the_reason(room: Room):
    room.talk()
    room.hear(3.0, loss_in_pct=6.0)
    assert room.sign.last["show_quality"].grade is Grade.FAIR
    for mos in (3.1, 3.05, 3.0, 2.9):
        room.hear(mos, loss_in_pct=6.0)
    face = room.sign.last["show_quality"]
    assert face.grade is Grade.POOR
    assert "You hear the other badly." in face.hint and "cable" in face.hint
    assert room.sign.said == [face.hint]


def test_it_says_whose_side_is_bad(room: Room):
    room.talk()
    for mos in (3.0, 3.1):
        room.hear(4.4, mos, jitter_out_ms=70)
    hint = room.sign.last["show_quality"].hint
    assert "The other hears you badly." in hint and "unevenly" in hint


def test_without_a_call_there_is_nothing_to_say(room: Room):
    room.talk()
    room.hear(3.0)
    room.tell(f.call("ENDED"), f.agent_changed("READY"))
    assert room.sign.last["show_quality"].grade is Grade.NONE


def test_on_another_phone_the_servers_figures_are_shown(room: Room):
    room.talk()
    sound = SoundView(packets=500, lost=0, loss_pct=0, jitter_ms=3, mos=4.2)
    room.tell(
        CallQuality(cursor=9, call_id="call-1", leg_id="leg-me", codec="PCMA", received=sound, sent=None)
    )
    face = room.sign.last["show_quality"]
    assert face.grade is Grade.GOOD and face.rows[0] == ("Quality (MOS)", "–", "4.2")


# --- recording -------------------------------------------------------------------------------------


def test_pausing_says_so_and_reminds_each_minute(room: Room):
    room.talk()
    room.recording.toggle()
    assert room.crm.asked[-1] == ("pause", "call-1")
    room.tell(f.call(recording_paused=True))
    assert room.dot.last["show_recording"].word == "Not recorded 0:00"
    room.clock.pass_s(59)
    room.recording.tick()
    assert room.dot.said == []
    room.clock.pass_s(2)
    room.recording.tick()
    room.recording.tick()
    assert len(room.dot.said) == 1 and "paused for 1:01" in room.dot.said[0]
    room.recording.toggle()
    assert room.crm.asked[-1] == ("resume recording", "call-1")
    room.tell(f.call())
    room.clock.pass_s(120)
    room.recording.tick()
    assert len(room.dot.said) == 1 and room.dot.last["show_recording"].word == "Recording"


def test_a_call_that_is_not_recorded_has_no_sign(room: Room):
    room.talk(recording=False)
    room.recording.refresh()
    assert not room.dot.last["show_recording"].there
    room.recording.toggle()
    assert not any(asked[0] == "pause" for asked in room.crm.asked)
