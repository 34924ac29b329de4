"""The sample company: the same every time, complete, without contradictions, with the demo's caller."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.server.core.types import CallOutcome
from app.server.directory.queue_rules import is_number
from app.server.replies.model import check_text
from app.server.sample import SampleCompany, generate
from app.server.sample.desk import SHARED_NUMBER

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
SHANGHAI = timezone(timedelta(hours=8))


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    return generate(now=NOW)


def test_same_seed_and_time_give_the_same_company(company: SampleCompany) -> None:
    assert generate(4001, now=NOW) == company
    assert generate(4001, now=NOW.astimezone(SHANGHAI)) == company


def test_another_seed_gives_other_people_but_the_same_setup(company: SampleCompany) -> None:
    other = generate(7, now=NOW)
    assert other.customers[1:] != company.customers[1:]
    assert other.users == company.users
    assert other.queues == company.queues


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        generate(now=datetime(2026, 11, 21, 6, 30))  # noqa: DTZ001


def test_staff(company: SampleCompany) -> None:
    assert [agent.extension for agent in company.agents] == [str(number) for number in range(1001, 1011)]
    assert [user.username for user in company.supervisors] == ["2001", "2002"]
    assert company.agents[0].queue_ids == ("sales", "service", "complaints")
    assert all(1 <= len(agent.queue_ids) <= 2 for agent in company.agents[1:])
    queue_ids = {queue.queue_id for queue in company.queues}
    assert queue_ids == {"sales", "service", "complaints"}
    assert {queue_id for agent in company.agents for queue_id in agent.queue_ids} == queue_ids
    assert all(
        (queue.ring_s, queue.wrap_up_s, queue.service_level_s) == (20, 60, 20) for queue in company.queues
    )
    assert [number.number for number in company.numbers] == ["4001", "4002", "4003"]
    assert all(user.name_zh and user.name_en for user in company.users)


def test_sizes(company: SampleCompany) -> None:
    assert (len(company.customers), len(company.orders)) == (500, 1500)
    assert (len(company.calls), len(company.tickets)) == (1200, 250)


def test_nothing_is_there_twice(company: SampleCompany) -> None:
    for values in (
        [user.username for user in company.users],
        [customer.customer_id for customer in company.customers],
        [customer.number for customer in company.customers],
        [order.number for order in company.orders],
        [call.call_id for call in company.calls],
        [ticket.number for ticket in company.tickets],
        [customer.email for customer in company.customers if customer.email],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_customers_look_real(company: SampleCompany) -> None:
    for customer in company.customers:
        assert re.fullmatch(r"\+861[35789]\d{9}", customer.number)
        assert customer.since < NOW
        if customer.language == "zh":
            assert re.fullmatch(r"[\u4e00-\u9fff]{2,4}", customer.name)
        else:
            assert re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", customer.name)
        assert not customer.email or customer.email.split("@")[1].startswith("example.")
    levels = Counter(customer.level for customer in company.customers)
    assert levels["NORMAL"] > levels["SILVER"] > levels["GOLD"] > levels["VIP"] > 3
    assert 3 <= sum(customer.language == "en" for customer in company.customers) <= 40


def test_orders_belong_to_customers_and_add_up(company: SampleCompany) -> None:
    since = {customer.customer_id: customer.since for customer in company.customers}
    for order in company.orders:
        assert since[order.customer_id] <= order.ordered_at < NOW
        assert order.amount_cents == sum(item.quantity * item.price_cents for item in order.items) > 0
        local_date = order.ordered_at.astimezone(SHANGHAI).strftime("%Y%m%d")
        assert re.fullmatch(rf"SO{local_date}-\d{{4}}", order.number)
    assert {order.status for order in company.orders} <= {label.code for label in company.order_statuses}


def test_calls_fit_people_queues_and_labels(company: SampleCompany) -> None:
    numbers = {customer.customer_id: customer.number for customer in company.customers}
    queues_of = {agent.username: agent.queue_ids for agent in company.agents}
    known = set(numbers.values())
    for call in company.calls:
        if call.customer_id is None:
            assert call.caller_number not in known
        else:
            assert call.caller_number == numbers[call.customer_id]
        assert call.dialled_number in {number.number for number in company.numbers}
        if call.agent is None:
            assert call.outcome in (CallOutcome.ABANDONED, CallOutcome.IN_MENU)
            assert (call.talk_s, call.result, call.answered_at) == (0.0, "", None)
        else:
            assert call.queue_id in queues_of[call.agent]
            assert call.result in {label.code for label in company.outcomes}
            assert call.note
            assert (call.follow_up_at is not None) == (call.result == "FOLLOW_UP")
        assert (call.queue_id is None) == (call.outcome is CallOutcome.IN_MENU)


def test_the_times_of_a_call_agree_and_lie_in_the_last_sixty_days(company: SampleCompany) -> None:
    for call in company.calls:
        assert NOW - timedelta(days=61) <= call.started_at < call.ended_at
        assert call.ended_at + timedelta(seconds=call.wrap_up_s) <= NOW
        if call.queued_at and call.answered_at:
            assert (call.answered_at - call.queued_at).total_seconds() == call.wait_s
            assert (call.ended_at - call.answered_at).total_seconds() == call.talk_s + call.hold_s
        elif call.queued_at:
            assert (call.ended_at - call.queued_at).total_seconds() == call.wait_s
    starts = [call.started_at for call in company.calls]
    assert starts == sorted(starts)


def test_nobody_talks_to_two_customers_at_once(company: SampleCompany) -> None:
    free_from: dict[str, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
    answered = [call for call in company.calls if call.agent and call.answered_at]
    for call in sorted(answered, key=lambda call: call.answered_at or NOW):
        assert call.agent and call.answered_at
        assert call.answered_at >= free_from[call.agent], call
        free_from[call.agent] = call.ended_at + timedelta(seconds=call.wrap_up_s)


def test_tickets_fit_calls_and_people(company: SampleCompany) -> None:
    calls = {call.call_id: call for call in company.calls}
    customers = {customer.customer_id for customer in company.customers}
    users = {user.username for user in company.users}
    for ticket in company.tickets:
        assert ticket.customer_id in customers
        assert ticket.type in {label.code for label in company.ticket_types}
        assert ticket.created_by in users
        assert ticket.assigned_to is None or ticket.assigned_to in users
        if ticket.call_id:
            call = calls[ticket.call_id]
            assert call.customer_id == ticket.customer_id
            assert call.result == "FOLLOW_UP"
            assert call.ended_at <= ticket.created_at
        local_date = ticket.created_at.astimezone(SHANGHAI).strftime("%Y%m%d")
        assert re.fullmatch(rf"T{local_date}-\d{{4}}", ticket.number)
        assert ticket.due_at > ticket.created_at


def test_a_ticket_is_where_its_history_left_it(company: SampleCompany) -> None:
    users = {user.username for user in company.users}
    for ticket in company.tickets:
        moments = [event.at for event in ticket.events]
        assert moments == sorted(moments)
        assert moments[0] == ticket.created_at
        assert moments[-1] <= NOW
        assert ticket.events[0].kind == "CREATED"
        assert ticket.events[-1].status == ticket.status
        assert {event.actor for event in ticket.events} <= users
        assert (ticket.assigned_to is None) == (ticket.status == "NEW")


def test_ticket_numbers_of_a_day_run_from_one(company: SampleCompany) -> None:
    days: dict[str, list[int]] = defaultdict(list)
    for ticket in company.tickets:
        day, serial = ticket.number.split("-")
        days[day].append(int(serial))
    assert all(serials == list(range(1, len(serials) + 1)) for serials in days.values())


def test_no_sentence_has_an_empty_place(company: SampleCompany) -> None:
    sentences = [call.note for call in company.calls]
    sentences += [text for ticket in company.tickets for text in (ticket.title, ticket.text)]
    assert [sentence for sentence in sentences if "{" in sentence or "}" in sentence] == []


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_the_demos_caller_has_a_story_at_any_hour(hour: int) -> None:
    now = datetime(2026, 11, 20, hour, 47, tzinfo=UTC)
    company = generate(now=now)
    liming = company.customers[0]
    assert (liming.name, liming.level, liming.number) == ("李明", "VIP", "+8613812345678")
    assert sum(customer.name == "李明" for customer in company.customers) == 1
    assert sum(order.customer_id == liming.customer_id for order in company.orders) == 3
    calls = [call for call in company.calls if call.customer_id == liming.customer_id]
    assert len(calls) >= 3
    assert calls[-1].result == "FOLLOW_UP"
    assert all(call.ended_at < now for call in calls)
    (ticket,) = [ticket for ticket in company.tickets if ticket.customer_id == liming.customer_id]
    assert ticket.status == "IN_PROGRESS"
    assert ticket.call_id == calls[-1].call_id
    assert ticket.due_at >= now
    assert ticket.due_at.astimezone(SHANGHAI).date() == now.astimezone(SHANGHAI).date()


def test_agents_have_replies_rules_and_numbers_at_hand(company: SampleCompany) -> None:
    assert Counter(reply.language for reply in company.replies) == {"zh": 7, "en": 3}
    assert len({(reply.group, reply.title) for reply in company.replies}) == 10
    for reply in company.replies:
        check_text(reply.text)
        assert re.search(r"[\u4e00-\u9fff]", reply.text) is not None or reply.language == "en"
    codes = {outcome.code for outcome in company.outcomes}
    for queue in company.queues:
        assert queue.desk.notes and queue.desk.script.count("\n\n") >= 2
        assert set(queue.desk.outcomes) <= codes
    assert all(is_number(each.number) and each.name_zh and each.name_en for each in company.saved_numbers)
    assert all(user.department_zh and user.department_en for user in company.users)
    assert len({user.department_zh for user in company.users}) == 4


def test_two_customers_share_a_number_that_nobody_has_alone(company: SampleCompany) -> None:
    sharers = [customer for customer in company.customers if customer.more_numbers]
    assert [customer.more_numbers for customer in sharers] == [(SHARED_NUMBER,)] * 2
    assert SHARED_NUMBER not in {customer.number for customer in company.customers}
