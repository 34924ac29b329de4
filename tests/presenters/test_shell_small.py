"""The small window, notices over other programs, telephone links, and what a computer does for us."""

from __future__ import annotations

import pytest

from app.contracts import notices
from app.telephony import ports as phone
from app.ui.presenters.compact import CompactPresenter
from app.ui.presenters.computer import ComputerPresenter, Registered
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.links import dialable, number_of_link
from app.ui.presenters.notices import NoticePresenter
from app.ui.system.launch import SystemRefused
from tests.presenters import ui_fakes as f

# --- the small window ----------------------------------------------------------------------------


class Small:
    def __init__(self) -> None:
        self.clock, self.view = f.FakeClock(), f.FakeView()
        self.store = f.store(self.clock)
        self.compact = CompactPresenter(self.view, self.store, f.FakeWords(), self.clock, f.REASONS)
        self.compact.refresh()

    @property
    def face(self):
        return self.view.last["show_face"]


def possible(face) -> str:
    names = ("answer", "hold", "mute", "hang_up")
    return " ".join(name for name in names if getattr(face, f"{name}_possible"))


def test_the_small_window_follows_a_call_through():
    room = Small()
    assert (room.face.state, room.face.name, possible(room.face)) == ("Ready", "No call", "")
    room.store.dispatch(f.offer())
    assert (room.face.name, room.face.detail, possible(room.face)) == ("李明", "After-sales", "answer")
    room.store.dispatch(f.call())
    room.store.dispatch(f.agent_changed("TALKING", call_id="call-1"))
    assert possible(room.face) == "hold mute hang_up"
    room.clock.pass_s(65)
    room.compact.tick()
    assert room.view.last["show_times"] == ("01:05", "01:05")
    room.store.dispatch(f.call("HELD"))
    assert room.face.held and possible(room.face) == "hold hang_up"


def test_the_small_window_says_when_the_server_is_away():
    room = Small()
    room.store.dispatch(ServerReached(False, "unreachable"))
    assert "No connection" in room.face.name and room.face.detail


# --- notices -------------------------------------------------------------------------------------


class NoticeView(f.FakeView):
    def __init__(self) -> None:
        super().__init__()
        self.used = False

    def being_used(self) -> bool:
        return self.used


class Notices:
    def __init__(self, wanted: bool = True) -> None:
        self.view, self.wanted = NoticeView(), wanted
        self.store = f.store(f.FakeClock())
        self.notices = NoticePresenter(self.view, self.store, f.FakeWords(), f.REASONS, self)

    def load_notifications(self) -> bool:
        return self.wanted

    @property
    def told(self) -> list[str]:
        return [f"{args[0]} {args[1]}" for name, args in self.view.calls if name == "notify"]


def test_a_call_is_told_without_anything_private():
    room = Notices()
    room.store.dispatch(f.offer())
    assert room.told == ["Incoming call After-sales"]
    shown = str(room.view.calls)
    assert "李明" not in shown and "138" not in shown


def test_nothing_is_told_to_who_looks_at_the_window_or_wants_none():
    room = Notices()
    room.view.used = True
    room.store.dispatch(f.offer())
    silent = Notices(wanted=False)
    silent.store.dispatch(f.offer())
    assert room.told == [] and silent.told == []


def test_a_missed_call_a_lost_line_and_a_lost_microphone_are_told():
    room = Notices()
    room.store.dispatch(f.offer())
    room.store.dispatch(f.withdrawn("no-answer"))
    room.store.dispatch(phone.AudioProblem("microphone-lost"))
    room.store.dispatch(ServerReached(False, "unreachable"))
    assert [text.split()[0] for text in room.told] == ["Incoming", "Call", "No", "No"]


def test_a_call_that_the_caller_gave_up_is_no_missed_one():
    room = Notices()
    room.store.dispatch(f.offer())
    room.store.dispatch(f.withdrawn("caller-left"))
    assert len(room.told) == 1


def a_notice(**more: object) -> notices.NoticeView:
    base = {"notice_id": 1, "at": f.NOW, "kind": "ticket.late", "title": "李明的工单已超时", "text": "换桌面"}
    return notices.NoticeView.model_validate(base | {"subject": "ticket:k1", "urgent": True} | more)


def test_an_urgent_notice_is_told_over_other_programs_without_what_it_says():
    room = Notices()
    room.notices.urgent(a_notice())
    assert room.told == ["Urgent notice About a ticket. Open Seatline to read it."]
    assert "李明" not in str(room.view.calls)


def test_other_notices_wait_at_the_bell():
    room = Notices()
    room.notices.urgent(a_notice(urgent=False))
    room.notices.urgent(a_notice(read_at=f.NOW))
    room.view.used = True
    room.notices.urgent(a_notice())
    assert room.told == []


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("tel:+86-21-5555-0000", "+862155550000"),
        ("tel:138%201234%205678;phone-context=example.com", "13812345678"),
        ("TEL:(021)%205555.0000", "02155550000"),
        ("sip:1003@pbx.example;transport=tcp", "1003"),
        ("sips:+8613800001111@example.com?subject=hi", "+8613800001111"),
        ("callto://10086", "10086"),
        ("sip:alice@example.com", ""),
        ("https://example.com/13800001111", ""),
        ("tel:", ""),
        ("tel:12345;rm -rf", "12345"),
        ("tel:" + "1" * 61, ""),
        ("13800001111", ""),
    ],
)
def test_numbers_in_links(link: str, number: str):
    assert number_of_link(link) == number


def test_what_can_be_dialled():
    assert dialable("*72#") == "*72#" and dialable("+") == "" and dialable("1+2") == ""


# --- the computer --------------------------------------------------------------------------------


class Computer:
    def __init__(self) -> None:
        self.known = Registered(False, False, True, True)
        self.refuses = False

    def look(self) -> Registered:
        return self.known

    def set_autostart(self, on: bool) -> None:
        if self.refuses:
            raise SystemRefused("read-only")
        self.known = Registered(on, self.known.links, True, True)

    def set_links(self, on: bool) -> None:
        self.known = Registered(self.known.autostart, on, True, True)


class ThreadTasks(f.FakeTasks):
    """Waits for work done in a thread."""

    def run(self, name, work, done=None, failed=None) -> None:  # type: ignore[no-untyped-def]
        import asyncio

        async def carry_out():
            return await work

        try:
            result = asyncio.run(carry_out())
        except SystemRefused as error:
            failed(f.trouble_of(error))  # type: ignore[misc]
        else:
            done(result)  # type: ignore[misc]


def place() -> tuple[ComputerPresenter, f.FakeView, Computer]:
    view, computer = f.FakeView(), Computer()

    class Kept:
        on = True
        minutes = 15

        def load_notifications(self) -> bool:
            return self.on

        def save_notifications(self, on: bool) -> None:
            self.on = on

        def load_lock_minutes(self) -> int:
            return self.minutes

        def save_lock_minutes(self, minutes: int) -> None:
            self.minutes = minutes

    made = ComputerPresenter(view, f.FakeWords(), ThreadTasks(), computer, Kept())
    made.load()
    return made, view, computer


def test_how_soon_the_window_locks_is_chosen_from_a_list():
    made, view, _ = place()
    assert view.last["show_computer"].lock_chosen == 15
    made.choose_lock(0)
    face = view.last["show_computer"]
    assert (0, "Never") in face.lock_minutes and (5, "After 5 min") in face.lock_minutes
    assert face.lock_chosen == 0


def test_the_boxes_show_what_the_system_says():
    made, view, _ = place()
    made.choose_autostart(True)
    made.choose_links(True)
    face = view.last["show_computer"]
    assert face.autostart and face.links and face.notifications and face.hint == ""
    made.choose_notifications(False)
    assert not view.last["show_computer"].notifications


def test_a_refusal_is_said_and_the_box_goes_back():
    made, view, computer = place()
    computer.refuses = True
    made.choose_autostart(True)
    assert not view.last["show_computer"].autostart
    assert "did not allow" in view.said[-1]
