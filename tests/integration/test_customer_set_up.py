"""The form of a customer as who sets it up changes it: retired fields, all faults at once, two at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.contracts.customer_work import CustomerSetUp, NewSegment
from app.contracts.customers import CustomerChange
from app.contracts.people import Label
from app.server.customers.service import CustomerService
from app.server.customers.set_up_check import SetUpChangedError, SetUpWrongError
from app.server.customers.work import CustomerWork
from app.server.customers.work_parts import WorkParts
from app.server.directory.sample_loader import load_sample
from app.server.directory.service import DirectoryService
from app.server.sample import generate
from app.server.security.viewing import ALL_EYES, Viewing
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer
from tests.doubles.api_house import RESOURCES
from tests.doubles.customer_work import ID_CARD, LEAD, ROOMS, SIZE, WorkRoom, one


@pytest.fixture
def room(database: Database) -> WorkRoom:
    made = WorkRoom(database)
    made.add("a", "安小姐", fields={"size": "L", "id_card": "310101199001011234", "rooms": 3})
    return made


@pytest.fixture
def customers(room: WorkRoom) -> CustomerService:
    return CustomerService(room.database, room.work.parts.directory, room.work.parts.viewing)


def put(room: WorkRoom, customers: CustomerService, wish: CustomerSetUp) -> CustomerSetUp:
    return room.database.write_now(lambda session: customers.put_set_up(session, LEAD, wish, room.now))


async def fields_seen(customers: CustomerService) -> dict[str, object]:
    customer = (await customers.file("a", eyes=ALL_EYES)).customer
    assert customer is not None
    return dict(customer.fields)


async def test_a_retired_field_is_seen_nowhere_and_its_values_come_back_with_it(room, customers):
    before = put(room, customers, CustomerSetUp(fields=[SIZE, ID_CARD, ROOMS]))
    assert await fields_seen(customers) == {"size": "L", "id_card": "310101199001011234", "rooms": 3}

    after = put(room, customers, before.model_copy(update={"fields": before.fields[:1]}))
    retired = {each.code: each for each in after.retired}
    assert {"id_card", "rooms"} <= retired.keys()
    assert await fields_seen(customers) == {"size": "L"}
    with pytest.raises(InvalidValueError):
        wish = CustomerChange(version=1, fields={"id_card": "x"})
        room.database.write_now(lambda session: customers.change(session, LEAD, "a", wish, room.now))
    found = await room.work.segments.fields(LEAD)
    assert "field.id_card" not in {each.field for each in found}

    back = put(room, customers, after.model_copy(update={"fields": [retired["id_card"], *after.fields]}))
    assert [each.code for each in back.fields] == ["id_card", "size"]
    assert "rooms" in {each.code for each in back.retired}
    assert await fields_seen(customers) == {"size": "L", "id_card": "310101199001011234"}


async def test_everything_that_is_wrong_is_said_at_once_in_both_languages(room, customers):
    put(room, customers, CustomerSetUp(fields=[SIZE, ROOMS]))
    nameless = Label(code="sms", zh="", en="")
    wish = CustomerSetUp(
        fields=[ROOMS.model_copy(update={"kind": "TEXT"}), SIZE.model_copy(update={"choices": []})],
        consents=[nameless],
        tags=["x" * 41],
    )
    with pytest.raises(SetUpWrongError) as caught:
        put(room, customers, wish)
    faults = caught.value.present["faults"]
    assert [each["subject"] for each in faults] == ["field.rooms", "field.size", "consent.sms", "tags"]
    assert "类型不能改" in faults[0]["zh"] and "kind" in faults[0]["en"]
    assert [each.code for each in (await customers.set_up()).fields] == ["size", "rooms"]


async def test_a_field_that_a_segment_asks_for_is_not_retired(room, customers):
    put(room, customers, CustomerSetUp(fields=[SIZE], consents=[Label(code="sms", zh="短信", en="Texts")]))
    for name, wanted in (
        ("大码客户", one("field.size", "is", "L")),
        ("可发短信", one("consent.sms", "is", True)),
    ):
        new = NewSegment(name=name, filter=wanted)
        room.database.write_now(
            lambda session, new=new: room.work.segments.create(session, LEAD, new, room.now)
        )
    with pytest.raises(SetUpWrongError) as caught:
        put(room, customers, CustomerSetUp())
    faults = {each["subject"]: each["zh"] for each in caught.value.present["faults"]}
    assert set(faults) == {"field.size", "consent.sms"}
    assert "大码客户" in faults["field.size"] and "可发短信" in faults["consent.sms"]


async def test_who_did_not_see_a_colleagues_change_is_told_and_nothing_is_lost(room, customers):
    seen = put(room, customers, CustomerSetUp(fields=[SIZE]))
    put(room, customers, seen.model_copy(update={"fields": [SIZE, ROOMS]}))
    with pytest.raises(SetUpChangedError) as caught:
        put(room, customers, seen.model_copy(update={"fields": [SIZE, ID_CARD]}))
    present = CustomerSetUp.model_validate(caught.value.present)
    assert [each.code for each in present.fields] == ["size", "rooms"]
    put(room, customers, present.model_copy(update={"fields": [*present.fields, ID_CARD]}))
    assert [each.code for each in (await customers.set_up()).fields] == ["size", "rooms", "id_card"]


async def test_tags_in_use_do_not_become_suggestions_by_being_seen(room, customers):
    room.database.write_now(lambda session: setattr(session.get_one(Customer, "a"), "tags", ["随手写的"]))
    seen = put(room, customers, CustomerSetUp(tags=["老客户"]))
    assert (seen.tags, seen.suggested) == (["老客户", "随手写的"], ["老客户"])


async def test_segments_and_rules_of_the_sample_company_hold_for_some_and_not_for_all(database, tmp_path):
    now = datetime.now(UTC)
    load_sample(database, generate(now=now), RESOURCES, b"p" * 32, tmp_path)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    work = CustomerWork(WorkParts(database, directory, Viewing(database)))
    listed = await work.segments.list(LEAD)
    assert len(listed) == 6
    while await work.step():  # rules that were never carried out are, once the server runs
        pass
    counts = {each.name: each.count or 0 for each in (*await work.segments.list(LEAD),)}
    matched = {each.name: each.matched or 0 for each in await work.tag_rules.list(LEAD)}
    assert len(matched) == 3
    assert all(0 < count < 300 for count in (counts | matched).values()), (counts, matched)
