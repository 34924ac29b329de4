"""``seatline server``: start, say where it listens, run until told to stop; faults as one sentence each."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from app.logs import logging_to_stderr
from app.server.settings import ServerSettings, SettingsError, parse
from app.tasks import Spawner

GARBAGE_EVERY_S = 15.0


class DataFolderInUseError(Exception):
    """Another server works in this data folder."""

    error_id = "data-in-use"


def main(argv: list[str]) -> int:
    """Exit code 0: ended as told; 1: could not start; 2: settings are wrong."""
    try:
        settings = parse(argv)
    except SettingsError as error:
        print(f"seatline server: {error}", file=sys.stderr)  # noqa: T201
        return 2
    gc.disable()  # until the server is ready: what is loaded stays, and looking it through takes a second
    try:
        with logging_to_stderr(settings.log_level, quieter=("alembic", "httpx", "httpcore", "uvicorn")):
            return _serve(settings)
    finally:
        gc.enable()


def _serve(settings: ServerSettings) -> int:
    try:
        with only_one(settings.data):
            return asyncio.run(_run(settings))
    except KeyboardInterrupt:
        return 0
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            logging.getLogger(__name__).exception("the server failed")
            sentence = "The server failed; the reason stands above."
        print(f"seatline server: {sentence}", file=sys.stderr)  # noqa: T201
        return 1


async def _run(settings: ServerSettings) -> int:
    from app.server.composition import Server, lay_foundation

    # A database thread at work must not hold the telephony up for the usual 5 ms.
    sys.setswitchinterval(0.001)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_number, stopped.set)
    base = await asyncio.to_thread(lay_foundation, settings, _say)
    server = Server(base)
    await server.start()
    gc.freeze()  # what was built at start stays for ever: the collector need not look at it again
    gc.enable()
    tasks = Spawner("garbage")
    tasks.spawn(_clear_garbage(), "clear")
    _say(
        f"Seatline is ready. API on https://{settings.http.host}:{server.http_port}, "
        f"telephony on {settings.sip.host}:{server.voice.sip_port} "
        f"(desktops: {server.voice.tls_port}). Certificate SHA-256: {base.certificate.sha256}"
    )
    await stopped.wait()
    _say("Stopping: calls are ended and everything is written.")
    await tasks.close()
    await server.stop()
    return 0


async def _clear_garbage() -> None:
    """Ended calls are rings of objects. Collected by themselves they would pile up for minutes, and the
    memory that they pinned would not come back; little at a time takes a few milliseconds."""
    while True:
        await asyncio.sleep(GARBAGE_EVERY_S)
        gc.collect()


@contextmanager
def only_one(data: Path) -> Generator[None, None, None]:
    """Hold the data folder's lock; two servers in one folder would answer each other's calls."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (data / "server.lock").open("a+")
    except OSError as error:
        raise DataFolderInUseError(
            f"The data folder {data} cannot be used ({error.strerror}). Choose another one with --data."
        ) from error
    with lock:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise DataFolderInUseError(
                    f"Another server already works in {data}. Stop it first, or choose another --data."
                ) from error
        yield


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _sentence(error: BaseException) -> str | None:
    """What a person is told: our own errors carry their sentence, those of the disk get one."""
    if hasattr(error, "error_id"):
        return str(getattr(error, "text", None) or error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or 'a file or port'}. Check it and start again."
    return None
