"""Tags by rule: tested before saving, set and taken away on change and at night, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.contracts.customer_work import NewTagRule
from app.server.security.model import NotAllowedError
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import CallResultRow, Customer, CustomerTag, CustomerTouched
from app.server.storage.upsert import upsert
from tests.doubles.customer_work import AGENT, LEAD, WorkRoom, names, one

RISKY = NewTagRule(name="常投诉", tag="高风险", filter=one("outcome.COMPLAINT", "at_least", 2, days=30))
VIP = NewTagRule(name="贵宾", tag="VIP服务", filter=one("level", "is", "VIP"), takes_away=False)


@pytest.fixture
def room(database: Database) -> WorkRoom:
    made = WorkRoom(database)
    made.add("a", "安小姐", level="VIP", tags=["老客户"])
    made.add("b", "白先生", tags=["高风险"])
    made.add("c", "陈先生")
    made.add_call("k1", "a", 1, "COMPLAINT")
    made.add_call("k2", "a", 2, "COMPLAINT")
    made.add_call("k3", "c", 2, "COMPLAINT")
    return made


def tags(room: WorkRoom) -> dict[str, list[str]]:
    return {each: list(room.customer(each).tags) for each in "abc"}


async def test_a_rule_says_before_it_is_saved_whom_it_would_touch(room: WorkRoom) -> None:
    found = await room.work.tag_rules.test(LEAD, RISKY)
    assert (found.matched, found.would_get, found.would_lose) == (1, 1, 1)
    assert names(found.first) == ["安小姐"]
    kept = await room.work.tag_rules.test(LEAD, RISKY.model_copy(update={"takes_away": False}))
    assert kept.would_lose == 0
    assert tags(room) == {"a": ["老客户"], "b": ["高风险"], "c": []}  # nothing was changed


async def test_a_saved_rule_sets_and_takes_away_soon(room: WorkRoom) -> None:
    rules = room.work.tag_rules
    made = await room.database.write(lambda session: rules.create(session, LEAD, RISKY, room.now))
    await room.settle()
    assert tags(room) == {"a": ["老客户", "高风险"], "b": [], "c": []}
    assert room.customer("a").version == 2 and "tags" in room.customer("a").changed_in
    [listed] = await rules.list(LEAD)
    assert (listed.matched, listed.last_run_at) == (1, room.now)
    await room.database.write(lambda session: rules.delete(session, LEAD, made.rule_id, room.now))
    await room.settle()
    assert tags(room)["a"] == ["老客户", "高风险"]  # what was set stays


async def test_the_result_of_a_call_gives_the_tag_a_moment_later(room: WorkRoom) -> None:
    rules = room.work.tag_rules
    await room.database.write(lambda session: rules.create(session, LEAD, RISKY, room.now))
    await room.settle()
    room.add_call("k4", "c")

    def write(session: Session) -> None:
        """As the service of calls writes it."""
        values = {"outcome_code": "COMPLAINT", "note": "", "by": "u-agent", "at": room.now}
        insert = upsert(session, CallResultRow).values(call_id="k4", **values)
        session.execute(insert.on_conflict_do_update(index_elements=["call_id"], set_=values))

    await room.database.write(write)
    await room.settle()
    assert "高风险" in room.customer("c").tags
    left = room.database.read_now(lambda session: session.scalars(select(CustomerTouched)).all())
    assert left == []


async def test_a_changed_customer_gets_and_loses_and_people_s_tags_stay(room: WorkRoom) -> None:
    rules = room.work.tag_rules
    await room.database.write(lambda session: rules.create(session, LEAD, VIP, room.now))
    await room.settle()
    assert tags(room)["a"] == ["老客户", "VIP服务"]
    room.change("a", level="NORMAL")
    room.change("c", level="VIP", tags=["新"])
    await room.settle()
    assert tags(room) == {
        "a": ["老客户", "VIP服务"],
        "b": ["高风险"],
        "c": ["新", "VIP服务"],
    }  # takes nothing away


async def test_of_two_rules_for_one_tag_one_is_enough(room: WorkRoom) -> None:
    rules = room.work.tag_rules
    also = NewTagRule(name="姓白", tag="高风险", filter=one("name", "starts_with", "白"))
    for new in (RISKY, also):
        await room.database.write(lambda session, new=new: rules.create(session, LEAD, new, room.now))
    await room.settle()
    assert tags(room)["a"][-1:] == ["高风险"] and tags(room)["b"] == ["高风险"]
    assert (await rules.test(LEAD, RISKY, rule_id="")).would_lose == 0  # the other one still holds


async def test_at_night_all_is_put_right_whoever_wrote_past_us(room: WorkRoom) -> None:
    rules = room.work.tag_rules
    await room.database.write(lambda session: rules.create(session, LEAD, RISKY, room.now))
    await room.settle()

    def past_us() -> None:
        with room.database.connection() as connection:
            connection.execute(update(Customer).where(Customer.customer_id == "a").values(tags=["老客户"]))
            connection.execute(
                update(Customer).where(Customer.customer_id == "c").values(tags=["高风险", "x"])
            )

    past_us()
    await room.work.nightly(room.now)
    assert tags(room) == {"a": ["老客户", "高风险"], "b": [], "c": ["x"]}
    rows = room.database.read_now(
        lambda session: sorted((row.customer_id, row.tag) for row in session.scalars(select(CustomerTag)))
    )
    assert rows == [("a", "老客户"), ("a", "高风险"), ("c", "x")]


async def test_what_makes_no_sense_is_refused(room: WorkRoom) -> None:
    rules = room.work.tag_rules
    for bad in (
        RISKY.model_copy(update={"filter": one("tags", "has_not", "高风险")}),  # would flip for ever
        RISKY.model_copy(update={"filter": one("nobody", "is", "x")}),
        RISKY.model_copy(update={"filter": RISKY.filter.model_copy(update={"conditions": []})}),
        RISKY.model_copy(update={"tag": "   "}),
    ):
        with pytest.raises(InvalidValueError):
            await rules.test(LEAD, bad)
        with pytest.raises(InvalidValueError):
            await room.database.write(lambda session, bad=bad: rules.create(session, LEAD, bad, room.now))
    with pytest.raises(NotAllowedError):
        await rules.test(AGENT, RISKY)
    assert await rules.list(LEAD) == []
