"""The command ``seatline caller`` as a program of its own, against our echo and against sipp."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.doubles.echo_uas import Behaviour, EchoUas
from tests.integration.test_caller_calls import pitch

# A socket that is left open shows only here.
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
RUN = "import sys; from app.caller.cli import main; sys.exit(main(sys.argv[1:]))"


async def start(*arguments: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", RUN, *arguments, stdout=pipe, stderr=pipe, limit=1 << 20
    )


async def seatline_caller(*arguments: str) -> tuple[int | None, list[str], str]:
    process = await start(*arguments)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, out.decode().splitlines(), err.decode()


async def test_a_person_reads_how_the_call_goes(tmp_path: Path):
    path = tmp_path / "heard.wav"
    async with EchoUas(Behaviour(bye_after_s=1.0)) as uas:
        code, lines, errors = await seatline_caller(
            "--to", uas.uri(), "--from", "1", "--digits", "1", "--digit-start", "0.2",
            "--speak", "tone:440", "--record", str(path), "--lang", "en",
        )  # fmt: skip
    assert (code, errors) == (0, "")
    assert lines[:2] == [f"calling {uas.uri()} …", "ringing …"]
    assert lines[2].startswith("answered after 0.")
    assert lines[3:5] == ["speaking: tone:440", "pressing 1"]
    assert lines[5].startswith("hung up by the other side after 1.")
    assert path.exists()


async def test_a_program_reads_one_line_of_json():
    async with EchoUas() as uas:
        code, lines, _ = await seatline_caller("--to", uas.uri(), "--from", "1", "--seconds", "0.5", "--json")
    assert code == 0 and len(lines) == 1
    report = json.loads(lines[-1])
    assert report["answered"] is True and report["ended_by"] == "us" and report["packets_received"] > 15


async def test_busy_is_one_plain_sentence_and_exit_code_1():
    async with EchoUas(Behaviour(status=486)) as uas:
        code, _, errors = await seatline_caller("--to", uas.uri(), "--from", "1", "--lang", "zh")
    assert (code, errors) == (1, "对方忙\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send on Windows")
async def test_ctrl_c_hangs_up_and_still_reports():
    async with EchoUas() as uas:
        process = await start("--to", uas.uri(), "--from", "1", "--seconds", "60", "--lang", "en")
        await uas.until(lambda: len(uas.packets) > 10, 20)
        process.send_signal(signal.SIGINT)
        out, err = await asyncio.wait_for(process.communicate(), 10)
        assert "BYE" in uas.requests
    assert process.returncode == 0 and err == b""
    assert "hung up after" in out.decode()


@asynccontextmanager
async def sipp(*arguments: str) -> AsyncIterator[int]:
    """sipp's built-in answering telephone; yields its SIP port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sip, socket.socket() as rtp:
        sip.bind(("127.0.0.1", 0))
        rtp.bind(("127.0.0.1", 0))
        port, media_port = sip.getsockname()[1], rtp.getsockname()[1] & ~1
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        "sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(port), "-mi", "127.0.0.1", "-mp", str(media_port),
        "-nostdin", "-timeout", "40", *arguments, stdout=quiet, stderr=quiet,
    )  # fmt: skip
    try:
        for _ in range(100):  # until it has taken its port
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
                try:
                    taken.bind(("127.0.0.1", port))
                except OSError:
                    break
            await asyncio.sleep(0.05)
        yield port
    finally:
        process.kill()
        await process.wait()


@pytest.mark.peer
async def test_sipp_hears_and_echoes_us(tmp_path: Path):
    path = tmp_path / "heard.wav"
    async with sipp("-rtp_echo") as port:
        code, lines, errors = await seatline_caller(
            "--to", f"sip:4001@127.0.0.1:{port}", "--from", "13812345678", "--speak", "tone:700",
            "--record", str(path), "--seconds", "2", "--json",
        )  # fmt: skip
    assert code == 0, errors
    report = json.loads(lines[-1])
    assert report["codec"] == "PCMU" and report["packets_lost"] == 0 and report["packets_received"] >= 95
    assert pitch(path)[0] == pytest.approx(700, abs=3)
