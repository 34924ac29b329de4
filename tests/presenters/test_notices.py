"""Notices: the bell's count, the quiet sign, what a click opens, how one wants to be told."""

from __future__ import annotations

from typing import Any

from app.contracts.live import NoticeMade
from app.contracts.notices import NoticeView
from app.ui.presenters.notice_bell import BellPresenter
from app.ui.presenters.notice_wishes import WishesPresenter, WishFields
from app.ui.presenters.pages import ListState
from tests.presenters.tickets_fakes import NoticesCrm
from tests.presenters.ui_fakes import NOW, FakeClock, FakeTasks, FakeView, FakeWords, call, store


def notice(notice_id: int = 1, **more: Any) -> NoticeView:
    base = {"notice_id": notice_id, "at": NOW, "kind": "ticket.late", "title": "Late", "text": "T-1"}
    return NoticeView.model_validate(base | {"subject": "ticket:k1"} | more)


class Room:
    def __init__(self, *notices: NoticeView) -> None:
        clock = FakeClock()
        self.crm, self.view, self.opened = NoticesCrm(*notices), FakeView(), list[str]()
        self.store = store(clock)
        self.bell = BellPresenter(
            self.view, self.store, FakeWords(), FakeTasks(), clock, self.crm, self._open
        )
        self.bell.count()

    def _open(self, subject: str) -> bool:
        self.opened.append(subject)
        return subject.startswith("ticket:")

    def comes(self, made: NoticeView) -> None:
        self.bell.live(NoticeMade(cursor=1, notice=made))


def test_the_bell_counts_what_is_unread():
    room = Room(notice(1), notice(2, urgent=True), notice(3, read_at=NOW))
    assert room.view.last["show_bell"] == (2, True)
    room.comes(notice(4))
    assert room.view.last["show_bell"] == (3, True)


def test_a_new_one_shows_a_sign_but_not_into_a_call_unless_it_is_urgent():
    room = Room()
    room.comes(notice(1))
    assert room.view.last["show_sign"].title == "Late"
    room.store.dispatch(call())
    room.comes(notice(2))
    assert room.view.count("show_sign") == 1
    room.comes(notice(3, urgent=True))
    assert room.view.count("show_sign") == 2


def test_a_click_reads_it_and_opens_what_it_is_about():
    room = Room(notice(1))
    room.bell.show(True)
    room.bell.open(1)
    assert (room.crm.read, room.opened) == ([1], ["ticket:k1"])
    assert room.view.last["show_bell"] == (0, False)
    assert not room.view.last["show_notices"].rows[0].unread


def test_what_cannot_be_opened_here_says_so():
    room = Room(notice(1, subject="moon:1"))
    room.bell.show(True)
    room.bell.open(1)
    assert room.view.said == ["This cannot be opened here."]


def test_the_list_that_is_open_learns_of_new_counts():
    room = Room(notice(1, read_at=NOW))
    room.bell.show(True)
    assert room.view.last["show_notices"].unread == 0
    room.crm.kept.append(notice(2))
    room.bell.count()
    assert room.view.last["show_notices"].unread == 1


def test_all_are_read_at_once():
    room = Room(notice(1), notice(2))
    room.bell.show(True)
    room.bell.read_all()
    assert room.view.last["show_bell"] == (0, False)
    assert not any(row.unread for row in room.view.last["show_notices"].rows)


def wishes() -> tuple[WishesPresenter, FakeView, NoticesCrm]:
    crm, view = NoticesCrm(), FakeView()
    presenter = WishesPresenter(view, FakeWords(), FakeTasks(), crm)
    presenter.load()
    return presenter, view, crm


def test_wishes_are_kept_with_what_this_window_does_not_know():
    presenter, view, crm = wishes()
    face = view.last["show_wishes"]
    assert face.state is ListState.ROWS and face.channels == ("SMS", "EMAIL")
    presenter.save(WishFields(("EMAIL",), ("ticket.late",), ("20:00", "08:00"), "a@b.example", "", ""))
    kept = crm.wishes
    assert kept.off == ["ticket.late", "old.kind"] and kept.language == "en"
    assert f"{kept.quiet_from:%H:%M}" == "20:00" and view.last["show_saved"][0] == "Saved."


def test_a_way_without_an_address_is_not_saved():
    presenter, view, crm = wishes()
    before = crm.wishes
    presenter.save(WishFields(("SMS",), (), ("", ""), "", "none", ""))
    assert crm.wishes is before and view.last["show_saved"][0] == "Please write the number to which it goes."
