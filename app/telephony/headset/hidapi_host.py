"""The adapter of ``hidapi``: its devices and errors end here.

On Linux the wheel's ``hidraw`` module is taken; its ``hid`` speaks libusb there and would take the device
away from the system, volume keys and all. On macOS a device is opened together with others, not alone.
"""

from __future__ import annotations

import ctypes
import importlib
import logging
import os
import sys
import time
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from app.telephony.headset.hid_host import FoundHid, HidError

log = logging.getLogger(__name__)

READ_BYTES = 1024
LIST_EVERY_S = 3.0  # where the system has no cheap sign that something was plugged in
_HIDRAW = Path("/sys/class/hidraw")


class HidapiHost:
    def __init__(self) -> None:
        try:
            self._hid: Any = importlib.import_module("hidraw" if sys.platform == "linux" else "hid")
        except ImportError as error:
            raise HidError("failed", f"hidapi cannot be loaded: {error}") from error
        self._listed: Hashable = None
        self._listed_at_s = -LIST_EVERY_S

    def fingerprint(self) -> Hashable:
        if sys.platform == "linux":
            try:
                return frozenset(_HIDRAW.iterdir())
            except OSError:
                return frozenset[Path]()
        if time.monotonic() - self._listed_at_s >= LIST_EVERY_S:
            self._listed_at_s = time.monotonic()
            self._listed = frozenset(entry["path"] for entry in self._enumerate())
        return self._listed

    def find(self, pages: Sequence[int]) -> list[FoundHid]:
        found: dict[bytes, FoundHid] = {}
        # A device may be listed once a collection: the telephony page first, then a vendor's own.
        entries = [entry for entry in self._enumerate() if entry["usage_page"] in pages]
        for entry in sorted(entries, key=lambda one: pages.index(one["usage_page"])):
            name = entry["product_string"] or entry["manufacturer_string"] or ""
            one = FoundHid(
                path=entry["path"],
                vendor=entry["vendor_id"],
                product=entry["product_id"],
                name=name.strip(),
                page=entry["usage_page"],
            )
            found.setdefault(one.path, one)
        return list(found.values())

    def open(self, found: FoundHid) -> HidapiDevice:
        if sys.platform == "darwin":
            self._share()
        device = self._hid.device()
        try:
            device.open_path(found.path)
        except OSError as error:
            raise HidError(_why_not(found.path), f"{found.name}: {error}") from error
        return HidapiDevice(device, found.name)

    def _enumerate(self) -> list[dict[str, Any]]:
        try:
            return list(self._hid.enumerate())
        except (OSError, ValueError) as error:
            raise HidError("failed", f"devices cannot be listed: {error}") from error

    def _share(self) -> None:
        """WORKAROUND: hidapi seizes a device on macOS unless told; the module does not offer to tell it."""
        try:
            ctypes.CDLL(self._hid.__file__).hid_darwin_set_open_exclusive(0)
        except (OSError, AttributeError) as error:
            log.info("headsets are opened alone: %s", error)


class HidapiDevice:
    def __init__(self, device: Any, name: str) -> None:
        self._device = device
        self._name = name

    def descriptor(self) -> bytes:
        try:
            return bytes(self._device.get_report_descriptor())
        except (OSError, ValueError, AttributeError) as error:
            raise HidError("failed", f"{self._name} does not describe itself: {error}") from error

    def read(self, timeout_ms: int) -> bytes:
        try:
            return bytes(self._device.read(READ_BYTES, timeout_ms))
        except (OSError, ValueError) as error:
            raise HidError("gone", f"{self._name}: {error}") from error

    def write(self, report: bytes) -> None:
        try:
            written = self._device.write(report)
        except (OSError, ValueError) as error:
            raise HidError("gone", f"{self._name}: {error}") from error
        if written < 0:
            raise HidError("failed", f"{self._name} did not take a report of {len(report)} bytes")

    def close(self) -> None:
        self._device.close()


def _why_not(path: bytes) -> str:
    """ "not-allowed" where the node is there and this user may not read and write it."""
    node = os.fsdecode(path)
    if sys.platform == "linux" and Path(node).exists() and not os.access(node, os.R_OK | os.W_OK):
        return "not-allowed"
    return "failed"
