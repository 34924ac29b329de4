"""Measures media processes: ``python -m app.server.voice.embedded.media.bench --variant clear --json``.

For each number of conversations one media process is started, with an encrypted journal on, beside a
process that plays all telephones. Variants: ``clear`` and ``srtp`` (on the agent's side, AES_CM_128) are
forwarded, ``mixed`` has three parties in each conversation, ``music`` has none: all customers wait.
Out: a row for each number, as a table or as JSON; keys in ``Row``. ``rtt_ms``: customer → media process →
agent, who sends back what she gets → media process → customer, the telephones' own delay included.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from app.server.voice.embedded.media.bench_phones import MOST_IN_PYTHON, in_python, program
from app.server.voice.embedded.media.client import MediaClient
from app.server.voice.embedded.media.protocol import (
    Health,
    Join,
    Play,
    RecordStream,
    Report,
    SetLeg,
    SrtpKeys,
)
from app.server.voice.embedded.media.settings import MediaSettings

VARIANTS = ("clear", "srtp", "mixed", "music")
_REPOSITORY = Path(__file__).resolve().parents[5]
_RTP_LOW = 20000  # below the ports that the system gives to others
_SETTLE_S, _IDLE_CPU_S = 60.0, 0.05
# The agent's telephone sends back what it gets without decrypting it: both directions have one key here.
_KEY = bytes(range(30))


@dataclass(frozen=True, slots=True)
class Row:
    variant: str
    conversations: int
    packets_per_s: int  # received by the media process
    late_ticks_pct: float
    worst_tick_late_ms: float
    cpu_pct: float  # of one core, whole process
    cpu_pct_per_conversation: float
    rtt_ms_p50: float
    rtt_ms_p95: float
    rtt_ms_worst: float
    sent: int
    lost: int
    rss_kb_per_conversation: float
    load_1min: float  # of the machine: whether something else ran beside it
    steal_pct: float  # of all cores: what a virtual machine was not given while it was wanted
    telephones: str  # "c" or "python"
    generator_late_ms: float  # the telephones' own clock at its worst: what they were late is not ours


class _Bench:
    def __init__(
        self, folder: Path, variant: str, conversations: int, seconds: float, ports: tuple[int, int]
    ) -> None:
        self._folder = folder
        self._variant, self._conversations, self._seconds = variant, conversations, seconds
        self._health: list[Health] = []
        self._began = _cpu_times()
        self._idle = asyncio.Event()
        settings = MediaSettings(
            host="127.0.0.1",
            rtp_low=ports[0],
            rtp_high=ports[1],
            prompt_dirs=(_REPOSITORY / "resources",),
            journal_dir=folder / "journal",
            journal_key=bytes(32),
        )
        self._client = MediaClient(settings, self._report, lambda: sys.exit("the media process died"))

    def _report(self, report: Report) -> None:
        if isinstance(report, Health):
            self._health.append(report)
            if len(self._health) > 1 and report.cpu_s < _IDLE_CPU_S:
                self._idle.set()

    async def run(self) -> Row:
        await self._client.start()
        await self._settled()
        try:
            if self._variant == "music":
                return await self._music()
            return await self._talk()
        finally:
            await self._client.stop()

    async def _settled(self) -> None:
        """Until it has read its prompts: that is no part of what a conversation takes."""
        async with asyncio.timeout(_SETTLE_S):
            await self._idle.wait()

    async def _talk(self) -> Row:
        rss_kb = self._rss_kb()
        parties = "abc" if self._variant == "mixed" else "ab"
        names = [f"{each}{side}" for each in range(self._conversations) for side in parties]
        ports = [await self._client.open_leg(each) for each in names]
        command = program(self._folder)
        if in_python(command) and self._conversations > MOST_IN_PYTHON:
            raise SystemExit(
                f"without a C compiler no more than {MOST_IN_PYTHON} conversations can be measured"
            )
        arguments = ["mixed" if self._variant == "mixed" else "echo", self._conversations, self._seconds]
        phones = await asyncio.create_subprocess_exec(
            *command,
            *map(str, arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1 << 20,
        )
        if phones.stdin is None or phones.stdout is None:
            raise SystemExit("the telephones have no pipes")
        phones.stdin.write((" ".join(map(str, ports)) + "\n").encode())
        theirs = [int(each) for each in (await phones.stdout.readline()).split()]
        for name, port in zip(names, theirs, strict=True):
            self._connect(name, port)
        await asyncio.sleep(1.0)
        phones.stdin.write(b"go\n")
        await asyncio.sleep(min(1.5, self._seconds / 3))  # what is built on first use is built
        self._health.clear()
        self._began = _cpu_times()
        told = json.loads(await phones.stdout.readline())
        await phones.wait()
        kind = "python" if in_python(command) else "c"
        return self._row(told, (self._rss_kb() - rss_kb) / self._conversations, kind)

    def _connect(self, name: str, port: int) -> None:
        number, side = name[:-1], name[-1]
        keys = None
        if self._variant == "srtp" and side == "b":
            keys = SrtpKeys("AES_CM_128_HMAC_SHA1_80", receive_key=_KEY, send_key=_KEY)
        self._client.send(SetLeg(name, "127.0.0.1", port, "PCMA", 8, 101, keys))
        self._client.send(Join(f"bridge{number}", name, "TALK"))
        if side != "c":
            who = "CUSTOMER" if side == "a" else "AGENT"
            self._client.send(RecordStream(f"recording{number}", "call", name, who))

    async def _music(self) -> Row:
        rss_kb = self._rss_kb()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink:
            sink.bind(("127.0.0.1", 0))
            for each in range(self._conversations):
                name = f"music{each}"
                await self._client.open_leg(name)
                self._client.send(SetLeg(name, "127.0.0.1", sink.getsockname()[1], "PCMA", 8, 101))
                self._client.send(Play(name, name, ["music/calm"], True))
            await asyncio.sleep(2.0)  # the music is decoded meanwhile
            self._health.clear()
            self._began = _cpu_times()
            await asyncio.sleep(self._seconds)
        return self._row({}, (self._rss_kb() - rss_kb) / self._conversations, "none")

    def _row(self, told: dict[str, float], rss_kb: float, telephones: str) -> Row:
        health = self._health[:-1] or self._health  # the last second may have seen the end of the talk
        seconds = len(health) or 1
        cpu_pct = 100 * sum(each.cpu_s for each in health) / seconds
        ticks = sum(each.ticks for each in health)
        return Row(
            variant=self._variant,
            conversations=self._conversations,
            packets_per_s=round(sum(each.packets for each in health) / seconds),
            late_ticks_pct=round(100 * sum(each.late_ticks for each in health) / ticks, 2) if ticks else -1.0,
            worst_tick_late_ms=round(max((each.worst_tick_late_ms for each in health), default=-1.0), 1),
            cpu_pct=round(cpu_pct, 1),
            cpu_pct_per_conversation=round(cpu_pct / self._conversations, 4),
            rtt_ms_p50=told.get("rtt_ms_p50", -1.0),
            rtt_ms_p95=told.get("rtt_ms_p95", -1.0),
            rtt_ms_worst=told.get("rtt_ms_worst", -1.0),
            sent=int(told.get("sent", 0)),
            lost=int(told.get("lost", 0)),
            rss_kb_per_conversation=round(rss_kb, 1),
            load_1min=round(os.getloadavg()[0], 2),
            steal_pct=round(_stolen_pct(self._began, _cpu_times()), 1),
            telephones=telephones,
            generator_late_ms=told.get("generator_late_ms", -1.0),
        )

    def _rss_kb(self) -> int:
        status = Path(f"/proc/{self._client.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def _cpu_times() -> list[int]:
    """Of all cores since the start, in ticks: user, nice, system, idle, iowait, irq, softirq, steal."""
    return [int(each) for each in Path("/proc/stat").read_text().partition("\n")[0].split()[1:9]]


def _stolen_pct(before: list[int], after: list[int]) -> float:
    spent = [late - early for early, late in zip(before, after, strict=True)]
    return 100 * spent[7] / max(1, sum(spent))


def measure(variant: str, conversations: int, seconds: float, ports: tuple[int, int] | None = None) -> Row:
    """``ports``: range for the media process."""
    ports = (_RTP_LOW, _RTP_LOW + 16 * conversations + 64) if ports is None else ports
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_Bench(Path(folder), variant, conversations, seconds, ports).run())


def free_ports(conversations: int) -> tuple[int, int]:
    """A range in which nobody is now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        size = 16 * conversations + 64
        low = min(probe.getsockname()[1], 65535 - size)
    return low, low + size


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a media process.")
    parser.add_argument("--conversations", default="50", help="numbers, with commas between: 10,50,100")
    parser.add_argument("--variant", choices=VARIANTS, default="clear")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    rows: list[Row] = []
    for count in str(arguments.conversations).split(","):
        row = measure(arguments.variant, int(count), arguments.seconds)
        rows.append(row)
        if not arguments.json:
            sys.stdout.write("  ".join(f"{key} {value}" for key, value in asdict(row).items()) + "\n")
    if arguments.json:
        sys.stdout.write(json.dumps({"rows": [asdict(each) for each in rows]}) + "\n")


if __name__ == "__main__":
    main()
