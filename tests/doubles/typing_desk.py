"""``python -m tests.doubles.typing_desk URL CONFIG_DIR type|look [TICKET]``: a desktop that may be killed.

"type": types into the note, key by key, and says after each how much stands there. "look": says what the note
holds when the call is on the desk again. With a ticket it is the comment on it, a word to the customer. One
line each on standard output.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from app.telephony import ports as phone
from app.ui.composition import Desktop, DesktopOptions, run
from app.ui.presenters.sign_in import SignInFields
from tests.doubles.fake_crm import PASSWORD

TEXT = "The table top has cracked again; he wants a new one by Friday. "


class NoPhone:
    def __init__(self, tell: Callable[[phone.PhoneEvent], None]) -> None:
        self._tell = tell

    async def start(self) -> None:
        self._tell(phone.Registered(ok=True))

    def send(self, _command: phone.Command) -> None:
        return None

    async def stop(self) -> None:
        return None


class NoKeyring:
    def load(self, _server: str, _user: str) -> str | None:
        return None

    def save(self, _server: str, _user: str, _password: str) -> None:
        return None

    def forget(self, _server: str, _user: str) -> None:
        return None


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def play(desktop: Desktop, url: str, what: str, ticket_id: str) -> None:
    desktop.sign_in.submit(SignInFields(url, "1001", PASSWORD, remember=False))
    while desktop.window is None:
        await asyncio.sleep(0.02)
    say("signed in")
    field = await (comment_on(desktop, ticket_id, what) if ticket_id else note(desktop))
    if what == "look":
        say(field.toPlainText())
        return
    for count in itertools.count(1):
        QTest.keyClicks(field, TEXT[(count - 1) % len(TEXT)])
        say(str(count))
        await asyncio.sleep(0.004)


async def note(desktop: Desktop) -> QPlainTextEdit:
    assert desktop.window is not None
    found = desktop.window.findChild(QPlainTextEdit, "noteEdit")
    while not found.isEnabled():
        await asyncio.sleep(0.02)
    return found


async def comment_on(desktop: Desktop, ticket_id: str, what: str) -> QPlainTextEdit:
    """Of the ticket when it is open; for the customer. What is there is only looked at."""
    assert desktop.window is not None and desktop.workbench is not None
    desktop.workbench.tickets.open(ticket_id)
    while desktop.workbench.tickets.ticket.file is None:
        await asyncio.sleep(0.02)
    if what == "type":
        customer = desktop.window.findChild(QPushButton, "comment_customer")
        QTest.mouseClick(customer, Qt.MouseButton.LeftButton)
    return desktop.window.findChild(QPlainTextEdit, "commentField")


def main() -> int:
    url, folder, what, *ticket = sys.argv[1:]
    options = DesktopOptions(
        server_url=url,
        username="1001",
        config_dir=Path(folder),
        language="en",
        theme="light",
        make_phone=NoPhone,
        credentials=NoKeyring(),
    )
    return run(options, lambda desktop: play(desktop, url, what, ticket[0] if ticket else ""))


if __name__ == "__main__":
    raise SystemExit(main())
