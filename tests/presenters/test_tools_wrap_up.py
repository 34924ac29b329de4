"""Wrap-up by the rules of the queue: outcomes, templates, a colleague's note, calls on hold, what is next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.contracts.customers import OpenTicket
from app.crm_client.errors import Unreachable
from app.ui.presenters.after_call import AfterCallPresenter
from app.ui.presenters.desk import ServerReached
from app.ui.presenters.ports import Draft
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.variables import Variables
from app.ui.presenters.wrap_up import WrapUpPresenter
from tests.presenters import tools_fakes as t
from tests.presenters import ui_fakes as f


class Room:
    def __init__(self) -> None:
        self.clock, self.view, self.outbox, self.crm = (
            f.FakeClock(),
            f.FakeView(),
            f.FakeOutbox(),
            t.ToolsCrm(),
        )
        self.after_view = f.FakeView()
        self.drafts, self.store, words = f.FakeDrafts(), f.store(self.clock), f.FakeWords()
        self.file = f.file_of(f.liming())
        variables = Variables(self.store, words, self.clock, "王芳", "晨光", lambda: self.file)
        rules = DeskRules(f.OUTCOMES, t.RULES)
        self.form = WrapUpPresenter(
            self.view, self.store, words, self.clock, self.outbox, self.drafts, rules, variables
        )
        self.after = AfterCallPresenter(
            self.after_view, self.store, words, f.FakeTasks(), self.clock, self.crm, f.REASONS
        )
        self.form.refresh()
        self.after.refresh()

    @property
    def face(self) -> Any:
        return self.view.last["show_result"]

    @property
    def next(self) -> Any:
        return self.after_view.last["show_after"]

    def talk(self, **more: Any) -> None:
        self.store.dispatch(f.agent_changed("TALKING", call_id=more.get("call_id", "call-1")))
        self.store.dispatch(f.call(**more))

    def end(self, **more: Any) -> None:
        self.store.dispatch(f.call("ENDED", **more))
        ends = f.NOW + timedelta(seconds=30)
        self.store.dispatch(
            f.agent_changed("WRAP_UP", call_id="call-1", wrap_up_ends_at=ends, wrap_up_more_s=60)
        )


@pytest.fixture
def room() -> Room:
    return Room()


def test_only_the_queues_outcomes_may_be_chosen(room: Room):
    room.talk()
    assert [(each.code, each.key) for each in room.face.outcomes] == [("follow", 1)]
    room.end()
    assert room.form.choose_by_key(1) and room.face.outcome == "follow"
    assert not room.form.choose_by_key(2)


def test_a_queue_without_rules_offers_all_outcomes(room: Room):
    other = f.AFTER_SALES.model_copy(update={"code": "hotline"})
    room.talk(queue=other)
    assert [each.code for each in room.face.outcomes] == ["resolved", "follow"]


def test_where_it_is_needed_nothing_is_finished_without_an_outcome(room: Room):
    room.talk()
    room.end()
    assert room.face.hint == "still to choose"
    room.form.finish()
    assert room.outbox.put == [] and room.view.count("point_at_outcomes") == 1
    room.form.choose_outcome("follow")
    assert room.face.hint == ""
    room.form.finish()
    assert room.outbox.put[0][1].finish


def test_an_outcome_of_another_queue_does_not_count(room: Room):
    room.talk()
    room.form.choose_outcome("resolved")
    room.end()
    room.form.finish()
    assert room.outbox.put == []


def test_where_it_is_not_needed_the_wrap_up_is_finished_without(room: Room):
    room.talk(queue=t.NOT_NEEDED)
    room.end(queue=t.NOT_NEEDED)
    room.form.finish()
    assert room.outbox.put[0][1].finish and room.outbox.put[0][1].outcome == ""


def test_a_template_goes_into_the_note_with_its_variables(room: Room):
    room.talk()
    ticket = OpenTicket(ticket_id="k", number="T7", title="", status="NEW")
    room.file = f.file_of(f.liming(), open_tickets=[ticket])
    assert room.face.templates == ("Repair",)
    room.form.insert_template(0)
    assert room.view.last["insert"] == "李明:T7"
    assert room.view.said == []


def test_a_template_says_what_it_could_not_fill(room: Room):
    room.talk()
    room.form.insert_template(0)
    assert room.view.last["insert"] == "李明:…" and "a ticket" in room.view.said[-1]


def test_the_colleagues_note_comes_along_and_can_be_taken_over(room: Room):
    room.talk(from_agent="赵磊", note="要求今天答复")
    assert (room.face.handed_by, room.face.handed_note) == ("赵磊", "要求今天答复")
    room.form.take_handed_note()
    assert room.view.last["insert"] == "要求今天答复"


def test_a_call_on_hold_keeps_what_was_typed_and_nothing_is_sent(room: Room):
    room.talk()
    room.form.type_note("第一通")
    first = f.call("HELD").call
    room.store.dispatch(
        f.hello(
            agent=f.agent("TALKING", call_id="call-2"),
            call=f.call(call_id="call-2").call,
            other_calls=[first],
        )
    )
    room.form.type_note("第二通")
    assert room.outbox.put == []
    second = f.call("HELD", call_id="call-2").call
    room.store.dispatch(
        f.hello(agent=f.agent("TALKING", call_id="call-1"), call=f.call().call, other_calls=[second])
    )
    assert room.form.draft.note == "第一通" and room.view.last["show_typed"] == ("第一通", None)
    assert room.outbox.put == [] and room.drafts.kept["call-2"].note == "第二通"


def test_a_held_call_that_goes_away_is_saved(room: Room):
    room.talk()
    room.form.type_note("第一通")
    first = f.call("HELD").call
    other = f.call(call_id="call-2").call
    agent = f.agent("TALKING", call_id="call-2")
    room.store.dispatch(f.hello(agent=agent, call=other, other_calls=[first]))
    room.form.type_note("第二通")
    room.store.dispatch(f.hello(agent=agent, call=other))
    (call_id, result) = room.outbox.put[0]
    assert (call_id, result.note, result.finish) == ("call-1", "第一通", False)
    assert room.form.draft.note == "第二通" and room.face.kept_text == "Draft kept on this computer"


def test_a_note_that_a_crash_left_of_a_call_that_is_over_is_saved(room: Room):
    room.talk()
    left = {
        "call-1": Draft("", "typed now"),
        "call-0": Draft("follow", "typed before the crash"),
        "ticket-form": Draft(note="{}"),
        "new-customer:call-0": Draft("赵敏"),
    }
    room.drafts.kept = dict(left)
    room.form.recover(left)
    assert [(call_id, result.note) for call_id, result in room.outbox.put] == [
        ("call-0", "typed before the crash")
    ]
    assert not room.outbox.put[0][1].finish and "call-0" not in room.drafts.kept
    assert set(room.drafts.kept) == {"call-1", "ticket-form", "new-customer:call-0"}
    assert "saved with its call" in room.view.said[-1]


def test_the_wrap_up_is_extended_once(room: Room):
    room.talk()
    assert room.next.extend == ""
    room.end()
    assert room.next.extend == "+60 s" and room.next.extend_enabled
    room.after.extend()
    room.after.extend()
    assert room.crm.asked == [("extend",)] and not room.next.extend_enabled


def test_an_extension_that_the_server_refuses_can_be_tried_again(room: Room):
    room.talk()
    room.end()
    room.crm.fails = Unreachable("gone")
    room.after.extend()
    assert room.next.extend_enabled and room.after_view.said


def test_one_that_is_extended_already_is_not_offered(room: Room):
    room.talk()
    room.end()
    ends = f.NOW + timedelta(seconds=90)
    room.store.dispatch(
        f.agent_changed(
            "WRAP_UP", call_id="call-1", wrap_up_ends_at=ends, wrap_up_more_s=60, wrap_up_extended=True
        )
    )
    assert room.next.extend == "+60 s" and not room.next.extend_enabled


def test_the_next_wish_is_sent_and_remembered(room: Room):
    room.talk()
    assert room.next.chosen == 0 and room.next.choices[1].text == "Break"
    room.after.choose(1)
    assert room.crm.asked == [("state", "NOT_READY", "break")] and room.next.chosen == 1
    room.store.dispatch(
        f.agent_changed("TALKING", call_id="call-1", next_state="NOT_READY", next_reason="break")
    )
    assert room.next.chosen == 1
    room.end()
    assert room.next.chosen == 0  # the server says what is true


def test_without_the_server_nothing_can_be_wished(room: Room):
    room.talk()
    room.end()
    room.store.dispatch(ServerReached(False, "unreachable"))
    assert not room.next.enabled and not room.next.extend_enabled
