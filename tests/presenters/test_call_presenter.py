"""The call card: what the agent sees and what her clicks do."""

from __future__ import annotations

import pytest

from app.contracts.parties import ReconnectView
from app.crm_client.errors import Unreachable
from app.telephony import ports as phone
from app.ui.presenters.call import CallPresenter
from app.ui.presenters.desk import OtherPhoneChosen, ServerReached, Stage
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.view, self.crm, self.phone = f.FakeClock(), f.FakeView(), f.FakeCrm(), f.FakePhone()
        self.store = f.store(self.clock)
        self.marks: list[str] = []
        self.call = CallPresenter(
            self.view,
            self.store,
            f.FakeWords(),
            f.FakeTasks(),
            self.clock,
            self.crm,  # type: ignore[arg-type]
            self.phone,
            self.marks.append,
        )
        self.call.refresh()

    @property
    def face(self):
        return self.view.last["show_call"]

    def talk(self) -> None:
        talking = f.agent_changed("TALKING", call_id="call-1")
        for message in (f.offer(), f.rings(), f.speaks(), f.withdrawn("answered"), talking, f.call()):
            self.store.dispatch(message)


@pytest.fixture
def room() -> Room:
    return Room()


def test_an_offer_shows_who_why_and_what_came_last(room: Room):
    room.store.dispatch(f.offer())
    face = room.face
    assert (face.stage, face.name, face.level_word) == (Stage.OFFER, "李明", "VIP")
    assert face.queue == "After-sales · waited 0:38"
    assert "待跟进" in face.detail and "5 min ago" in face.detail
    assert face.buttons.answer and face.buttons.decline and not face.buttons.hang_up
    assert room.view.count("alert") == 1


def test_the_ring_of_time_left_closes(room: Room):
    room.store.dispatch(f.offer())
    room.clock.pass_s(15)
    room.call.tick()
    assert room.view.last["show_clock"].left_s == 5
    assert room.view.last["show_clock"].left_fraction == pytest.approx(0.25)


def test_answer_goes_to_the_ringing_phone(room: Room):
    room.store.dispatch(f.offer())
    room.store.dispatch(f.rings(handle=7))
    room.call.answer()
    assert room.phone.sent == [phone.Answer(7)]
    assert room.marks[-1] == "answer_clicked"


def test_a_click_before_the_ring_is_remembered_and_answers_once(room: Room):
    room.store.dispatch(f.offer())
    room.call.answer()
    assert room.phone.sent == []
    assert room.face.stage is Stage.ANSWERING
    room.store.dispatch(f.rings(handle=7))
    room.store.dispatch(phone.Levels(-20.0, -20.0))  # anything that changes the desk while it still rings
    room.call.answer()
    assert room.phone.sent == [phone.Answer(7)]


def test_a_phone_that_rings_for_another_offer_is_left_alone(room: Room):
    room.store.dispatch(f.offer("call-1"))
    room.call.answer()
    room.store.dispatch(f.rings(handle=9, call_id="call-2"))
    assert room.phone.sent == []


def test_an_answer_that_failed_can_be_clicked_again(room: Room):
    room.store.dispatch(f.offer())
    room.store.dispatch(f.rings(handle=7))
    room.call.answer()
    room.store.dispatch(phone.Failed("answer", "no-phone", ""))
    assert room.face.buttons.answer
    room.call.answer()
    assert room.phone.sent == [phone.Answer(7), phone.Answer(7)]


def test_a_wish_to_answer_ends_with_its_offer(room: Room):
    room.store.dispatch(f.offer("call-1"))
    room.call.answer()
    room.store.dispatch(f.withdrawn("caller-left"))
    room.store.dispatch(f.offer("call-2"))
    room.store.dispatch(f.rings(handle=8, call_id="call-2"))
    assert room.phone.sent == []
    assert "hung up" in room.view.said[-1]


def test_between_answer_and_call_the_card_stays(room: Room):
    room.store.dispatch(f.offer())
    room.store.dispatch(f.withdrawn("answered"))
    assert room.face.name == "李明" and room.face.stage is Stage.ANSWERING
    room.store.dispatch(f.call())
    assert room.face.stage is Stage.TALKING and room.face.recording


def test_hold_and_resume_are_asked_of_the_server(room: Room):
    room.talk()
    room.call.toggle_hold()
    room.store.dispatch(f.call("HELD", held_since=f.NOW))
    assert room.face.status == "On hold" and room.face.tone == "hold"
    room.call.toggle_hold()
    assert room.crm.asked == [("hold", "call-1"), ("resume", "call-1")]


def test_she_sees_that_her_customer_is_called_back(room: Room):
    room.talk()
    room.store.dispatch(f.call("RECONNECTING", reconnect=ReconnectView(state="dialling", attempt=2, tries=3)))
    assert "called back (2 of 3)" in room.face.status
    assert room.face.tone == "hold"
    buttons = room.face.buttons
    assert buttons.hang_up and not (buttons.hold or buttons.resume or buttons.digits)
    room.store.dispatch(f.call())
    assert room.face.status == "Talking"


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("queue", "Incoming call"),
        ("callback", "Wants to be called back"),
        ("reconnect", "Was cut off: call back"),
        ("transfer", "Transferred by 李娜"),
    ],
)
def test_an_offer_says_why_it_comes(room: Room, reason: str, status: str):
    made = f.offer()
    offer = made.offer.model_copy(update={"reason": reason, "from_agent": "李娜"})
    room.store.dispatch(made.model_copy(update={"offer": offer}))
    assert room.face.status == status


def test_a_hold_that_fails_says_so_and_gives_the_button_back(room: Room):
    room.talk()
    room.crm.fails = Unreachable("away")
    room.call.toggle_hold()
    assert "cannot be reached" in room.view.said[-1]
    assert room.face.buttons.hold and not room.face.buttons.busy


def test_mute_is_shown_and_undone(room: Room):
    room.talk()
    room.call.toggle_mute()
    assert room.face.muted and room.face.status == "Talking, muted"
    room.call.toggle_mute()
    assert room.phone.sent == [phone.Mute(True), phone.Mute(False)]
    assert not room.face.muted


def test_only_digits_are_sent_and_only_in_a_call(room: Room):
    room.call.press("1")
    room.talk()
    room.call.press("1x#")
    assert room.phone.sent == [phone.SendDigits(7, "1#")]


def test_hang_up_ends_the_softphones_call(room: Room):
    room.talk()
    room.call.hang_up()
    assert room.phone.sent == [phone.HangUp(7)] and room.crm.asked == []


def test_with_another_phone_the_server_hangs_up_and_answer_says_where(room: Room):
    room.store.dispatch(OtherPhoneChosen(True))
    room.store.dispatch(f.offer())
    assert room.face.answer_word == "Answer on your phone" and not room.face.buttons.answer
    room.call.answer()
    room.store.dispatch(f.call())
    assert not room.face.buttons.mute
    room.call.hang_up()
    assert room.crm.asked == [("hang-up", "call-1")] and room.phone.sent == []


def test_a_lost_server_leaves_the_softphones_buttons(room: Room):
    room.talk()
    room.store.dispatch(ServerReached(False, "unreachable"))
    buttons = room.face.buttons
    assert not buttons.hold and buttons.mute and buttons.hang_up


def test_talk_time_counts_by_the_servers_clock_and_stops_at_the_end(room: Room):
    room.talk()
    room.clock.pass_s(201)
    room.call.tick()
    assert room.view.last["show_clock"].time == "03:21"
    room.store.dispatch(f.call("ENDED", ended_at=room.clock.now()))
    room.clock.pass_s(60)
    room.call.tick()
    assert room.view.last["show_clock"].time == "03:21"


def test_idle_offers_the_next_step(room: Room):
    room.store.dispatch(f.agent_changed("NOT_READY", reason="break"))
    assert room.face.name == "You are not taking calls" and room.face.buttons.go_ready
    room.store.dispatch(f.agent_changed("READY"))
    assert room.face.tone == "ready" and not room.face.buttons.go_ready


def test_decline_tells_the_server(room: Room):
    room.store.dispatch(f.offer())
    room.call.decline()
    assert room.crm.asked == [("decline", "offer-call-1")]


def test_unknown_number_is_called_so(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(None)))
    assert room.face.name == "Unknown caller" and "write down the name" in room.face.detail
