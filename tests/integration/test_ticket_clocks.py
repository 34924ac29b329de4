"""What was promised for tickets: counted in opening hours, frozen, resumed, kept or missed."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import delete, select

from app.contracts.tickets import TicketMoveWish
from app.server.storage.tables import TicketClockRow, TicketEvent, TimerRow
from app.server.tickets.by_itself_rules import EscalationStep, TicketRules
from tests.doubles.ticket_house import TicketTown, at, put_type


@pytest.fixture
def town(database, tmp_path):
    return TicketTown(database, tmp_path)


def test_three_clocks_run_in_opening_hours(town):
    ticket = town.new()
    assert town.clocks(ticket) == {
        "FIRST_RESPONSE": ("RUNNING", "11-23 11:00"),
        "UPDATE": ("RUNNING", "11-23 14:00"),
        "RESOLUTION": ("RUNNING", "11-24 17:00"),
    }
    assert town.row(ticket).next_due_at == at("2026-11-23 11:00")
    assert town.row(ticket).due_at == at("2026-11-24 17:00")


def test_over_a_holiday_and_a_week_end(town):
    town.go_to("2026-12-31 17:00")  # a Thursday; the first of January is a holiday
    ticket = town.new(priority="URGENT")
    assert town.clocks(ticket)["RESOLUTION"] == ("RUNNING", "01-04 12:00")


def test_a_type_without_promises_has_no_clocks_but_for_what_a_person_set(town):
    assert town.clocks(town.new(type="CONSULT")) == {}
    ticket = town.new(type="CONSULT", due_at="2026-11-25T08:00:00Z")
    assert town.clocks(ticket) == {"RESOLUTION": ("RUNNING", "11-25 16:00")}
    town.change(ticket, due_at="2026-11-26T08:00:00Z")
    assert town.clocks(ticket) == {"RESOLUTION": ("RUNNING", "11-26 16:00")}
    assert town.row(ticket).next_due_at == at("2026-11-26 16:00")


def test_taking_it_up_is_the_first_response_but_being_given_it_is_not(town):
    ticket = town.new()
    town.assign(ticket, "anna")
    assert town.clocks(ticket)["FIRST_RESPONSE"][0] == "RUNNING"
    town.say(ticket, "先看看", name="bert")
    assert town.clocks(ticket)["FIRST_RESPONSE"][0] == "RUNNING", "an inside word is no response"
    town.pass_by(minutes=30)
    town.accept(ticket)
    assert town.clocks(ticket)["FIRST_RESPONSE"][0] == "MET"


@pytest.mark.parametrize("how", ["said", "moved"])
def test_a_word_to_the_customer_or_beginning_is_a_response_too(town, how):
    ticket = town.new()
    if how == "said":
        town.say(ticket, "师傅明天到", to_customer=True)
    else:
        town.move(ticket, "IN_PROGRESS")
    assert town.clocks(ticket)["FIRST_RESPONSE"][0] == "MET"
    assert town.clocks(ticket)["UPDATE"] == ("RUNNING", "11-23 14:00")


def test_the_update_clock_begins_again_with_each_word_to_the_customer(town):
    ticket = town.new()
    town.pass_by(hours=2)
    town.say(ticket, "配件已下单", to_customer=True)
    assert town.clocks(ticket)["UPDATE"] == ("RUNNING", "11-23 16:00")
    town.pass_by(hours=1)
    town.say(ticket, "只给同事看")
    assert town.clocks(ticket)["UPDATE"] == ("RUNNING", "11-23 16:00")


def test_while_the_customer_is_waited_for_nothing_runs_and_nobody_is_reminded(town):
    ticket = town.new()
    town.move(ticket, "IN_PROGRESS")
    town.pass_by(hours=2)  # 12:00: 2 of 16 hours are over
    town.move(ticket, "WAITING", reason="等客户照片")
    assert town.clocks(ticket)["RESOLUTION"] == ("FROZEN", "")
    assert town.row(ticket).next_due_at is None
    town.told.take()
    town.go_to("2026-11-30 10:00")
    assert town.told.take() == []
    town.move(ticket, "IN_PROGRESS")
    assert town.clocks(ticket)["RESOLUTION"] == ("RUNNING", "12-01 15:00"), "14 hours are left"


def test_another_priority_counts_from_the_beginning(town):
    ticket = town.new()
    town.pass_by(hours=1)
    town.change(ticket, priority="URGENT")
    assert town.clocks(ticket)["RESOLUTION"] == ("RUNNING", "11-23 14:00")
    assert town.clocks(ticket)["UPDATE"][0] == "STOPPED", "nothing is promised about it any more"
    town.change(ticket, priority="NORMAL")
    assert town.clocks(ticket)["RESOLUTION"] == ("RUNNING", "11-24 17:00")


def test_too_late_for_the_new_priority_it_is_late_at_once_and_back_in_time_after_a_mistake(town):
    ticket = town.new()
    town.move(ticket, "IN_PROGRESS")
    town.go_to("2026-11-24 10:00")  # nine hours
    town.told.take()
    town.change(ticket, priority="URGENT")
    town.pass_by(minutes=1)
    assert town.clocks(ticket)["RESOLUTION"][0] == "MISSED"
    assert ("late", "anna") in town.told.take()
    town.change(ticket, priority="NORMAL")
    assert town.clocks(ticket)["RESOLUTION"] == ("RUNNING", "11-24 17:00")


def test_resolved_in_time_or_late_stays_said(town):
    good, bad = town.new(), town.new()
    town.move(good, "RESOLVED", solution="换了密封圈")
    assert {state for state, _ in town.clocks(good).values()} == {"MET"}
    assert town.row(good).next_due_at is None
    town.go_to("2026-11-25 10:00")
    town.move(bad, "RESOLVED", solution="换了密封圈")
    assert {state for state, _ in town.clocks(bad).values()} == {"MISSED"}
    assert town.row(bad).next_due_at is None, "late is what is still to be done"


def test_reopened_it_is_promised_again(town):
    ticket = town.new()
    town.move(ticket, "RESOLVED", solution="好了")
    town.go_to("2026-11-26 10:00")
    town.move(ticket, "REOPENED", reason="还在漏")
    assert town.clocks(ticket)["RESOLUTION"] == ("RUNNING", "11-27 17:00")
    assert town.clocks(ticket)["FIRST_RESPONSE"][0] == "MET"


def test_cancelled_nothing_runs(town):
    ticket = town.new()
    town.move(ticket, "CANCELLED", reason="重复")
    assert {state for state, _ in town.clocks(ticket).values()} == {"STOPPED"}
    town.told.take()
    town.go_to("2026-11-27 18:00")
    assert town.told.take() == []


def test_reminded_an_hour_before_at_half_time_and_when_it_is_late_then_up_the_chain(town):
    ticket = town.new()
    town.assign(ticket, "anna")
    town.accept(ticket)
    town.told.take()
    town.go_to("2026-11-23 17:59")
    told = [(template, whom) for _, template, whom in town.told.times]
    # The update (due 14:00) was not given: reminded at 13:00, late at 14:00 and up from there.
    assert told == [
        ("reminder", "anna"), ("late", "anna"), ("late", "lead"), ("late", "boss"), ("late", "admin"),
    ]  # fmt: skip
    times = [f"{when.astimezone():%H:%M}" for when, _, _ in town.told.times]
    assert len(set(times)) == 5
    gaps = [town.told.times[n + 1][0] - town.told.times[n][0] for n in range(4)]
    assert [gap.total_seconds() / 60 for gap in gaps] == [60, 30, 30, 60]
    town.told.take()
    town.say(ticket, "配件到了", to_customer=True)
    assert town.clocks(ticket)["UPDATE"][0] == "RUNNING"


def test_at_half_time_only_where_nobody_has_done_anything(town):
    town.write(lambda session: _only_resolution(session))
    idle, worked = town.new(), town.new()
    for ticket in (idle, worked):
        town.assign(ticket, "anna")
    town.accept(worked)
    town.told.take()
    town.go_to("2026-11-24 09:30")
    assert town.told.take() == [("half-time", "anna")]
    assert town.told.last("half-time").subject == f"ticket:{idle.ticket_id}"


def test_the_server_was_off_for_days(town):
    """Then it says what is late now, each once, and nothing of what was to be said before."""
    ticket = town.new()
    town.assign(ticket, "anna")
    town.told.take()
    town.now = at("2026-11-30 10:00")
    town.scheduler.run_due_now(town.now)
    told = town.told.take()
    assert "reminder" not in {template for template, _ in told}
    assert sorted(told).count(("late", "anna")) == 3, "of each of the three clocks"
    town.scheduler.run_due_now(town.now)
    town.now = at("2026-11-23 10:00")  # and the clock is put back
    town.scheduler.run_due_now(town.now)
    assert town.told.take() == []


def test_nobodys_ticket_is_told_to_the_lead_of_its_department(town):
    ticket = town.new()
    assert town.row(ticket).assigned_to is None
    town.told.take()
    town.go_to("2026-11-23 11:00")
    assert ("late", "lead") in town.told.take()


def test_the_chain_is_data(database, tmp_path):
    chain = (EscalationStep(0, "assignee"), EscalationStep(0, "admins"))
    town = TicketTown(database, tmp_path, TicketRules(late=chain))
    ticket = town.new()
    town.assign(ticket, "bert")
    town.told.take()
    town.go_to("2026-11-23 11:01")
    assert town.told.take() == [("late", "bert"), ("late", "admin")]


def test_late_stands_in_the_history_once(town):
    ticket = town.new()
    town.go_to("2026-11-27 10:00")
    rows = town.read(
        lambda session: session.scalars(
            select(TicketEvent.after).where(
                TicketEvent.ticket_id == ticket.ticket_id, TicketEvent.kind == "MISSED"
            )
        ).all()
    )
    assert sorted(rows) == ["FIRST_RESPONSE", "RESOLUTION", "UPDATE"]


def test_what_is_rolled_back_leaves_no_timer(town):
    ticket = town.new()
    before = _timers(town)

    def half(session):
        wish = TicketMoveWish(version=1, to_state="WAITING", reason="x")
        town.tickets.changes.move(session, town.reader("anna"), ticket.ticket_id, wish, town.now)
        raise ValueError

    town.move(ticket, "IN_PROGRESS")
    after = _timers(town)
    with pytest.raises(Exception):  # noqa: B017
        town.write(half)
    assert _timers(town) == after != before


def test_tickets_from_before_there_were_clocks_get_theirs_and_nobody_is_woken(town):
    old = town.new(type="CONSULT", due_at="2026-11-20T08:00:00Z")
    coming = town.new(type="CONSULT", due_at="2026-11-25T08:00:00Z")
    town.write(lambda session: _forget_clocks(session))
    town.told.take()
    assert asyncio.run(town.house.adopt_old()) == 2
    assert asyncio.run(town.house.adopt_old()) == 0
    assert town.clocks(old)["RESOLUTION"][0] == "MISSED"
    assert town.clocks(coming)["RESOLUTION"] == ("RUNNING", "11-25 16:00")
    town.pass_by(minutes=1)
    assert town.told.take() == []
    town.go_to("2026-11-25 16:00")
    assert ("late", "anna") not in town.told.take()


def _only_resolution(session):
    put_type(session, promises=[{"priority": "NORMAL", "resolution_min": 960}])


def _forget_clocks(session):
    session.execute(delete(TicketClockRow))
    session.execute(delete(TimerRow))


def _timers(town):
    statement = select(TimerRow.timer_id, TimerRow.due_at).where(TimerRow.done_at.is_(None))
    return sorted(town.read(lambda session: session.execute(statement).tuples().all()))
