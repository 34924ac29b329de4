"""What we need of a HID library: which headsets there are, and one of them opened."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol


class HidError(Exception):
    """``error_id``: "not-allowed" (this user may not open it), "gone", "failed"."""

    def __init__(self, error_id: str, detail: str) -> None:
        super().__init__(detail)
        self.error_id = error_id


@dataclass(frozen=True, slots=True)
class FoundHid:
    """A device, by one of its collections; ``path`` opens it."""

    path: bytes
    vendor: int
    product: int
    name: str
    page: int


class HidDevice(Protocol):
    """Used by one thread."""

    def descriptor(self) -> bytes: ...

    def read(self, timeout_ms: int) -> bytes:
        """The next input report, b"" when none came in time. Raises HidError."""
        ...

    def write(self, report: bytes) -> None:
        """Raises HidError."""
        ...

    def close(self) -> None: ...


class HidHost(Protocol):
    def fingerprint(self) -> Hashable:
        """Changes when devices come or go; asked twice a second."""
        ...

    def find(self, pages: Sequence[int]) -> list[FoundHid]:
        """Devices with a collection on one of these usage pages. Raises HidError."""
        ...

    def open(self, found: FoundHid) -> HidDevice:
        """Raises HidError."""
        ...
