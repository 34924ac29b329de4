"""The programs that a demo, a measurement or an end-to-end test needs, each on free ports of loopback.

In:  a folder. Out: a running server with the sample company, callers, virtual display and sound devices.
Everything started here is ended here, in reverse order, also after a failure.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx

from app.server.directory.model import SampleAccount

START_LIMIT_S = 90.0  # on a machine that has much else to do


class StageError(Exception):
    """Something could not be started; the text says what and where its log lies."""

    error_id = "stage"


def free_port(kind: int = socket.SOCK_STREAM) -> int:
    """A port that is free now on loopback, for TCP (and very likely for UDP)."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_range(size: int = 400) -> tuple[int, int]:
    """A range of UDP ports whose first is free; ranges of parallel tests may touch, ports in it are tried."""
    while True:
        low = free_port(socket.SOCK_DGRAM) & ~1
        if 20000 <= low <= 60000 - size:
            return low, low + size


@dataclass(slots=True)
class RunningServer:
    """A server process; ``kill`` is a crash, ``stop`` a polite end."""

    process: subprocess.Popen[bytes]
    data: Path
    log: Path
    http_port: int
    sip_port: int
    tls_port: int

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.http_port}"

    @property
    def local_url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    def accounts(self) -> dict[str, SampleAccount]:
        rows = json.loads((self.data / "sample-accounts.json").read_text(encoding="utf-8"))
        return {row["username"]: SampleAccount(**row) for row in rows}

    def fingerprint(self) -> str:
        """SHA-256 of the server's certificate, as the desktop pins it."""
        import hashlib
        import ssl

        pem = (self.data / "keys" / "server.pem").read_text(encoding="ascii")
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


async def start_server(
    folder: Path,
    *,
    sample: bool = True,
    ports: tuple[int, int, int] | None = None,
    rtp: tuple[int, int] | None = None,
    database: str = "",
    environment: Mapping[str, str] | None = None,
) -> RunningServer:
    """Start ``seatline server`` and wait until it is ready. ``ports``: HTTP, SIP, SIP over TLS."""
    folder.mkdir(parents=True, exist_ok=True)
    http_port, sip_port, tls_port = ports or (free_port(), free_port(), free_port())
    low, high = rtp or free_range()
    log = folder / "server.log"
    words = [
        sys.executable, "-m", "app", "server", "--data", str(folder / "data"),
        "--http", f"127.0.0.1:{http_port}", "--sip", f"127.0.0.1:{sip_port}",
        "--sip-tls-port", str(tls_port), "--rtp", f"{low}-{high}",
    ]  # fmt: skip
    words += ["--sample"] if sample else []
    words += ["--database", database] if database else []
    with log.open("ab") as output:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            cwd=Path(__file__).resolve().parents[2],
        )
    server = RunningServer(process, folder / "data", log, http_port, sip_port, tls_port)
    try:
        await _until_ready(server)
    except BaseException:
        server.stop()
        raise
    return server


@contextmanager
def demo_shop(server: RunningServer) -> Generator[None]:
    """The company's own shop, which knows customers, orders and parcels; the server asks it within 5 s."""
    log = server.log.with_name("shop.log")
    words = [sys.executable, "-m", "app", "admin", "--data", str(server.data), "demo-shop"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*words, "--port", str(free_port())],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=Path(__file__).resolve().parents[2],
        )
    try:
        until_s = time.monotonic() + START_LIMIT_S
        while process.poll() is None and "is asked" not in log.read_text("utf-8", "replace"):
            if time.monotonic() > until_s:
                raise StageError(f"The demo shop did not start. Its log is {log}.")
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # it takes itself out of the set-up
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


async def _until_ready(server: RunningServer) -> None:
    async with httpx.AsyncClient(base_url=server.local_url, trust_env=False) as client:
        with suppress(TimeoutError):
            async with asyncio.timeout(START_LIMIT_S):
                while server.process.poll() is None:
                    with suppress(httpx.HTTPError):
                        if (await client.get("/readyz")).status_code == 200:
                            return
                    await asyncio.sleep(0.05)
    tail = server.log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise StageError(f"The server did not start. Its log ({server.log}) ends with:\n{tail}")


@asynccontextmanager
async def server(folder: Path, **options: Any) -> AsyncGenerator[RunningServer, None]:
    running = await start_server(folder, **options)
    try:
        yield running
    finally:
        running.stop()


@contextmanager
def virtual_display(
    width: int = 1280, height: int = 800, log: Path | None = None
) -> Generator[str, None, None]:
    """An X server without a screen; yields its name (":99"). Raises StageError where Xvfb is missing."""
    read_end, write_end = os.pipe()
    try:
        with _log_file(log) as output:
            process = subprocess.Popen(
                ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
                 "-nolisten", "tcp"],
                pass_fds=[write_end], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
    except FileNotFoundError as error:
        os.close(read_end)
        raise StageError("There is no display and no Xvfb. Please install the package xvfb.") from error
    finally:
        os.close(write_end)
    try:
        with os.fdopen(read_end) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise StageError("Xvfb did not start.")
        yield f":{number}"
    finally:
        end_process(process)


def _log_file(log: Path | None) -> IO[bytes]:
    return (log or Path(os.devnull)).open("ab")


def end_process(process: subprocess.Popen[bytes]) -> None:
    """Politely; by force after five seconds."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
