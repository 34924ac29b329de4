"""The desktop's side of the softphone: starts the child process, speaks with it, starts it anew.

In:  commands (``send``). Out: the child's events and ``Gone``, by ``on_event`` on the event loop.
No Qt here: it runs on any asyncio loop, qasync's included.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import app
from app.tasks import Spawner
from app.telephony.ports import (
    Command,
    Failed,
    Gone,
    Mute,
    PhoneEvent,
    Ping,
    Pong,
    Quit,
    Register,
    Started,
    UseDevices,
    UseHotkeys,
)
from app.telephony.wire import BadLineError, LineSplitter, command_name, decode_event, encode

log = logging.getLogger(__name__)

PING_EVERY_S = 0.5
HUNG_AFTER_S = 2.0
START_LIMIT_S = 15.0  # a cold disk may take its time
STEADY_AFTER_S = 5.0  # a child that lived so long is started again at once
BACK_OFF_S = (0.0, 0.0, 0.3, 1.0, 2.0, 5.0)
QUIT_LIMIT_S = 2.5
READ_BYTES = 65536
SEND_BUFFER_BYTES = 1 << 20


class Softphone:
    """``argv`` and ``env`` replace the child's command line and extend its environment (tests, packages)."""

    def __init__(
        self,
        on_event: Callable[[PhoneEvent], None],
        argv: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._on_event = on_event
        self._argv = tuple(argv) if argv is not None else (sys.executable, "-m", "app.telephony")
        self._env = dict(env or {})
        self._tasks = Spawner("softphone")
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False
        self._started = asyncio.Event()
        self._kept: dict[type[Command], Command] = {}  # what a new child must be told again
        self._pings = 0
        self._heard_at_s = 0.0
        self._kill_reason = ""

    @property
    def pid(self) -> int | None:
        """The child's process id; None while none runs."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the child; returns when it said Started, at the latest after ``START_LIMIT_S``."""
        self._stopping = False
        self._tasks.spawn(self._keep_alive(), "keep-alive")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._started.wait(), START_LIMIT_S)

    def send(self, command: Command) -> None:
        """Tell the child. Register, UseDevices, UseHotkeys and Mute are remembered for a new child.

        Another command while there is no child comes back as Failed with error_id "no-phone".
        """
        kept = isinstance(command, (Register, UseDevices, Mute, UseHotkeys))
        if kept:
            self._kept[type(command)] = command
        if not self._write(command) and not kept:
            self._tell(Failed(command_name(command), "no-phone", "the softphone is being started"))

    async def stop(self) -> None:
        """End the child orderly (calls are hung up), or by force after ``QUIT_LIMIT_S``."""
        self._stopping = True
        process = self._process
        if process is not None:
            self._write(Quit())
            if process.stdin is not None:
                process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), QUIT_LIMIT_S)
            except TimeoutError:
                _kill(process)
            if process.returncode:
                log.warning("the softphone ended with status %d", process.returncode)
        await self._tasks.close()

    # --- life of the child -----------------------------------------------------------------------

    async def _keep_alive(self) -> None:
        quick_deaths = 0
        while not self._stopping:
            began_s = time.monotonic()
            reason = await self._live_once()
            if self._stopping:
                return
            quick_deaths = 0 if time.monotonic() - began_s > STEADY_AFTER_S else quick_deaths + 1
            log.warning("the softphone is gone: %s", reason)
            self._tell(Gone(reason))
            await asyncio.sleep(BACK_OFF_S[min(quick_deaths, len(BACK_OFF_S) - 1)])

    async def _live_once(self) -> str:
        """Run one child to its end; says why it ended."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=self._environment(),
            )
        except OSError as error:
            return f"cannot be started: {error}"
        self._kill_reason = ""
        self._heard_at_s = time.monotonic() + START_LIMIT_S - HUNG_AFTER_S
        self._process = process
        for command in self._kept.values():
            self._write(command)
        mates = [
            self._tasks.spawn(self._read_events(process), "events"),
            self._tasks.spawn(self._read_log(process), "log"),
            self._tasks.spawn(self._watch(process), "watchdog"),
        ]
        try:
            status = await process.wait()
        finally:
            self._process = None
            await self._bury(process, mates)
        return self._kill_reason or f"ended with status {status}"

    async def _bury(self, process: asyncio.subprocess.Process, mates: list[asyncio.Task[None]]) -> None:
        _kill(process)
        mates[-1].cancel()
        if process.stdin is not None:
            process.stdin.close()
        # What it said before it died is still heard; a grandchild holding the pipe must not hold us.
        await asyncio.wait(mates, timeout=0.5)
        for mate in mates:
            mate.cancel()
        await asyncio.gather(*mates, return_exceptions=True)
        with contextlib.suppress(OSError, ProcessLookupError):
            await process.wait()

    def _environment(self) -> dict[str, str]:
        package_home = str(Path(app.__file__).resolve().parent.parent)
        paths = [package_home, *filter(None, [os.environ.get("PYTHONPATH", "")])]
        return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1", **self._env}

    # --- speaking --------------------------------------------------------------------------------

    def _write(self, command: Command) -> bool:
        process = self._process
        if process is None or process.stdin is None or process.stdin.is_closing():
            return False
        if process.stdin.transport.get_write_buffer_size() > SEND_BUFFER_BYTES:
            return False  # it reads nothing; the watchdog is about to end it
        process.stdin.write(encode(command))
        return True

    async def _read_events(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        splitter = LineSplitter()
        while data := await process.stdout.read(READ_BYTES):
            self._heard_at_s = max(self._heard_at_s, time.monotonic())
            for line in splitter.feed(data):
                try:
                    self._on_child_event(decode_event(line))
                except BadLineError as error:
                    log.error("the softphone said %r: %s", line[:200], error)

    def _on_child_event(self, event: PhoneEvent) -> None:
        if isinstance(event, Started):
            self._heard_at_s = time.monotonic()
            self._started.set()
        if not (isinstance(event, Pong) and event.n < 0):  # our own pings count downwards
            self._tell(event)

    def _tell(self, event: PhoneEvent) -> None:
        try:
            self._on_event(event)
        except Exception:
            log.exception("listener of %s", type(event).__name__)

    async def _read_log(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        splitter = LineSplitter()
        while data := await process.stderr.read(READ_BYTES):
            for line in splitter.feed(data):
                log.info("%s", line.decode(errors="replace"))

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """A child that answers no ping for ``HUNG_AFTER_S`` is ended; a new one follows."""
        while True:
            self._pings -= 1
            self._write(Ping(self._pings))
            asked_s = time.monotonic()
            await asyncio.sleep(PING_EVERY_S)
            # What this process slept itself (a busy window, a suspended laptop) is not the child's fault.
            self._heard_at_s += max(0.0, time.monotonic() - asked_s - PING_EVERY_S)
            if time.monotonic() - self._heard_at_s > HUNG_AFTER_S:
                self._kill_reason = f"no answer for {HUNG_AFTER_S:g} s"
                _kill(process)
                return


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
