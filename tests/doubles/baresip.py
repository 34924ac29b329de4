"""baresip, an independent SIP phone, driven over its control socket; its microphone hears a tone.

Usage::

    async with Baresip(folder, "1001", "secret", ("127.0.0.1", 5060), tone_hz=700) as phone:
        await phone.registered()
        await phone.dial("4002")
        await phone.wait("CALL_ESTABLISHED")
        ...
    tone_seconds(phone.heard_file(), 440)
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from app.demo.stage import free_port
from tests.doubles.patience import PATIENCE_S
from tests.doubles.phone_sounds import write_tone

_MODULES = ("stdio", "g711", "g722", "opus", "aufile", "alsa", "sndfile", "srtp", "ctrl_tcp")
_MODULE_FOLDERS = ("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules")
START_S = 10.0


@dataclass
class PhoneLine:
    """Where and how a telephone registers."""

    user: str
    password: str
    host: str
    port: int
    transport: str = "udp"  # "udp", "tcp", "tls"
    ca_file: Path | None = None


@dataclass
class Baresip:
    folder: Path
    line: PhoneLine
    tone_hz: float | None = None
    auto_answer: bool = False
    codecs: str = "PCMA,PCMU"
    srtp: str = ""  # "srtp", "srtp-mand"
    events: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    async def __aenter__(self) -> Self:
        assert shutil.which("baresip"), "the Debian package baresip is needed"
        self._news = asyncio.Event()
        self._control_port = free_port()
        self._configure()
        self._log = (self.folder / "baresip.log").open("wb")
        self._process = await asyncio.create_subprocess_exec(
            "baresip", "-f", str(self.folder), "-4", "-v",
            stdin=asyncio.subprocess.PIPE, stdout=self._log, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        try:
            reader, self._writer = await self._connect()
        except BaseException:
            await self._end()
            raise
        self._reading = asyncio.get_running_loop().create_task(self._read(reader))
        return self

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(ConnectionError, OSError):
            await self.command("quit")
        await self._end()
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._writer.close()

    # --- what a person does ---

    async def dial(self, number: str) -> None:
        line = self.line
        await self.command("dial", f"sip:{number}@{line.host}:{line.port}" + f";transport={line.transport}")

    async def answer(self) -> None:
        await self.command("accept")

    async def hang_up(self) -> None:
        await self.command("hangup")

    async def hold(self) -> None:
        await self.command("hold")

    async def resume(self) -> None:
        await self.command("resume")

    async def press(self, keys: str) -> None:
        """RFC 4733 events, one key after the other."""
        for key in keys:
            await self.command("sndcode", key)
            await asyncio.sleep(0.25)

    async def transfer(self, number: str) -> None:
        """Blind transfer by REFER."""
        await self.command("transfer", f"sip:{number}@{self.line.host}:{self.line.port}")

    # --- what happened ---

    async def wait(self, kind: str, count: int = 1, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """The ``count``-th event of this type: CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED …"""
        try:
            async with asyncio.timeout(seconds):
                while len(found := self.all(kind)) < count:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            seen = [each["type"] for each in self.events]
            raise AssertionError(f"baresip: no {kind}; {seen}\n{self.log_text()[-1500:]}") from None
        return found[count - 1]

    def all(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each.get("type") == kind]

    async def registered(self) -> None:
        """By its log: it may have been done before the control socket was there."""
        async with asyncio.timeout(START_S):
            while "registered successfully" not in self.log_text():
                await asyncio.sleep(0.05)

    def log_text(self) -> str:
        return (self.folder / "baresip.log").read_text(errors="replace")

    def heard_file(self) -> Path:
        """What its speaker played in the last call."""
        return _newest(self.folder / "recorded", "*dec.wav")

    def said_file(self) -> Path:
        return _newest(self.folder / "recorded", "*enc.wav")

    # --- inside ---

    async def command(self, name: str, parameters: str = "") -> None:
        text = json.dumps({"command": name, "params": parameters, "token": "t"})
        self._writer.write(f"{len(text)}:{text},".encode())
        await self._writer.drain()

    def _configure(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "recorded").mkdir(exist_ok=True)
        rate_hz = 48000 if self.codecs.startswith("opus") else 8000
        tone = write_tone(self.folder / "microphone.wav", self.tone_hz, rate_hz=rate_hz)
        line = self.line
        lines = [
            "sip_listen 127.0.0.1:0",
            *([f"sip_cafile {line.ca_file}"] if line.ca_file else []),
            f"audio_source aufile,{tone}",
            "audio_player alsa,null",
            "audio_alert alsa,null",
            "audio_level no",
            f"ausrc_srate {rate_hz}",
            f"auplay_srate {rate_hz}",
            "ausrc_channels 1",
            "auplay_channels 1",
            f"module_path {next(place for place in _MODULE_FOLDERS if Path(place).is_dir())}",
            *(f"module {name}.so" for name in _MODULES),
            "module_app account.so",
            "module_app menu.so",
            f"snd_path {self.folder / 'recorded'}",
            f"ctrl_tcp_listen 127.0.0.1:{self._control_port}",
        ]
        (self.folder / "config").write_text("\n".join(lines) + "\n")
        (self.folder / "contacts").write_text("")
        parameters = [
            f"auth_user={line.user}",
            f"auth_pass={line.password}",
            "regint=60",
            f"audio_codecs={self.codecs}",
            f"answermode={'auto' if self.auto_answer else 'manual'}",
            *([f"mediaenc={self.srtp}"] if self.srtp else []),
        ]
        (self.folder / "accounts").write_text(
            f"<sip:{line.user}@{line.host}:{line.port};transport={line.transport}>;{';'.join(parameters)}\n"
        )

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with asyncio.timeout(START_S):
            while True:
                try:
                    return await asyncio.open_connection("127.0.0.1", self._control_port)
                except OSError:
                    assert self._process.returncode is None, "baresip ended"
                    await asyncio.sleep(0.05)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        """Netstrings of JSON: answers to commands and events."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                size = int((await reader.readuntil(b":"))[:-1])
                text = await reader.readexactly(size + 1)
                message = json.loads(text[:-1])
                if message.get("event"):
                    self.events.append(message)
                    self._news.set()

    async def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            try:
                await asyncio.wait_for(self._process.wait(), 3)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._log.close()


def _newest(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern), key=lambda each: each.stat().st_mtime)
    return found[-1] if found else folder / "nothing.wav"
