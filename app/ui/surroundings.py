"""What a desktop has around it: the clock, the keyring, the door for a second start, its log."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from app.ui.presenters.ports import Credentials


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class LazyCredentials:
    """The keyring is loaded at the first use, in the thread that asks it."""

    def __init__(self) -> None:
        self._real: Credentials | None = None

    def _keyring(self) -> Credentials:
        if self._real is None:
            from app.crm_client.credentials import Credentials as KeyringCredentials

            self._real = KeyringCredentials()
        return self._real

    def load(self, server_url: str, username: str) -> str | None:
        return self._keyring().load(server_url, username)

    def save(self, server_url: str, username: str, password: str) -> None:
        self._keyring().save(server_url, username, password)

    def forget(self, server_url: str, username: str) -> None:
        self._keyring().forget(server_url, username)


def runs_already(config_dir: Path, link: str) -> bool:
    """Whether another desktop of this person runs here; it comes to the front and follows the link."""
    from app.ui.instance import hand_over

    return hand_over(config_dir, link)


class Surroundings:
    """Of a desktop that a person uses. ``asked_again``: a second start, with its telephone link or ""."""

    def __init__(self, config_dir: Path, asked_again: Callable[[str], None]) -> None:
        from app.ui.instance import Instance
        from app.ui.log_file import keep_log

        self._log = keep_log(config_dir)
        self._instance = Instance(config_dir)
        self._instance.asked.connect(asked_again)

    def end(self) -> None:
        from app.ui.log_file import stop_log

        self._instance.close()
        stop_log(self._log)
