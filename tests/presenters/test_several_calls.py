"""Several calls on one desk: which one she speaks in, what waits, what swaps, what ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contracts.calls import OfferView
from app.contracts.customers import CustomerFile
from app.contracts.live import OfferMade
from app.telephony import ports as phone
from app.ui.presenters.call import CallPresenter
from app.ui.presenters.desk import Desk, Dialled, Stage, reduce
from app.ui.presenters.file import FilePresenter
from app.ui.presenters.headset_buttons import HeadsetButtons, PhoneActions
from app.ui.presenters.other_calls import OtherCallsPresenter
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.wrap_up import WrapUpPresenter
from tests.presenters import ui_fakes as f
from tests.presenters.calls_fakes import FakeTalkCrm, party


def second_offer(**more: object) -> OfferMade:
    made = f.offer("call-2", CustomerFile(customer=None, number="8003"))
    update = {"reason": "direct", "from_agent": "赵磊", **more}
    return OfferMade(
        cursor=2, offer=OfferView.model_validate(made.offer.model_copy(update=update).model_dump())
    )


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.phone = f.FakeClock(), FakeTalkCrm(), f.FakePhone()
        self.card, self.small = f.FakeView(), f.FakeView()
        self.store = f.store(self.clock)
        words, tasks = f.FakeWords(), f.FakeTasks()
        self.call = CallPresenter(
            self.card,
            self.store,
            words,
            tasks,
            self.clock,
            self.crm,
            self.phone,
            lambda _mark: None,  # type: ignore[arg-type]
        )
        self.others = OtherCallsPresenter(self.small, self.store, words, tasks, self.clock, self.crm)  # type: ignore[arg-type]
        self.redialled = 0
        actions = PhoneActions(
            answer=self.call.answer,
            decline=self.call.decline,
            hang_up=self.call.hang_up,
            hold=self.call.toggle_hold,
            swap=self.others.swap,
            mute=self.call.mute,
            redial=self._redial,
        )
        self.headset = HeadsetButtons(self.store, actions)
        self.call.refresh()
        self.others.refresh()

    def _redial(self) -> None:
        self.redialled += 1

    @property
    def desk(self) -> Desk:
        return self.store.desk

    def tell(self, *messages: object) -> None:
        for message in messages:
            self.store.dispatch(message)  # type: ignore[arg-type]

    def talk(self) -> None:
        speaks = phone.CallChanged(7, phone.PhoneCallState.TALKING, call_id="call-1")
        self.tell(f.agent_changed("TALKING", call_id="call-1"), f.call(), speaks)

    def two_calls(self) -> None:
        """She took the second; the first is on hold."""
        self.talk()
        self.tell(
            second_offer(),
            f.withdrawn("answered", "call-2"),
            f.call("HELD", held_since=f.NOW),
            f.call("TALKING", "call-2"),
            f.agent_changed("TALKING", call_id="call-2"),
            phone.CallChanged(8, phone.PhoneCallState.TALKING, call_id="call-2"),
        )

    def press(self, action: str) -> None:
        self.tell(phone.ButtonPressed(action, "headset"))  # type: ignore[arg-type]


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_second_call_waits_beside_the_card_and_f2_takes_it(room: Room):
    room.talk()
    room.tell(second_offer())
    face = room.card.last["show_call"]
    assert (face.stage, face.call_id, face.name) == (Stage.TALKING, "call-1", "李明")
    waiting = room.small.last["show_others"].waiting
    assert (waiting.name, waiting.status) == ("赵磊", "Calls you directly")
    room.tell(f.rings(8, "call-2"))
    assert face.buttons.answer
    room.call.answer()
    assert phone.Answer(8) in room.phone.sent


def test_the_second_call_is_the_active_one_and_the_first_waits_on_hold(room: Room):
    room.two_calls()
    assert room.desk.call is not None and room.desk.call.call_id == "call-2"
    assert [call.call_id for call in room.desk.other_calls] == ["call-1"]
    held = room.small.last["show_others"].held
    assert [(call.name, call.status, call.kind) for call in held] == [("李明", "On hold", "held")]
    room.clock.pass_s(75)
    room.others.tick()
    assert room.small.last["show_clocks"][0].time == "01:15"


def test_whichever_message_comes_first_the_card_shows_the_call_in_which_she_speaks(room: Room):
    room.talk()
    room.tell(second_offer(), f.withdrawn("answered", "call-2"), f.call("TALKING", "call-2"))
    room.tell(f.call("HELD", held_since=f.NOW))  # before the server has named the active one
    assert room.desk.call is not None and room.desk.call.call_id == "call-2"
    room.tell(f.agent_changed("TALKING", call_id="call-2"))
    assert room.desk.call.call_id == "call-2" and room.desk.offer is None


def test_swapping_asks_the_server_for_the_one_on_hold(room: Room):
    room.two_calls()
    room.others.swap()
    assert room.crm.asked[-1] == ("activate", "call-1")


def test_one_ends_and_the_other_stays_on_hold_until_she_takes_it_up(room: Room):
    room.two_calls()
    room.tell(f.call("ENDED", "call-2"), f.agent_changed("TALKING", call_id="call-1"))
    face = room.card.last["show_call"]
    assert (face.call_id, face.stage) == ("call-1", Stage.HELD)
    assert face.buttons.resume
    assert room.desk.other_calls == ()


def test_a_caller_who_gives_up_on_hold_is_said_and_his_place_kept(room: Room):
    room.two_calls()
    room.tell(f.call("ENDED", "call-1"))
    assert room.small.said == ["李明, who was on hold, has hung up."]
    assert [call.kind for call in room.small.last["show_others"].held] == ["gone"]
    room.tell(f.call("ENDED", "call-2"), f.agent_changed("WRAP_UP", call_id="call-2"))
    assert room.small.last["show_others"].held == ()


def test_hanging_up_ends_the_call_in_which_she_speaks_and_no_other(room: Room):
    room.two_calls()
    room.call.hang_up()
    assert room.phone.sent[-1] == phone.HangUp(8)
    room.tell(
        f.call("HELD", "call-2", held_since=f.NOW),
        f.call("TALKING", "call-1"),
        f.agent_changed("TALKING", call_id="call-1"),
    )
    room.call.hang_up()
    assert room.phone.sent[-1] == phone.HangUp(7)


def test_in_another_call_she_is_not_muted_and_the_phone_is_told(room: Room):
    room.talk()
    room.call.toggle_mute()
    assert room.phone.sent[-1] == phone.Mute(True)
    room.tell(second_offer(), f.call("HELD", held_since=f.NOW), f.call("TALKING", "call-2"))
    assert not room.desk.muted
    assert phone.Mute(False) in room.phone.sent


def test_the_phone_is_told_of_hold_for_the_headsets_lamp(room: Room):
    room.talk()
    room.tell(f.call("HELD", held_since=f.NOW))
    assert room.phone.sent[-1] == phone.ShowHeld(True)
    room.tell(f.call())
    assert room.phone.sent[-1] == phone.ShowHeld(False)


def test_a_second_call_while_she_writes_up_leaves_what_she_writes_alone(room: Room):
    room.talk()
    room.tell(f.call("ENDED"), f.agent_changed("WRAP_UP", call_id="call-1"), second_offer())
    assert room.desk.stage is Stage.WRAP_UP
    assert room.small.last["show_others"].waiting is not None
    assert room.card.last["show_call"].buttons.answer


def test_her_own_phone_is_answered_by_itself_only_for_the_call_that_she_dialled(room: Room):
    room.tell(phone.CallChanged(9, phone.PhoneCallState.RINGING, call_id="out-1"))
    assert room.phone.sent == []
    room.tell(Dialled("out-1"))
    assert room.phone.sent == [phone.Answer(9)]
    room.tell(phone.CallChanged(10, phone.PhoneCallState.RINGING, call_id="somebody-elses"))
    assert room.phone.sent == [phone.Answer(9)]


def test_a_call_of_her_own_says_so_and_can_be_given_up(room: Room):
    outgoing = f.call("DIALLING", "out-1", direction="OUT", connected_at=None)
    room.tell(f.agent_changed("TALKING", call_id="out-1"), outgoing)
    face = room.card.last["show_call"]
    assert (face.status, face.queue) == ("Calling…", "Outgoing call")
    assert face.buttons.hang_up and not face.buttons.hold
    room.call.hang_up()
    assert room.crm.asked == [("hang-up", "out-1")]


def test_where_the_queue_says_so_it_answers_by_itself_with_a_zip_tone(room: Room):
    made = f.offer()
    automatic = made.offer.model_copy(update={"auto_answer": True})
    room.tell(OfferMade(cursor=2, offer=automatic), f.rings(7))
    assert room.phone.sent == [phone.Answer(7, zip_tone=True)]


def test_no_call_is_answered_by_itself_into_a_talk(room: Room):
    room.talk()
    room.tell(second_offer(auto_answer=True), f.rings(8, "call-2"))
    assert not any(isinstance(sent, phone.Answer) for sent in room.phone.sent)


def test_a_question_about_another_call_leaves_no_offer_behind(room: Room):
    """A colleague dials her about his customer: the offer names that call, the talk has an id of its own."""
    room.tell(f.offer("customers-call"), f.withdrawn("answered", "customers-call"))
    room.tell(f.agent_changed("TALKING", call_id="talk-9"), f.call("TALKING", "talk-9", direction="INTERNAL"))
    assert room.desk.offer is None and room.desk.stage is Stage.TALKING


def test_headset_buttons_do_what_the_windows_buttons_do(room: Room):
    room.tell(f.offer(), f.rings(7))
    room.press("answer")
    assert room.phone.sent == [phone.Answer(7)]
    room.talk()
    room.press("mute")
    assert room.desk.muted
    room.press("unmute")
    room.press("hold")
    assert room.crm.asked[-1] == ("hold", "call-1")
    room.press("hang_up")
    assert room.phone.sent[-1] == phone.HangUp(7)
    room.press("redial")
    room.press("redial")
    assert room.redialled == 2


def test_the_flash_key_takes_the_second_call_and_then_swaps(room: Room):
    room.talk()
    room.tell(second_offer(), f.rings(8, "call-2"))
    room.press("hold")
    assert phone.Answer(8) in room.phone.sent
    room.two_calls()
    room.press("hold")
    assert room.crm.asked[-1] == ("activate", "call-1")


def test_hanging_up_the_headset_while_it_rings_declines(room: Room):
    room.tell(f.offer())
    room.press("hang_up")
    assert room.crm.asked == [("decline", "offer-call-1")]


_STATES = ("TALKING", "HELD", "ENDED", "DIALLING")
_MESSAGES = [
    *[f.call(state, call_id) for state in _STATES for call_id in ("call-1", "call-2", "call-3")],
    *[f.agent_changed("TALKING", call_id=call_id) for call_id in ("call-1", "call-2", "call-3")],
    f.agent_changed("WRAP_UP", call_id="call-1"),
    f.agent_changed("READY"),
    f.offer("call-2"),
    f.withdrawn("answered", "call-2"),
    f.withdrawn("caller-left", "call-2"),
    f.hello(),
]


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(_MESSAGES), max_size=30))
def test_whatever_comes_no_call_is_lost_or_shown_twice(messages):
    desk, living = Desk(), dict[str, str]()
    for message in messages:
        desk = reduce(desk, message)
        if message.kind == "call_changed":
            living[message.call.call_id] = message.call.state
        elif message.kind == "hello":
            living.clear()
        alive = {call_id for call_id, state in living.items() if state != "ENDED"}
        shown = [*([desk.call] if desk.call else []), *desk.other_calls]
        ids = [call.call_id for call in shown]
        assert len(ids) == len(set(ids))
        assert {call.call_id for call in shown if call.state != "ENDED"} == alive
        talking = [call_id for call_id in alive if living[call_id] in ("TALKING", "DIALLING")]
        if len(talking) == 1:
            assert desk.call is not None and desk.call.call_id == talking[0]


def test_a_colleague_who_calls_is_no_new_customer():
    store, view = f.store(f.FakeClock()), f.FakeView()
    drafts, outbox = f.FakeDrafts(), f.FakeOutbox()
    clock, crm = f.FakeClock(), FakeTalkCrm()
    FilePresenter(view, store, f.FakeWords(), f.FakeTasks(), clock, crm, outbox, drafts)  # type: ignore[arg-type]
    stranger = CustomerFile(customer=None, number="8003")
    store.dispatch(f.agent_changed("TALKING", call_id="call-2"))
    store.dispatch(f.call("TALKING", "call-2", direction="INTERNAL", file=stranger))
    assert view.count("show_new") == 0
    store.dispatch(
        f.call("TALKING", "call-2", direction="OUT", file=stranger.model_copy(update={"number": "139"}))
    )
    assert view.count("show_new") == 1


def test_of_two_calls_on_hold_the_server_names_the_active_one(room: Room):
    """She consults in one of them: both are on hold."""
    room.two_calls()
    room.tell(f.call("HELD", "call-2", held_since=f.NOW))
    assert room.desk.call is not None and room.desk.call.call_id == "call-2"
    room.tell(f.agent_changed("TALKING", call_id="call-1"))
    assert room.desk.call.call_id == "call-1"
    assert [call.call_id for call in room.desk.other_calls] == ["call-2"]


def test_of_a_call_that_she_made_the_number_is_the_others(room: Room):
    both = [
        party("leg-me", agent_id="a1", number="8001"),
        party("leg-2", agent_id="a3", name="赵磊", number="803"),
    ]
    stranger = CustomerFile(customer=None, number="8001")
    internal = {"direction": "INTERNAL", "file": stranger, "caller_number": "8001", "parties": both}
    room.tell(f.agent_changed("TALKING", call_id="call-9"), f.call("TALKING", "call-9", **internal))
    face = room.card.last["show_call"]
    assert (face.name, face.number) == ("赵磊", "803")
    asked = {"from_agent": "赵磊", "note": "wants his money back"}
    room.tell(f.call("TALKING", "call-9", **{**internal, **asked, "wanted": "direct"}))
    assert room.card.last["show_call"].queue == "Internal call"
    room.tell(f.call("TALKING", "call-9", **asked, wanted="transfer"))
    face = room.card.last["show_call"]
    assert (face.queue, face.detail) == ("From 赵磊 · After-sales", "赵磊: wants his money back")


def test_after_a_break_of_the_line_all_her_calls_are_back(room: Room):
    agent = f.agent("TALKING", call_id="call-2")
    held = f.call("HELD", held_since=f.NOW).call
    room.tell(f.hello(agent=agent, call=f.call("TALKING", "call-2").call, other_calls=[held]))
    assert room.card.last["show_call"].call_id == "call-2"
    assert [call.key for call in room.small.last["show_others"].held] == ["call-1"]


def test_a_note_waits_for_its_write_up_while_another_call_goes_on(room: Room):
    """The customer hangs up, the colleague is still on hold: what was typed comes back with the write-up."""
    view, drafts, outbox = f.FakeView(), f.FakeDrafts(), f.FakeOutbox()
    rules = DeskRules(f.OUTCOMES)
    form = WrapUpPresenter(view, room.store, f.FakeWords(), room.clock, outbox, drafts, rules)
    room.two_calls()
    room.tell(
        f.call("HELD", "call-2", held_since=f.NOW),
        f.call("TALKING", "call-1"),
        f.agent_changed("TALKING", call_id="call-1"),
    )
    form.type_note("table cracked")
    room.tell(f.call("ENDED", "call-1"), f.agent_changed("TALKING", call_id="call-2"))
    assert outbox.put == [] and view.last["show_typed"] == ("", None)
    room.tell(
        f.call("ENDED", "call-2"), f.agent_changed("WRAP_UP", call_id="call-1"), f.call("ENDED", "call-1")
    )
    assert room.desk.call is not None and room.desk.call.call_id == "call-1"
    assert view.last["show_typed"] == ("table cracked", None)
    room.tell(f.agent_changed("READY"))
    assert room.desk.unfinished == ()
