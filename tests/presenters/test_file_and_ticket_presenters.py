"""The customer's file, the new customer, the ticket in two clicks, the search."""

from __future__ import annotations

import pytest

from app.contracts.customers import AccountView, CustomerView
from app.contracts.live import CallChanged
from app.contracts.people import Label
from app.crm_client.errors import Unreachable
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.file import FilePresenter
from app.ui.presenters.search import SearchPresenter
from app.ui.presenters.ticket import TicketFields, TicketPresenter
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.crm, self.outbox = f.FakeClock(), f.FakeCrm(), f.FakeOutbox()
        self.view, self.form_view, self.search_view = f.FakeView(), f.FakeView(), f.FakeView()
        self.store, words, tasks = f.store(self.clock), f.FakeWords(), f.FakeTasks()
        crm = self.crm
        self.file = FilePresenter(
            self.view,
            self.store,
            words,
            tasks,
            self.clock,
            crm,  # type: ignore[arg-type]
            self.outbox,
            f.FakeDrafts(),
        )
        self.drafts = f.FakeDrafts()
        self.note = ""
        self.ticket = TicketPresenter(
            self.form_view,
            self.store,
            words,
            self.clock,
            self.outbox,
            f.TYPES,
            customer=lambda: self.file.customer,
            note=lambda: self.note,
            drafts=self.drafts,
        )
        self.search = SearchPresenter(
            self.search_view,
            words,
            tasks,
            self.clock,
            crm,  # type: ignore[arg-type]
            self.file.open,
        )

    def next_call(self, changed: CallChanged) -> None:
        """The call before has gone altogether."""
        agent = f.agent("TALKING", call_id=changed.call.call_id)
        self.store.dispatch(f.hello(agent=agent, call=changed.call))

    @property
    def face(self):
        return self.view.last["show_file"]


@pytest.fixture
def room() -> Room:
    return Room()


def test_the_file_comes_with_the_offer(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(f.liming(), open_tickets=[f.open_ticket(0.1)])))
    assert room.face.name == "李明"
    assert room.face.promises[0].due == "due today 08:24" and not room.face.promises[0].overdue
    assert room.face.rows[0].result == "待跟进" and room.face.rows[0].when == "5 min ago"


def test_a_broken_promise_is_marked(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(f.liming(), open_tickets=[f.open_ticket(-1)])))
    assert room.face.promises[0].overdue and "overdue since yesterday" in room.face.promises[0].due


def test_what_the_companys_systems_say_of_him_stands_in_his_file(room: Room):
    shop = Label(code="shop", zh="商城", en="Shop")
    said = [
        AccountView(source_id="shop", name=shop, balance_cents=12_800, as_of=room.clock.now()),
        AccountView(source_id="erp", name=shop, as_of=room.clock.now()),
    ]
    room.store.dispatch(f.offer(file=f.file_of(f.liming(), accounts=said)))
    assert [value for name, value in room.face.facts if name == "Balance"] == ["Shop ¥128.00"]


def test_the_same_file_is_not_shown_twice(room: Room):
    room.store.dispatch(f.offer())
    room.store.dispatch(f.call())
    room.store.dispatch(f.call("HELD"))
    assert room.view.count("show_file") <= 2


def test_the_file_goes_with_the_call(room: Room):
    room.store.dispatch(f.offer())
    room.store.dispatch(f.withdrawn("caller-left"))
    assert room.view.calls[-1][0] == "show_nobody"


def test_older_contacts_are_fetched_once_and_added(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(f.liming(), timeline_cursor="c2")))
    room.file.more()
    room.file.more()
    assert [row.item_id for row in room.face.rows] == ["t1", "t9"]
    assert not room.face.more and len(room.crm.asked) == 1


def test_an_unknown_number_gets_a_prefilled_file(room: Room):
    room.store.dispatch(f.offer(file=f.file_of(None)))
    assert room.view.last["show_new"].number == "138****1234"
    room.file.save_new("  ", "")
    assert "name" in room.view.said[-1] and room.outbox.put == []
    room.file.save_new("赵敏", "新客户")
    assert room.outbox.put[0].name == "赵敏" and room.outbox.put[0].call_id == "call-1"
    assert "Saved on this computer" in room.view.last["show_new"].saving
    made = CustomerView(customer_id="c7", name="赵敏", level="NORMAL", number="138****1234")
    room.file.customer_made("key-1", made)
    assert room.face.name == "赵敏"
    room.store.dispatch(f.call(file=f.file_of(None)))
    assert room.view.calls[-1][0] == "show_file"  # a late message does not take the new file away


def test_another_file_can_be_opened_and_closed(room: Room):
    room.crm.files["c2"] = f.file_of(f.liming().model_copy(update={"customer_id": "c2", "name": "陈静"}))
    room.file.open("c2")
    assert room.face.name == "陈静" and room.face.closable
    room.file.close()
    assert room.view.calls[-1][0] == "show_nobody"


def test_a_call_takes_the_place_of_an_opened_file(room: Room):
    room.crm.files["c2"] = f.file_of(f.liming().model_copy(update={"name": "陈静"}))
    room.file.open("c2")
    room.store.dispatch(f.offer())
    assert room.face.name == "李明" and not room.face.closable


def test_two_clicks_make_a_ticket(room: Room):
    room.store.dispatch(f.call())
    room.note = "餐桌桌面再次开裂\n更换"
    room.ticket.open()
    filled = room.form_view.last["fill"]
    assert (filled.type, filled.priority, filled.title) == ("repair", "HIGH", "餐桌桌面再次开裂")
    room.ticket.save(filled)
    new = room.outbox.put[0]
    assert (new.customer_id, new.call_id, new.title, new.text) == (
        "c1",
        "call-1",
        "餐桌桌面再次开裂",
        room.note,
    )
    room.ticket.ticket_sent("key-1", f.ticket_view())
    assert room.form_view.said[-1] == "Ticket T20261121-0042 is saved"
    room.file.ticket_made(f.ticket_view())
    assert room.face.promises[0].number == "T20261121-0042"


def test_what_was_typed_into_the_ticket_is_not_prefilled_again(room: Room):
    room.store.dispatch(f.call())
    room.ticket.open()
    filled = room.form_view.last["fill"]
    changed = TicketFields(filled.type, filled.priority, "my words", filled.text, filled.due_at)
    room.ticket.open(changed)
    assert room.form_view.count("fill") == 1


def test_a_ticket_begun_for_one_customer_never_goes_to_the_next(room: Room):
    room.store.dispatch(f.call(call_id="call-1"))
    room.ticket.open()
    filled = room.form_view.last["fill"]
    typed = TicketFields(filled.type, filled.priority, "for Li Ming", filled.text, filled.due_at)
    other = f.liming().model_copy(update={"customer_id": "c2", "name": "陈静"})
    room.next_call(f.call(call_id="call-2", file=f.file_of(other)))
    assert room.form_view.count("next_call") >= 1
    room.ticket.open(typed)
    assert "李明" in room.form_view.last["show_form"].about
    assert "from the call before" in room.form_view.last["show_form"].about
    room.ticket.save(typed)
    assert (room.outbox.put[0].customer_id, room.outbox.put[0].call_id) == ("c1", "call-1")
    room.ticket.open(typed)
    assert "陈静" in room.form_view.last["show_form"].about
    assert "陈静" in room.form_view.last["fill"].title


def test_an_untouched_ticket_is_filled_anew_for_the_next_call(room: Room):
    room.store.dispatch(f.call(call_id="call-1"))
    room.ticket.open()
    other = f.liming().model_copy(update={"customer_id": "c2", "name": "陈静"})
    room.next_call(f.call(call_id="call-2", file=f.file_of(other)))
    room.ticket.open(room.form_view.last["fill"])
    room.ticket.save(room.form_view.last["fill"])
    assert (room.outbox.put[0].customer_id, room.outbox.put[0].call_id) == ("c2", "call-2")


def test_a_ticket_needs_a_title_and_survives_a_lost_server(room: Room):
    room.store.dispatch(f.call())
    room.ticket.save(TicketFields("repair", "LOW", " ", "", None))
    assert room.outbox.put == [] and room.form_view.last["show_state"] == ("Please write a title.", False)
    room.store.dispatch(ServerReached(False))
    room.ticket.save(TicketFields("repair", "LOW", "t", "", None))
    assert room.form_view.last["show_state"][0] == "Saved on this computer, will be sent"


def test_a_full_disk_is_said_at_the_ticket(room: Room):
    room.outbox.full = True
    room.ticket.save(TicketFields("repair", "LOW", "t", "", None))
    text, good = room.form_view.last["show_state"]
    assert "disk" in text and not good and room.form_view.count("leave_panel") == 0


def test_search_waits_for_a_pause_in_typing(room: Room):
    room.crm.found = [f.liming()]
    room.search.type("李")
    assert room.search_view.calls[-1][0] == "hide_hits"
    room.search.type("李明")
    room.search.tick()
    assert room.crm.asked == []
    room.clock.pass_s(0.3)
    room.search.tick()
    room.search.tick()
    assert room.crm.asked == [("search", "李明")]
    assert room.search_view.last["show_hits"][0][0].name == "李明"


def test_search_says_when_nobody_or_nothing_answers(room: Room):
    room.search.type("zz")
    room.search.search()
    assert "Nobody found" in room.search_view.last["show_hits"][1]
    room.crm.fails = Unreachable("gone")
    room.search.search()
    assert "cannot be reached" in room.search_view.last["show_hits"][1]


# --- a ticket that was being written when the program ended ----------------------------------------


def test_what_is_typed_into_a_ticket_is_there_after_a_crash(room: Room):
    room.store.dispatch(f.call())
    room.ticket.open()
    filled = room.form_view.last["fill"]
    room.ticket.type(filled)
    assert room.drafts.kept == {}, "nothing was typed yet"
    typed = TicketFields(filled.type, "URGENT", "Wobbly tab", filled.text, filled.due_at)
    room.ticket.type(typed)
    again = Room()
    again.ticket._drafts = room.drafts
    again.ticket.restore()
    assert again.form_view.last["fill"] == typed
    assert "李明" in again.form_view.last["show_form"].about
    assert "not saved yet" in again.form_view.last["show_state"][0]
    again.ticket.open(typed)
    assert again.form_view.last["fill"] == typed, "opening it does not overwrite it"
    again.ticket.save(typed)
    assert again.outbox.put[0].customer_id == "c1" and again.outbox.put[0].call_id == "call-1"
    assert room.drafts.kept == {}


def test_an_emptied_ticket_is_forgotten(room: Room):
    room.ticket.type(TicketFields("repair", "NORMAL", "x", "", None))
    assert room.drafts.kept
    room.ticket.type(TicketFields("repair", "NORMAL", "", "", None))
    assert room.drafts.kept == {}
