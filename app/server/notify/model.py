"""The port for short messages, and what an adapter says of each."""

from __future__ import annotations

from typing import Protocol

from app.server.storage.errors import StorageError


class NotifyError(Exception):
    """It was not handed over; ``why`` in a stable word. ``final``: no use to try again."""

    error_id = "notify"

    def __init__(self, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.final = final


class TextNotPossibleError(StorageError):
    """It would not arrive, so it is not even kept."""

    error_id = "text-not-possible"
    status = 409


class Notifier(Protocol):
    """Hands a short message to whoever delivers it."""

    async def send(self, number: str, text: str) -> None:
        """Returns when it is in other hands. Raises NotifyError."""
        ...


class ShortMessages(Notifier, Protocol):
    """One that may not be set up yet."""

    @property
    def is_set_up(self) -> bool: ...


class Asks(Protocol):
    """The connectors, as far as a gateway needs them."""

    def knows(self, system: str, operation: str) -> bool: ...

    async def post(self, system: str, operation: str, values: dict[str, str]) -> str:
        """ "" where it was taken, else why not. Never raises."""
        ...
