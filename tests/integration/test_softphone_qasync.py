"""The softphone's client on the desktop's own event loop (Qt's, through qasync), in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

DESKTOP = """
import asyncio, json, os, signal, sys
import qasync
from PySide6.QtCore import QCoreApplication
from app.telephony.client import Softphone
from app.telephony.ports import Gone, Ping, Pong, Started
from tests.doubles.softphone import NO_SOUND

async def until(check):
    async with asyncio.timeout(10):
        while not check():
            await asyncio.sleep(0.01)

async def work():
    events = []
    names = lambda: [type(event).__name__ for event in events if isinstance(event, (Started, Gone))]
    phone = Softphone(events.append, env=NO_SOUND)
    await phone.start()
    phone.send(Ping(1))
    await until(lambda: Pong(1) in events)
    os.kill(phone.pid, signal.SIGKILL)
    await until(lambda: len(names()) == 3)
    phone.send(Ping(2))
    await until(lambda: Pong(2) in events)
    await phone.stop()
    print(json.dumps([names(), phone.pid]))

application = QCoreApplication(sys.argv)
loop = qasync.QEventLoop(application)
asyncio.set_event_loop(loop)
with loop:
    loop.run_until_complete(work())
"""


def test_the_phone_lives_on_qts_event_loop_and_ends_without_a_word() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", DESKTOP],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        timeout=40,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == [["Started", "Gone", "Started"], None]
    assert b"Warning" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"rror" not in done.stderr, done.stderr.decode()[-3000:]
