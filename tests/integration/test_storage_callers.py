"""Who calls: customer, level, own agent, who talked with him last; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.server.customers.callers import CallerService, last_agent
from app.server.storage.database import Database
from app.server.storage.tables import Call, Customer, CustomerNumber

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
NUMBER = "+8613812345678"


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def a_call(call_id: str, minute: float, agent: str | None, **fields) -> Call:
    values = {"dialled": "4001", "caller_number": NUMBER, "direction": "IN", "answered_at": at(minute + 1)}
    return Call(call_id=call_id, started_at=at(minute), agent_id=agent, **{**values, **fields})


def callers(database: Database, region: str = "江苏 连云港") -> CallerService:
    return CallerService(database, lambda number: region if number.startswith("+") else "")


def fill(database: Database, *rows) -> None:
    database.write_now(lambda session: session.add_all(rows))


async def test_a_customer_is_known_with_his_own_agent_and_who_talked_with_him_last(database):
    fill(
        database,
        Customer(
            customer_id="c1", name="李明", level="VIP", language="en", dedicated_agent_id="1004", tags=[]
        ),
    )
    fill(
        database,
        CustomerNumber(e164=NUMBER, customer_id="c1"),
        a_call("k1", 0, "1001", customer_id="c1"),
        a_call("k2", 60, "1002", customer_id="c1", caller_number="+862112345678"),  # from his other number
        a_call("k3", 90, None, customer_id="c1", answered_at=None),  # he gave up
        a_call("k4", 95, "1003", customer_id="c1", caller_number="1003", direction="INTERNAL"),
    )
    found = await callers(database).identify("call-1", "13812345678")
    assert found is not None
    assert (found.call_id, found.customer_id, found.level) == ("call-1", "c1", "VIP")
    assert (found.dedicated_agent_id, found.language, found.region) == ("1004", "en", "江苏 连云港")
    assert (found.last_agent_id, found.last_agent_at) == ("1002", at(61))


async def test_whom_we_called_or_called_back_was_talked_with_too(database):
    fill(
        database,
        a_call("k1", 0, "1001", caller_number="13812345678"),  # as the line sent it then
        a_call("k2", 10, "1002", direction="CALLBACK", dialled=""),
    )
    found = await callers(database).identify("call-1", NUMBER)
    assert found is not None
    assert (found.customer_id, found.last_agent_id, found.last_agent_at) == ("", "1002", at(11))
    fill(database, a_call("k3", 20, "1003", caller_number="1003", dialled=NUMBER, direction="OUT"))
    found = await callers(database).identify("call-1", NUMBER)
    assert found is not None
    assert found.last_agent_id == "1003"


async def test_of_a_stranger_the_region_is_known_and_of_an_extension_nothing(database):
    found = await callers(database).identify("call-1", "+8613912345678")
    assert found is not None
    assert (found.customer_id, found.region, found.last_agent_id) == ("", "江苏 连云港", "")
    assert await callers(database).identify("call-1", "1001") is None
    assert await callers(database).identify("call-1", "") is None


async def test_a_database_in_trouble_costs_the_customer_and_not_the_region(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    found = await callers(database).identify("call-1", NUMBER)
    assert found is not None
    assert (found.customer_id, found.region) == ("", "江苏 连云港")
    await database.close()


def test_each_way_to_the_last_agent_is_one_look_into_an_index(sqlite_template, tmp_path):
    database = Database(sqlite_template.new(tmp_path))
    seen: list[str] = []

    def look(session):
        connection = session.connection()
        execute = connection.exec_driver_sql

        def plan_of(clause: str) -> str:
            sql = (
                f"explain query plan select agent_id from calls where {clause} and answered_at is not null "
                "and agent_id is not null order by started_at desc limit 1"
            )
            return " ".join(str(row[-1]) for row in execute(sql).all())

        seen.append(plan_of("caller_number = 'x' and direction in ('IN', 'CALLBACK')"))
        seen.append(plan_of("dialled = 'x' and calls.direction = 'OUT'"))
        seen.append(plan_of("customer_id = 'x' and direction != 'INTERNAL'"))
        assert last_agent(session, {"x"}, "c") is None

    database.read_now(look)
    database.close_now()
    assert ["ix_calls_caller_number_started_at" in seen[0], "ix_calls_dialled_out" in seen[1]] == [True, True]
    assert "ix_calls_customer_id_started_at" in seen[2]
    assert not any("TEMP B-TREE" in plan for plan in seen), "sorted, so read whole"
