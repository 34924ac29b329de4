"""The control side of a media process: starts it, sends it requests, hands its reports on.

In:  ``Request``s from the signalling. Out: ``Report``s to ``on_report`` and, once for each start,
``on_death`` when the process ended without being asked to. Callbacks run on the event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from app.server.voice.embedded.media.framing import FrameSplitter, frame
from app.server.voice.embedded.media.protocol import LegFailed, LegOpened, OpenLeg, Report, Request, Shutdown
from app.server.voice.embedded.media.settings import MediaSettings, to_wire
from app.tasks import Spawner

log = logging.getLogger(__name__)

START_TIMEOUT_S = 15.0
OPEN_LEG_TIMEOUT_S = 2.0
STOP_TIMEOUT_S = 2.0
# The child imports the same code, whatever the working directory is.
_PYTHON_PATH = os.pathsep.join(
    filter(None, [str(Path(__file__).resolve().parents[5]), os.environ.get("PYTHONPATH", "")])
)
_encoder = msgspec.msgpack.Encoder()
_reports: msgspec.msgpack.Decoder[Report] = msgspec.msgpack.Decoder(Report)


class MediaError(OSError):
    """The process could not be started or a leg not be opened: the system did not give what it takes.

    ``error_id``: media-start, media-gone, media-timeout, media-port.
    """

    def __init__(self, error_id: str, text: str) -> None:
        super().__init__(text)
        self.error_id = error_id
        self.text = text


class MediaClient:
    def __init__(
        self, settings: MediaSettings, on_report: Callable[[Report], None], on_death: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._on_report = on_report
        self._on_death = on_death
        self._spawner = Spawner("media")
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._opening: dict[str, asyncio.Future[int]] = {}
        self._waiting = bytearray()
        self._stopping = False
        self._working = asyncio.Event()  # the first report came, or none ever will

    @property
    def pid(self) -> int | None:
        """Process id, None before ``start`` and after the end."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the process and wait until it works. May be called again after ``on_death``.

        Raises MediaError (media-start).
        """
        self._stopping = False
        self._working = asyncio.Event()
        ours, theirs = socket.socketpair()
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "app.server.voice.embedded.media",
                str(theirs.fileno()),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": _PYTHON_PATH},
            )
        except OSError as error:
            ours.close()
            raise MediaError("media-start", f"the media process cannot be started: {error}") from error
        finally:
            theirs.close()
        reader, self._writer = await asyncio.open_connection(sock=ours)
        self._writer.write(frame(to_wire(self._settings)))
        self._reading = self._spawner.spawn(self._read(reader, self._writer, self._process), "read")
        try:
            await asyncio.wait_for(self._working.wait(), START_TIMEOUT_S)
        except TimeoutError as error:
            await self.stop()
            raise MediaError("media-start", "the media process does not start") from error
        if self.pid is None:
            raise MediaError("media-start", "the media process ended while starting")

    async def open_leg(self, leg: str) -> int:
        """Bind an RTP port for this leg and return it. Raises MediaError."""
        if self._writer is None:
            raise MediaError("media-gone", "the media process is not running")
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._opening[leg] = future
        try:
            self.send(OpenLeg(leg))
            return await asyncio.wait_for(future, OPEN_LEG_TIMEOUT_S)
        except TimeoutError as error:
            raise MediaError("media-timeout", "the media process does not answer") from error
        finally:
            self._opening.pop(leg, None)

    def send(self, request: Request) -> None:
        """Never raises and never waits; without a process the request is dropped (``on_death`` was told)."""
        if self._writer is None:
            log.info("no media process for %s", type(request).__name__)
            return
        if not self._waiting:  # one write for all that one turn of the loop asks for: a system call is dear
            asyncio.get_running_loop().call_soon(self._flush)
        self._waiting += frame(_encoder.encode(request))

    def _flush(self) -> None:
        if self._writer is not None and self._waiting:
            self._writer.write(bytes(self._waiting))
        self._waiting.clear()

    async def stop(self) -> None:
        """Ask the process to flush its journal and end; kill it when it does not."""
        self._stopping = True
        process = self._process
        if process is None:
            return
        self.send(Shutdown())
        self._flush()
        await _ended(process)
        if self._reading is not None:  # its last reports are still to be read
            await asyncio.wait({self._reading}, timeout=STOP_TIMEOUT_S)
        await self._spawner.close()
        self._drop()

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, process: asyncio.subprocess.Process
    ) -> None:
        splitter = FrameSplitter()
        try:
            while data := await reader.read(65536):
                for body in splitter.feed(data):
                    self._report(_reports.decode(body))
        except (ConnectionError, ValueError, msgspec.MsgspecError) as error:
            log.error("media process %d: %s", process.pid, error)
        code = await _ended(process)  # it closes its end when it is done with its journal
        if self._writer is writer:
            self._drop()
        started = self._working.is_set()
        self._working.set()
        if not self._stopping and started:
            log.error("media process %d ended (%s)", process.pid, code)
            self._on_death()

    def _report(self, report: Report) -> None:
        self._working.set()
        if isinstance(report, LegOpened | LegFailed):
            future = self._opening.get(report.leg)
            if future is not None and not future.done():
                if isinstance(report, LegOpened):
                    future.set_result(report.port)
                else:
                    future.set_exception(MediaError("media-port", report.reason))
            return
        try:
            self._on_report(report)
        except Exception:  # a fault of the listener must not end the reading
            log.exception("listener failed on %s", type(report).__name__)

    def _drop(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None
        self._waiting.clear()
        self._process = None
        for future in self._opening.values():
            if not future.done():
                future.set_exception(MediaError("media-gone", "the media process ended"))


async def _ended(process: asyncio.subprocess.Process) -> int:
    """Wait for the end; kill it when that takes too long. Returns the exit code."""
    try:
        return await asyncio.wait_for(process.wait(), STOP_TIMEOUT_S)
    except TimeoutError:
        log.warning("media process %d does not end, killing it", process.pid)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        return await process.wait()
