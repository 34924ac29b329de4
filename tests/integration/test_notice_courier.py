"""The courier: patient with what fails, nothing lost or doubled over a stop, a kill and a full disk."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.server.notify import outbox
from app.server.notify.courier import Courier, Patience
from app.server.notify.model import NotifyError, Parcel
from app.server.notify.office import Office
from app.server.notify.pace import Pace
from app.server.notify.set_up import set_secret, write_channel
from app.server.outside_web import OutsideWeb
from app.server.storage.errors import StorageBusyError
from app.server.storage.tables import ChannelRow, MessageOut
from tests.doubles.company_system import Request, company_system
from tests.doubles.courier_process import KEY
from tests.doubles.notice_providers import Hook

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Door:
    """A sender under a test's control. ``hold``: until it is set, nothing is taken."""

    def __init__(self, *failures: NotifyError) -> None:
        self.failures = list(failures)
        self.taken: list[Parcel] = []
        self.tried: list[Parcel] = []
        self.begun = 0
        self.at_once = 0
        self.most_at_once = 0
        self.hold: asyncio.Event | None = None

    def of(self, channel: str, address: str) -> tuple[str, Door]:
        return "door", self

    async def send(self, parcel: Parcel) -> str:
        self.begun += 1
        self.tried.append(parcel)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.hold is not None:
                await self.hold.wait()
            if self.failures:
                raise self.failures.pop(0)
            self.taken.append(parcel)
            return "receipt"
        finally:
            self.at_once -= 1

    async def close(self) -> None:
        return


class House:
    def __init__(self, database, door: Door) -> None:
        self.database, self.door, self.now = database, door, NOW
        self.alarms: list[tuple[str, bool]] = []
        self.courier = Courier(
            database,
            door,
            lambda error_id, text, over: self.alarms.append((error_id, over)),
            draw=lambda: 0.5,
            clock=lambda: self.now,
            patience=Patience(notice_s=(30.0, 120.0, 600.0)),
        )

    async def put(
        self, count: int = 1, channel="EMAIL", template: str = "ticket.late", text: str = "x"
    ) -> None:
        def work(session) -> None:
            for number in range(count):
                draft = outbox.Draft(channel, f"{number}@example.com", "x", template=template)
                outbox.put(session, draft, self.now)

        await self.database.write(work)

    async def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)
        await self.courier.due_now()

    def rows(self) -> list[MessageOut]:
        ordered = select(MessageOut).order_by(MessageOut.message_id)
        return list(self.database.read_now(lambda s: s.scalars(ordered).all()))


async def test_pauses_grow_and_are_spread_until_it_is_taken(database) -> None:
    door = Door(NotifyError("time-out"), NotifyError("http-500"))
    house = House(database, door)
    await house.put()
    await house.courier.due_now()
    [row] = house.rows()
    assert (row.state, row.tries, row.error) == ("NEW", 1, "time-out")
    assert row.next_at == NOW + timedelta(seconds=30 * 1.1), "half of the jitter"
    await house.later(seconds=32)
    assert door.begun == 1
    await house.later(seconds=2)
    assert house.rows()[0].next_at == house.now + timedelta(seconds=120 * 1.1)
    await house.later(seconds=133)
    [row] = house.rows()
    assert (row.state, row.tries, row.receipt, row.error) == ("SENT", 3, "receipt", "")
    assert len({parcel.once for parcel in door.taken}) == 1


async def test_a_try_that_may_have_come_through_says_so_to_the_next(database) -> None:
    door = Door(NotifyError("time-out"), NotifyError("limit"))
    house = House(database, door)
    await house.later(seconds=1)
    await house.put()
    await house.courier.due_now()
    await house.later(minutes=1)
    await house.later(minutes=5)
    assert [parcel.again for parcel in door.tried] == [False, True, False]
    restarted = House(database, Door())
    restarted.now = house.now + timedelta(hours=1)
    await house.put()  # and killed before it was written down that it was taken
    restarted.courier._began = restarted.now
    await restarted.courier.due_now()
    assert [parcel.again for parcel in restarted.door.tried] == [True]


async def test_a_provider_that_wants_to_be_left_alone_is(database) -> None:
    house = House(database, Door(NotifyError("limit", wait_s=3600)))
    await house.put()
    await house.courier.due_now()
    assert house.rows()[0].next_at == NOW + timedelta(hours=1)


async def test_it_is_given_up_in_the_end_and_who_is_on_call_knows(database) -> None:
    house = House(database, Door(*[NotifyError("http-500")] * 9))
    await house.put()
    for _ in range(6):
        await house.later(hours=1)
    assert (house.rows()[0].state, house.rows()[0].tries) == ("FAILED", 4)
    assert house.alarms[-1] == ("channel-door", False)
    house.door.failures = []
    await house.put()
    await house.courier.due_now()
    assert house.alarms[-1] == ("channel-door", True)


async def test_a_channel_that_fails_for_long_raises_the_alarm_before_anything_is_lost(database) -> None:
    house = House(database, Door(*[NotifyError("unreachable")] * 3))
    await house.put()
    await house.courier.due_now()
    await house.later(minutes=1)
    assert house.alarms == []
    await house.later(minutes=10)
    assert house.alarms == [("channel-door", False)] and house.rows()[0].state == "NEW"


async def test_a_wrong_address_is_nobodys_alarm(database) -> None:
    house = House(database, Door(NotifyError("smtp-550", final=True, person=True)))
    await house.put()
    await house.courier.due_now()
    assert (house.rows()[0].state, house.alarms) == ("FAILED", [])


async def test_a_fault_of_a_sender_does_not_stop_the_others(database) -> None:
    door = Door()
    door.failures = [ZeroDivisionError()]  # type: ignore[list-item]
    house = House(database, door)
    await house.put(2)
    await house.courier.due_now()
    assert sorted(row.state for row in house.rows()) == ["NEW", "SENT"]


async def test_many_go_out_few_at_once_and_a_slow_channel_holds_up_no_other(database) -> None:
    door = Door()
    door.hold = asyncio.Event()
    house = House(database, door)
    await house.put(30)
    house.courier.start()
    await _until(lambda: door.at_once == 4)
    await house.put(1, channel="WEBHOOK")
    house.courier.wake()
    await _until(lambda: door.at_once == 5)
    door.hold.set()
    await _until(lambda: len(door.taken) == 31)
    assert door.most_at_once <= 8
    await house.courier.stop()
    assert Counter(row.state for row in house.rows()) == {"SENT": 31}


async def test_a_stop_waits_for_what_is_being_handed_over(database) -> None:
    door = Door()
    door.hold = asyncio.Event()
    house = House(database, door)
    await house.put()
    house.courier.start()
    await _until(lambda: door.at_once == 1)
    asyncio.get_running_loop().call_later(0.1, door.hold.set)
    await house.courier.stop()
    assert house.rows()[0].state == "SENT"
    again = House(database, Door())
    await again.courier.due_now()
    assert again.door.begun == 0


async def test_what_was_taken_while_the_disk_was_full_is_marked_later_and_not_sent_again(
    database, monkeypatch
) -> None:
    house = House(database, Door())
    await house.put()
    real, refused = database.write, []

    async def full(work):
        if len(refused) < 2:
            refused.append(work)
            raise StorageBusyError
        return await real(work)

    monkeypatch.setattr(database, "write", full)
    monkeypatch.setattr("app.server.notify.courier.AFTER_TROUBLE_S", 0.02)
    await house.courier.due_now()
    assert (house.door.begun, house.rows()[0].state) == (1, "SENT")
    assert house.alarms[0] == ("short-messages", False)


async def test_nobody_reads_yesterdays_place_in_the_line(database) -> None:
    house = House(database, Door())
    await house.put(channel="SMS", template="")
    await house.put()
    await house.later(hours=2)
    assert [(row.state, row.error) for row in house.rows()] == [("FAILED", "too-late"), ("SENT", "")]
    await house.put()
    await house.later(days=4)
    assert house.rows()[2].error == "too-late"


def test_a_robot_is_not_used_more_often_than_it_bears() -> None:
    pace = Pace()
    waits = [pace.wait_s("WECOM_ROBOT", "leads", float(second)) for second in range(19)]
    assert waits[:18] == [0.0] * 18 and waits[18] == 60.0 - 18
    assert pace.wait_s("WECOM_ROBOT", "others", 18.0) == 0.0
    assert pace.wait_s("WECOM_ROBOT", "leads", 60.0) == 0.0
    assert pace.wait_s("SMS", "sms", 0.0) == 0.0


async def test_channels_are_taken_over_while_it_runs(database) -> None:
    alarms: list[tuple[str, bool]] = []
    web = OutsideWeb()
    office = Office(database, KEY, web, None, lambda error_id, _, over: alarms.append((error_id, over)))
    await office.load()
    with pytest.raises(NotifyError, match="not-set-up"):
        office.of("WEBHOOK", "hook")
    data = {"id": "hook", "kind": "webhook", "settings": {"url": "https://example.com/in"}}
    await database.write(lambda s: write_channel(s, data))
    await office.load()
    assert alarms == [("channels-damaged", False)], "its secret is missing"
    await database.write(lambda s: set_secret(s.get(ChannelRow, "hook"), KEY, "secret", "s"))
    await office.load()
    name, sender = office.of("WEBHOOK", "hook")
    await office.load()
    assert (name, office.of("WEBHOOK", "hook")[1]) == ("hook", sender), "what did not change stays"
    assert alarms[-1] == ("channels-damaged", True)
    await database.write(lambda s: write_channel(s, data | {"active": False}))
    await office.load()
    with pytest.raises(NotifyError):
        office.of("WEBHOOK", "hook")
    await web.close()


# --- kill -9 ---


async def test_a_killed_program_loses_nothing_and_repeats_only_what_was_under_way(
    database, database_url
) -> None:
    async with company_system() as there:
        hook = Hook("shared", int(datetime.now(UTC).timestamp()))
        silent_from = 3

        async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
            await hook.behave(request, _Deaf() if hook.times >= silent_from else writer)  # type: ignore[arg-type]
            if hook.times > silent_from:
                await asyncio.sleep(3600)

        there.behave = behave
        data = {"id": "hook", "kind": "webhook", "settings": {"url": there.base_url}}
        await database.write(lambda s: write_channel(s, data))
        await database.write(lambda s: set_secret(s.get(ChannelRow, "hook"), KEY, "secret", "shared"))

        def put(session) -> None:
            for number in range(8):
                draft = outbox.Draft("WEBHOOK", "hook", f"{number}", template="ticket.late")
                outbox.put(session, draft, datetime.now(UTC))

        await database.write(put)
        async with _courier(database_url) as process:
            await _until(lambda: hook.times >= silent_from + 4, 30)
            os.kill(process.pid, signal.SIGKILL)
            await process.wait()
        done = _states(database)["SENT"]
        assert done == silent_from, "taken, but nobody could say so"
        there.behave = hook.behave
        async with _courier(database_url):
            await _until(lambda: _states(database)["SENT"] == 8, 30)
        assert {content["text"] for content in hook.taken.values()} == {str(number) for number in range(8)}
        assert len(hook.taken) == 8, "each by one key, so that the other side can tell"
        keys = Counter(request.headers["idempotency-key"] for request in there.requests)
        assert sum(1 for count in keys.values() if count > 1) == 4, "what was marked as sent is not repeated"


class _Deaf:
    """Stands for a connection on which no answer comes."""

    def write(self, data: bytes) -> None:
        return

    async def drain(self) -> None:
        return


@contextlib.asynccontextmanager
async def _courier(url: str):
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.doubles.courier_process", url, cwd=root
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _states(database) -> Counter[str]:
    return Counter(database.read_now(lambda s: s.scalars(select(MessageOut.state)).all()))


async def _until(holds, within_s: float = 10.0) -> None:
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.02)
