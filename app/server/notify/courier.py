"""The courier: takes what is due out of the outbox, hands it over, tries again with growing pauses.

In:  rows of the outbox. Out: calls of senders, rows settled, an alarm while a channel does not work.

A message is marked as sent after the provider took it. So a program that is killed between the two sends it
again when it is back, with the same key: webhooks, WeCom apps and mail systems tell by it that they have it;
providers of short messages do not, there it may arrive twice. A server that is stopped properly waits for
what is being handed over. Texts and whole addresses never stand in the log.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from app.contracts.notices import Channel
from app.server.notify import outbox
from app.server.notify.channel_states import note_failed, note_sent
from app.server.notify.model import NotifyError, Senders
from app.server.notify.outbox import NO_GATEWAY, NOT_SET_UP, TOO_LATE, Job
from app.server.notify.pace import Pace
from app.server.security.masking import mask_email, mask_number
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.tasks import Spawner, wait_for_event

log = logging.getLogger(__name__)
LOST_ANSWERS = ("time-out", "connection-broke", "no-json", "http-5", "fault")  # of a try: it may be there
TEXT_ALARM = "short-messages"
CHANNELS: tuple[Channel, ...] = ("SMS", "EMAIL", "WECOM", "WECOM_ROBOT", "WEBHOOK")
UNSET_PAUSE_S = 300.0  # where no channel is set up (yet)
JITTER = 0.2  # part of a pause by which it is longer at most, so that not all come back at once
MOST_AT_ONCE = 4  # of one channel
LONGEST_SLEEP_S = 30.0
AFTER_TROUBLE_S = 2.0
STOP_WITHIN_S = 15.0
ALARM_AFTER = timedelta(minutes=10)  # a channel that fails for that long

OnAlarm = Callable[[str, str, bool], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """Pauses between tries: of words in a call, of notices."""

    call_s: Sequence[float] = (10.0, 60.0)
    notice_s: Sequence[float] = (30.0, 120.0, 600.0, 1800.0, 7200.0, 14400.0)

    def pause_s(self, job: Job) -> float | None:
        """After the try that just failed; None: that was the last."""
        pauses_s = self.call_s if job.is_of_a_call else self.notice_s
        return pauses_s[job.tries] if job.tries < len(pauses_s) else None


class Courier:
    """One per server. ``draw``: a random number from 0 to 1."""

    def __init__(
        self,
        database: Database,
        senders: Senders,
        on_alarm: OnAlarm,
        draw: Callable[[], float],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        patience: Patience | None = None,
    ) -> None:
        self._database, self._senders, self._on_alarm = database, senders, on_alarm
        self._draw, self._clock = draw, clock
        self._patience = patience or Patience()
        self._began = clock()
        self._carried: dict[int, Channel] = {}  # what is being sent
        self._failing: dict[str, datetime] = {}  # channel → since when
        self._pace = Pace()
        self._changed, self._stopped = asyncio.Event(), asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks, self._sends = Spawner("courier"), Spawner("courier-sends")

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._tasks.spawn(self._run(), "rounds")

    def wake(self) -> None:
        """Something was put into the outbox, and is on the disk. From any thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._changed.set)

    async def stop(self) -> None:
        """What is being handed over is finished, so that the next start does not repeat it."""
        self._stopped.set()
        await self._tasks.close()
        loop = asyncio.get_running_loop()
        until_s = loop.time() + STOP_WITHIN_S
        while self._carried and loop.time() < until_s:
            self._changed.clear()
            await wait_for_event(self._changed, until_s - loop.time())
        await self._sends.close()
        self._loop = None

    async def due_now(self) -> None:
        """One try of each that is due, until all is settled. For tools and tests, instead of ``start``."""
        while True:
            await self._round()
            if not self._carried:
                return
            while self._carried:
                self._changed.clear()
                await self._changed.wait()

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            try:
                wait_s = await self._round()
            except StorageError as error:
                self._on_alarm(TEXT_ALARM, f"The outbox of messages cannot be read: {error}", False)
                self._failing.setdefault(TEXT_ALARM, self._clock())
                wait_s = AFTER_TROUBLE_S
            else:
                self._well(TEXT_ALARM, TEXT_ALARM)
            await wait_for_event(self._changed, wait_s)

    async def _round(self) -> float:
        """Begin what is due and has room; how long until the next. Raises StorageError."""
        now, carried = self._clock(), dict(self._carried)
        room: dict[Channel, int] = {
            each: MOST_AT_ONCE - list(carried.values()).count(each) for each in CHANNELS
        }

        def look(session: Session) -> tuple[list[Job], datetime | None]:
            jobs: list[Job] = []
            for channel, free in room.items():
                if free > 0:
                    jobs += outbox.due(session, now, channel, list(carried), free)
            return jobs, outbox.next_due(session, now)

        jobs, next_at = await self._database.read(look)
        for job in jobs:
            self._carried[job.message_id] = job.channel
            self._sends.spawn(self._carry(job), f"message-{job.message_id}")
        return min((next_at - now).total_seconds() if next_at else LONGEST_SLEEP_S, LONGEST_SLEEP_S)

    async def _carry(self, job: Job) -> None:
        """One try. Ends when the row says how it went."""
        try:
            await self._try(job)
        finally:
            del self._carried[job.message_id]
            self._changed.set()

    async def _try(self, job: Job) -> None:
        if outbox.is_stale(job, self._clock()):
            await self._settle(lambda s: outbox.settle_failed(s, job.message_id, TOO_LATE, None))
            return
        name: str = job.channel
        try:
            name, sender = self._senders.of(job.channel, job.parcel.address)
            if wait_s := self._pace.wait_s(job.channel, name, time.monotonic()):
                await self._put_off(job, wait_s, "")
                return
            receipt = await sender.send(replace(job.parcel, again=self._may_have_come_through(job)))
        except NotifyError as error:
            await self._failed(job, name, error)
        except Exception:  # an adapter's fault; the others go on
            log.exception("message %d could not be handed over", job.message_id)
            await self._failed(job, name, NotifyError("fault"))
        else:
            now = self._clock()
            await self._settle(lambda s: _sent(s, job, name, now, receipt))
            self._well(name, _alarm_of(job.channel, name))

    def _may_have_come_through(self, job: Job) -> bool:
        """The program may have been killed, or the answer lost, after the provider had taken it."""
        return job.at < self._began or (job.tries > 0 and job.error.startswith(LOST_ANSWERS))

    async def _failed(self, job: Job, name: str, error: NotifyError) -> None:
        to = masked(job.channel, job.parcel.address)
        if error.why in (NO_GATEWAY, NOT_SET_UP):
            log.info("message %d to %s waits: no %s is set up", job.message_id, to, job.channel)
            await self._put_off(job, UNSET_PAUSE_S, error.why)
            return
        now, pause_s = self._clock(), self._patience.pause_s(job)
        given_up = error.final or pause_s is None
        next_at: datetime | None = None
        if not given_up and pause_s is not None:
            longer_s = pause_s * (1 + JITTER * self._draw())
            next_at = now + timedelta(seconds=max(longer_s, error.wait_s))
        await self._settle(lambda s: _not_sent(s, job, name, now, error, next_at))
        end = "" if next_at else ", given up"
        log.warning("message %d to %s by %s: %s%s", job.message_id, to, name, error.why, end)
        if error.person:
            return
        since = self._failing.setdefault(name, now)
        if given_up or now - since >= ALARM_AFTER:
            what = "Short messages" if job.channel == "SMS" else f"Messages by the channel {name}"
            text = f"{what} cannot be handed over ({error.why})."
            self._on_alarm(_alarm_of(job.channel, name), text, False)

    def _well(self, name: str, alarm: str) -> None:
        if self._failing.pop(name, None) is not None:
            self._on_alarm(alarm, "Messages are handed over again.", True)

    async def _put_off(self, job: Job, wait_s: float, why: str) -> None:
        until = self._clock() + timedelta(seconds=wait_s)
        await self._settle(lambda s: outbox.put_off(s, [job.message_id], until, why))

    async def _settle(self, work: Callable[[Session], None]) -> None:
        """Until it is written: what was sent and not marked would be sent again."""
        while True:
            try:
                await self._database.write(work)
            except StorageError as error:
                self._on_alarm(TEXT_ALARM, f"The outbox of messages cannot be written: {error}", False)
                self._failing.setdefault(TEXT_ALARM, self._clock())
                if await wait_for_event(self._stopped, AFTER_TROUBLE_S):
                    return
            else:
                return


def _sent(session: Session, job: Job, name: str, now: datetime, receipt: str) -> None:
    outbox.settle_sent(session, job.message_id, now, receipt)
    note_sent(session, name, now)


def _not_sent(
    session: Session, job: Job, name: str, now: datetime, error: NotifyError, next_at: datetime | None
) -> None:
    outbox.settle_failed(session, job.message_id, error.why, next_at)
    if not error.person:
        note_failed(session, name, now, error.why)


def masked(channel: Channel, address: str) -> str:
    """An address as lists and the log may show it."""
    if channel == "SMS":
        return mask_number(address)
    return mask_email(address) if channel == "EMAIL" else address


def _alarm_of(channel: Channel, name: str) -> str:
    return TEXT_ALARM if channel == "SMS" else f"channel-{name}"
