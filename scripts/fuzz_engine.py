"""Fuzz what strangers can reach: SIP, session descriptions, RTP, RTCP, and what our processes say.

``python scripts/fuzz_engine.py [--seconds 150] [TARGET …]``; each target gets that much time. With atheris
(``pip install atheris``, Linux) inputs are found by the code they reach; without it they are made by
chance from good ones. Prints one JSON line for each target: executions, executions a second, finding.
A finding's input stays under ``build/fuzz/``; ``--input FILE`` runs one target with it again.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import random
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BUILD = ROOT / "build" / "fuzz"
LONGEST_BYTES = 6000
MEMORY_LIMIT_MB = 1024
NAMES = (
    "sip-message", "sip-stream", "sip-engine", "sdp", "control", "journal",
    "rtp", "rtp-transcoded", "rtp-mixed", "srtp", "rtcp",
)  # fmt: skip


def with_atheris(name: str, seconds: int, folder: Path) -> int:
    """Runs in a process of its own and does not return."""
    atheris: Any = importlib.import_module("atheris")

    with atheris.instrument_imports(include=["app.server.voice", "app.server.recordings", "aiosipua"]):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]()
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(each)
    atheris.Setup(
        [
            sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST_BYTES}",
            f"-rss_limit_mb={MEMORY_LIMIT_MB}", "-timeout=20", "-print_final_stats=1",
            f"-artifact_prefix={folder}/",
        ],
        target,
    )  # fmt: skip
    atheris.Fuzz()
    return 0


def by_chance(name: str, seconds: int, folder: Path) -> int:
    """The same without atheris: damage good inputs as a fixed series of dice says."""
    from tests.fuzz.targets import TARGETS

    target = TARGETS[name]()
    dice, count, end_s = random.Random(1), 0, time.monotonic() + seconds
    data = b""
    try:
        while time.monotonic() < end_s:
            data = damaged(dice, target.seeds)
            target(data)
            count += 1
    except BaseException:
        (folder / f"crash-{name}").write_bytes(data)
        raise
    finally:
        print(f"stat::number_of_executed_units: {count}", flush=True)
        print(f"stat::peak_rss_mb: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}", flush=True)
        target.close()
    return 0


def damaged(dice: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    data = bytearray(dice.choice(seeds))
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0 if data:
                data[at % len(data)] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randrange(1, 30)]
            case 2:
                data[at:at] = dice.randbytes(dice.randrange(1, 12))
            case 3:
                other = dice.choice(seeds)
                begin = dice.randrange(len(other) + 1)
                data[at:at] = other[begin : begin + dice.randrange(1, 60)]
            case _:
                data[at:at] = data[at : at + dice.randrange(1, 40)] * dice.randrange(1, 20)
    return bytes(data[:LONGEST_BYTES])


def one(name: str, seconds: int, chance: bool) -> bool:
    """Fuzz one target in a child and print what came of it. True: nothing was found."""
    folder = BUILD / name
    folder.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, __file__, "--child", name, "--seconds", str(seconds)]
    began_s = time.monotonic()
    log = folder / "log.txt"
    with log.open("wb") as output:
        code = subprocess.run(
            [*words, *(["--chance"] if chance else [])],
            stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd=ROOT, timeout=seconds + 120,
            check=False,
        ).returncode  # fmt: skip
    took_s = time.monotonic() - began_s
    text = log.read_text(encoding="utf-8", errors="replace")
    runs = number_of(r"stat::number_of_executed_units:\s*(\d+)", text)
    complaint = [f"ended with {code}", *re.findall(r"^(?:=*\s*)?\w*(?:Error|ERROR)\b.*", text, re.MULTILINE)]
    result = {
        "target": name,
        "by": "chance" if chance else "atheris",
        "seconds": round(took_s),
        "executions": runs,
        "executions_per_s": round(runs / max(took_s, 1)),
        "peak_rss_mb": number_of(r"stat::peak_rss_mb:\s*(\d+)", text),
        "finding": "" if code == 0 else complaint[-1],
    }
    print(json.dumps(result, ensure_ascii=False), flush=True)
    return code == 0


def number_of(pattern: str, text: str) -> int:
    return int((re.findall(pattern, text) or ["0"])[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("targets", nargs="*", default=[], help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=150, help="for each target")
    parser.add_argument("--chance", action="store_true", help="without atheris")
    parser.add_argument("--input", type=Path, help="run the one target with this file")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.child:
        run = by_chance if words.chance else with_atheris
        return run(words.child, words.seconds, BUILD / words.child)
    if words.input:
        from tests.fuzz.targets import TARGETS

        target = TARGETS[words.targets[0]]()
        try:
            target(words.input.read_bytes())
        finally:
            target.close()
        return 0
    chance = words.chance or importlib.util.find_spec("atheris") is None
    results = [one(name, words.seconds, chance) for name in words.targets or NAMES]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
