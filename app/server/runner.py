"""The shell around the core: carries commands out, brings back what came of them, decides nothing.

In:  voice events, phone registrations, wishes from the desk, timers.
Out: voice commands, facts to the ledger and the desk, offers to the desk, look-ups.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Protocol

from app.server.alarms import Alarms
from app.server.core.commands import (
    AskSystem,
    CancelTimer,
    Command,
    Consequence,
    IdentifyCaller,
    SendMessage,
    SetTimer,
    ShowOffer,
    ShowQuality,
    ShowReconnect,
    ShowSpeaking,
    WithdrawOffer,
)
from app.server.core.events import (
    CallerIdentified,
    Event,
    PhoneLost,
    PhoneRegistered,
    PlanChanged,
    SystemAnswered,
    TimerFired,
    VoiceEvent,
)
from app.server.core.facts import Fact, is_fact
from app.server.core.plan import Plan
from app.server.core.switchboard import Switchboard
from app.server.voice.engine import VoiceEngine
from app.tasks import Spawner

log = logging.getLogger(__name__)
SLOW_TURN_S = 0.05


class FactSink(Protocol):
    """The ledger: gives the fact its sequence number at once, writes it soon after."""

    def append(self, fact: Fact, at: datetime) -> int: ...


class DeskSink(Protocol):
    """What the desk is told; all calls return at once."""

    def on_fact(self, seq: int, at: datetime, fact: Fact) -> None: ...

    def on_show_offer(self, command: ShowOffer, at: datetime) -> None: ...

    def on_withdraw_offer(self, command: WithdrawOffer) -> None: ...

    def on_show_quality(self, command: ShowQuality) -> None: ...

    def on_show_reconnect(self, command: ShowReconnect) -> None: ...

    def on_show_speaking(self, command: ShowSpeaking) -> None: ...

    def on_phone_changed(self, agent_id: str) -> None: ...


class Identify(Protocol):
    """Who calls from this number, None where nothing is known. Reads the database."""

    def __call__(self, call_id: str, number: str) -> Awaitable[CallerIdentified | None]: ...


class Outside(Protocol):
    """What flows have done outside of the house; both never raise."""

    async def ask(self, command: AskSystem) -> SystemAnswered: ...

    async def send(self, command: SendMessage) -> None: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


class Runner:
    """Feeds the switchboard one event at a time, on the event loop."""

    def __init__(
        self,
        board: Switchboard,
        voice: VoiceEngine,
        ledger: FactSink,
        identify: Identify,
        finish_recording: Callable[[str], Awaitable[None]],
        alarms: Alarms,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.board = board
        self._voice = voice
        self._ledger = ledger
        self._identify = identify
        self._finish_recording = finish_recording
        self._alarms = alarms
        self._clock = clock
        self._desk: DeskSink | None = None
        self._outside: Outside | None = None
        self._events: deque[Event] = deque()
        # Ids with line ends: thousands of small texts, kept for hours, would hold whole pages of memory each.
        self._to_finish = bytearray()
        self._finishing = False
        self._phones: set[str] = set()  # registered now, also those of nobody who takes calls
        self._draining = False
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks = Spawner("runner")

    def attach(self, desk: DeskSink) -> None:
        """The desk comes after the runner, since it feeds it."""
        self._desk = desk

    def connect(self, outside: Outside) -> None:
        """Without: every system fails, no short message is sent."""
        self._outside = outside

    def feed(self, event: Event) -> None:
        """Handle an event; those that follow from carrying out its commands come after it, never within."""
        self._events.append(event)
        if self._draining:
            return
        self._draining = True
        try:
            while self._events:
                self._turn(self._events.popleft())
        finally:
            self._draining = False

    def keep(self, fact: Fact) -> None:
        """A fact that comes from outside the core (the server started)."""
        self._carry_out(fact, self._clock())

    async def stop(self) -> None:
        for handle in self._timers.values():
            handle.cancel()
        self._timers.clear()
        await self._tasks.close()

    # --- voice listener --------------------------------------------------------------------------

    def on_voice_event(self, event: VoiceEvent) -> None:
        self.feed(event)

    def registered(self, sip_user: str) -> bool:
        """Whether this phone is there now, whoever's it is."""
        return sip_user in self._phones

    def plan_changed(self, plan: Plan) -> None:
        """The centre is set up anew; a new agent's phone may be there already."""
        self.feed(PlanChanged(plan))
        for agent in list(self.board.house.agents.values()):
            if agent.sip_user in self._phones and not agent.phone_registered:
                self.feed(PhoneRegistered(agent.agent_id))

    def on_phone(self, sip_user: str, registered: bool) -> None:
        if registered:
            self._phones.add(sip_user)
        else:
            self._phones.discard(sip_user)
        agent = self.board.house.agent_of_phone(sip_user)
        if agent is None:
            planned = self.board.house.plan.phones.get(sip_user)
            if planned is not None and self._desk is not None:
                self._desk.on_phone_changed(planned.user_id)
            return
        self.feed(PhoneRegistered(agent.agent_id) if registered else PhoneLost(agent.agent_id))
        if self._desk is not None:
            self._desk.on_phone_changed(agent.agent_id)

    def on_trunk(self, trunk_id: str, up: bool, why: str) -> None:
        self._alarms.trunk(trunk_id, up, why)

    def on_alarm(self, error_id: str, text: str, over: bool) -> None:
        if over:
            self._alarms.clear(error_id, text)
        else:
            self._alarms.raise_alarm(error_id, text)

    def on_recording_closed(self, recording_id: str) -> None:
        """One after the other: where more end than can be finished, only their ids wait."""
        self._to_finish += f"{recording_id}\n".encode()
        if not self._finishing:
            self._finishing = True
            self._tasks.spawn(self._finish_recordings(), "finish-recordings")

    async def _finish_recordings(self) -> None:
        try:
            while self._to_finish:
                end = self._to_finish.index(b"\n")
                recording_id = self._to_finish[:end].decode()
                del self._to_finish[: end + 1]
                try:
                    await self._finish_recording(recording_id)
                except Exception:  # one that cannot be finished must not keep the others
                    log.exception("recording %s was not finished", recording_id)
        finally:
            self._finishing = False

    # --- carrying out ----------------------------------------------------------------------------

    def _turn(self, event: Event) -> None:
        started = asyncio.get_running_loop().time()
        now = self._clock()
        try:
            commands = self.board.handle(event, now)
        except Exception:  # one call's fault must not take the others down
            log.exception("the switchboard failed on %s", _without_values(event))
            return
        for command in commands:
            try:
                self._carry_out(command, now)
            except Exception:  # the commands behind it (hang up, release) must still run
                log.exception("could not carry out %s", _without_values(command))
        took_s = asyncio.get_running_loop().time() - started
        if took_s > SLOW_TURN_S:
            log.warning("%s held the loop for %.0f ms", type(event).__name__, took_s * 1000)

    def _carry_out(self, command: Consequence, now: datetime) -> None:
        if is_fact(command):
            seq = self._ledger.append(command, now)
            if self._desk is not None:
                self._desk.on_fact(seq, now, command)
        else:
            self._obey(command, now)

    def _obey(self, command: Command, now: datetime) -> None:
        match command:
            case ShowOffer():
                if self._desk is not None:
                    self._desk.on_show_offer(command, now)
            case WithdrawOffer():
                if self._desk is not None:
                    self._desk.on_withdraw_offer(command)
            case ShowReconnect():
                if self._desk is not None:
                    self._desk.on_show_reconnect(command)
            case ShowSpeaking():
                if self._desk is not None:
                    self._desk.on_show_speaking(command)
            case ShowQuality():
                if self._desk is not None:
                    self._desk.on_show_quality(command)
            case SetTimer(timer_id, at):
                self._set_timer(timer_id, (at - now).total_seconds())
            case CancelTimer(timer_id):
                if (handle := self._timers.pop(timer_id, None)) is not None:
                    handle.cancel()
            case IdentifyCaller(call_id, number):
                self._tasks.spawn(self._look_up(call_id, number), f"identify-{call_id}")
            case AskSystem():
                self._tasks.spawn(self._ask(command), f"ask-{command.request_id}")
            case SendMessage():
                if self._outside is not None:
                    self._tasks.spawn(self._outside.send(command), f"message-{command.call_id}")
            case _:
                self._voice.do(command)

    def _set_timer(self, timer_id: str, delay_s: float) -> None:
        def fire() -> None:
            self._timers.pop(timer_id, None)
            self.feed(TimerFired(timer_id))

        self._timers[timer_id] = asyncio.get_running_loop().call_later(max(0.0, delay_s), fire)

    async def _look_up(self, call_id: str, number: str) -> None:
        found = await self._identify(call_id, number)
        if found is not None:
            self.feed(found)

    async def _ask(self, command: AskSystem) -> None:
        if self._outside is None:
            self.feed(SystemAnswered(command.request_id, "failed", {}, "no-such-system"))
        else:
            self.feed(await self._outside.ask(command))


def _without_values(what: Event | Consequence) -> str:
    """For the log: which it was and its ids, none of the numbers and words that it holds."""
    ids = [f"{each.name}={getattr(what, each.name)}" for each in fields(what) if each.name.endswith("_id")]
    return " ".join((type(what).__name__, *ids))
