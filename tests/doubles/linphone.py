"""linphonec, an independent SIP phone, driven by typing into it; its microphone hears a tone.

Usage::

    async with Linphone(folder, PhoneLine("1002", "secret", "127.0.0.1", 5060), tone_hz=900) as phone:
        await phone.registered()
        await phone.dial("4002")
        await phone.wait_state("StreamsRunning")
    tone_seconds(phone.heard_file, 440)
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.demo.stage import free_port
from tests.doubles.baresip import PhoneLine
from tests.doubles.patience import PATIENCE_S
from tests.doubles.phone_sounds import write_tone

START_S = 12.0


@dataclass
class Linphone:
    folder: Path
    line: PhoneLine
    tone_hz: float | None = None
    auto_answer: bool = False
    srtp: bool = False
    suite: str = ""  # the one kind of key that it takes, as "AES_256_CM_HMAC_SHA1_80"
    keys_by_info: bool = False  # instead of RFC 4733

    @property
    def call(self) -> int:
        """How it numbers the call that came or was made last."""
        return self.count(r"moving from state \S+ to LinphoneCall(IncomingReceived|OutgoingInit)\b")

    @property
    def heard_file(self) -> Path:
        """What its speaker played."""
        return self.folder / "heard.wav"

    async def __aenter__(self) -> Self:
        assert shutil.which("linphonec"), "the Debian package linphone-cli is needed"
        self._text = ""  # its log so far: it grows by megabytes, nothing is read twice
        self._read_bytes = 0
        self._counted: dict[str, tuple[int, int]] = {}  # pattern -> looked at until there, found so many
        # Without a place for its database it opens no sockets.
        (self.folder / ".local" / "share" / "linphone").mkdir(parents=True, exist_ok=True)
        tone = write_tone(self.folder / "microphone.wav", self.tone_hz)
        self._process = await asyncio.create_subprocess_exec(
            "linphonec", *(["-a"] if self.auto_answer else []), "-c", str(self._configured()),
            "-d", "5", "-l", str(self.folder / "linphone.log"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self.folder)},
        )  # fmt: skip
        await self.type("soundcard use files")
        await self.type(f"play {tone}")
        await self.type(f"record {self.heard_file}")
        return self

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(ConnectionError, ProcessLookupError):
            await self.type("quit")
        with contextlib.suppress(ProcessLookupError):
            try:
                await asyncio.wait_for(self._process.wait(), 4)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    # --- what a person does ---

    async def type(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{text}\n".encode())
        await self._process.stdin.drain()

    async def dial(self, number: str) -> None:
        line = self.line
        await self.type(f"call sip:{number}@{line.host}:{line.port};transport={line.transport}")

    async def answer(self) -> None:
        await self.type("answer")

    async def hang_up(self) -> None:
        await self.type("terminate")

    async def hold(self) -> None:
        await self.type("pause")

    async def resume(self) -> None:
        await self.type(f"resume {self.call}")

    async def press(self, keys: str) -> None:
        """RFC 4733 events, one key after the other."""
        for key in keys:
            await self.type(key)
            await asyncio.sleep(0.4)

    async def transfer(self, number: str) -> None:
        """Blind transfer by REFER."""
        line = self.line
        await self.type(
            f"transfer {self.call} sip:{number}@{line.host}:{line.port};transport={line.transport}"
        )

    # --- what happened ---

    async def wait(self, pattern: str, count: int = 1, seconds: float = PATIENCE_S) -> None:
        """Until its log has so many lines that match: it tells its screen nothing while it is a pipe."""
        try:
            async with asyncio.timeout(seconds):
                while self.count(pattern) < count:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            states = re.findall(r"moving from.*?(?= on core|$)", self.log_text(), re.MULTILINE)
            raise AssertionError(f"linphonec: no {pattern!r}; {states[-12:]}") from None

    async def wait_state(self, state: str, count: int = 1, seconds: float = PATIENCE_S) -> None:
        """IncomingReceived, StreamsRunning, Paused, PausedByRemote, End …"""
        await self.wait(rf"moving from state .* to LinphoneCall{state}\b", count, seconds)

    def count(self, pattern: str) -> int:
        """In whole lines: a pattern is never spread over two."""
        text = self.log_text()
        looked, found = self._counted.get(pattern, (0, 0))
        until = text.rfind("\n") + 1
        if until > looked:
            found += len(re.findall(pattern, text[looked:until]))
            self._counted[pattern] = until, found
        return found

    def log_text(self) -> str:
        with contextlib.suppress(FileNotFoundError), (self.folder / "linphone.log").open("rb") as log:
            log.seek(self._read_bytes)
            fresh = log.read()
            whole = fresh[: fresh.rfind(b"\n") + 1]
            self._read_bytes += len(whole)
            self._text += whole.decode(errors="replace")
        return self._text

    def recorded_rate_hz(self) -> int:
        """Of its recording, by the last description in its log: the file says so only at its end."""
        text = self.log_text()
        at = text.rfind("m=audio ")
        description = text[at + 8 : at + 4000] if at >= 0 else ""
        first = re.match(r"\d+ \S+ (\d+)", description)
        found = first and re.search(rf"a=rtpmap:{first[1]} \w+/(\d+)", description)
        return int(found[1]) if found else 8000

    async def registered(self) -> None:
        await self.wait("to .LinphoneRegistrationOk", seconds=START_S)

    # --- inside ---

    def _configured(self) -> Path:
        line = self.line
        ports: dict[str, int] = dict.fromkeys(("udp", "tcp", "tls"), -1)
        ports[line.transport] = free_port()
        server = f"<sip:{line.host}:{line.port};transport={line.transport}>"
        sections = {
            "sip": {
                "sip_port": ports["udp"],
                "sip_tcp_port": ports["tcp"],
                "sip_tls_port": ports["tls"],
                "default_proxy": 0,
                "use_ipv6": 0,
                "register_only_when_network_is_up": 0,
                "guess_hostname": 0,
                "contact": f'"{line.user}" <sip:{line.user}@127.0.0.1>',
                "use_info": int(self.keys_by_info),
                "use_rfc2833": int(not self.keys_by_info),
                "media_encryption": "srtp" if self.srtp else "none",
                **({"srtp_crypto_suites": self.suite, "media_encryption_mandatory": 1} if self.suite else {}),
                "verify_server_certs": 1 if line.ca_file else 0,
                "verify_server_cn": 0,
                **({"root_ca": line.ca_file} if line.ca_file else {}),
            },
            "net": {"mtu": 1300},
            "rtp": {"audio_rtp_port": free_port() & ~1},
            "sound": {"playback_dev_id": "ALSA: default device"},
            "auth_info_0": {"username": line.user, "passwd": line.password, "realm": "seatline"},
            "proxy_0": {
                "reg_proxy": server,
                "reg_route": server.replace(">", ";lr>"),
                "reg_identity": f"<sip:{line.user}@{line.host}>",
                "reg_expires": 60,
                "reg_sendregister": 1,
                "publish": 0,
            },
        }
        text = "".join(
            f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in values.items())
            for name, values in sections.items()
        )
        path = self.folder / "linphonerc"
        path.write_text(text)
        return path
