"""A courier in a process of its own, to be killed: ``python -m tests.doubles.courier_process URL``.

Carries what the outbox of this database holds until it is ended.
"""

from __future__ import annotations

import asyncio
import sys

from app.server.notify.courier import Courier
from app.server.notify.office import Office
from app.server.outside_web import OutsideWeb
from app.server.storage.database import Database

KEY = b"k" * 32


def no_alarm(error_id: str, text: str, over: bool) -> None:
    """Nobody is on call here."""


async def carry(url: str) -> None:
    database = Database(url)
    office = Office(database, KEY, OutsideWeb(), None, no_alarm)
    await office.load()
    Courier(database, office, no_alarm, draw=lambda: 0.0).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(carry(sys.argv[1]))
