"""Headsets without hardware: descriptors as devices publish them, and a fake that behaves as its maker says.

``FakeHid`` stands where the HID library does. A ``FakeDevice`` is opened through it, remembers what was
written and reports what the test presses; ``mirrors`` makes it answer lamps, as Jabra's hook does.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Hashable, Sequence

from app.telephony.headset.hid_host import FoundHid, HidError
from tests.doubles.patience import PATIENCE_S

# As recorded from a Plantronics Blackwire 3220 (047f:c056), without the vendor's own collection behind it.
BLACKWIRE_3220 = bytes.fromhex(
    "050c 0901 a101 8501 1500 2501 09e9 09ea 7501 9502 8106 9506 "
    "8101 8502 050c 0900 9510 8102 8504 0900 7508 9524 9102 8505 "
    "0900 9520 8102 8506 0900 9524 9102 8507 0900 9520 8102 c005 "
    "0b09 05a1 0185 0815 0025 0109 2f75 0195 0181 0609 2009 2175 "
    "0195 0281 2295 0581 0105 0885 0909 0995 0191 2295 0791 0185 "
    "1709 1795 0191 2295 0791 0185 1809 1895 0191 2295 0791 0185 "
    "1e09 1e95 0191 2295 0791 0185 2009 2095 0191 2295 0791 0185 "
    "2a09 2a95 0191 2295 0791 01c0 "
)

# What Jabra's headsets publish on their telephony page: report 2, hook as a state, mute, flash and redial as
# presses, reject as a button of the button page, and all lamps in one report.
JABRA = bytes.fromhex(
    "050c 0901 a101 8501 050c 1500 2501 09ea 09e9 09e2 7501 9503 "
    "8102 7501 9505 8101 c005 0b09 05a1 0185 0205 0b15 0025 0109 "
    "2009 9775 0195 0281 2209 2f09 2109 2409 5075 0195 0481 0609 "
    "0705 0975 0195 0181 0205 0b09 06a1 0219 b029 bb15 0025 0b75 "
    "0495 0181 00c0 7501 9505 8101 0508 1500 2501 0917 0909 0918 "
    "0920 0921 7501 9505 9122 050b 1500 2501 099e 7501 9501 9122 "
    "75 0195 0a91 01c0 "
)

# Put together from the usages that Sennheiser's SC series is known to have: hook and mute as presses, two
# lamps for the line.
EPOS_SC = bytes.fromhex(
    "050b 0905 a101 8503 1500 2501 0920 092f 7501 9502 8106 9506 "
    "81 0105 0809 1709 2a09 0909 1875 0195 0491 2295 0491 01c0 "
)

# Put together after Yealink's public integration of its UH series: report 4.
YEALINK = bytes.fromhex(
    "050b 0905 a101 8504 1500 2501 0920 0997 7501 9502 8122 092f "
    "0921 0924 0950 7501 9504 8106 0907 0509 7501 9501 8102 7501 "
    "9501 8101 0508 0917 0909 0918 0920 7501 9504 9122 7501 9504 "
    "91 01c0 "
)

# Put together from the usages of Logitech's H series: hook as a state, mute as a press; no report numbers.
LOGITECH = bytes.fromhex(
    "050b 0905 a101 1500 2501 0920 7501 9501 8122 092f 9501 8106 "
    "95 0681 0105 0809 1709 0909 1809 2095 0491 2295 0491 01c0 "
)


def wait_until(check: Callable[[], object], limit_s: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + limit_s
    step = threading.Event()
    while not check():
        assert time.monotonic() < deadline, "it did not happen"
        step.wait(0.01)


class FakeDevice:
    def __init__(self, descriptor: bytes, mirrors: Callable[[bytes], Sequence[bytes]] = lambda _: ()) -> None:
        self._descriptor = descriptor
        self._mirrors = mirrors
        self._reports: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.written: list[bytes] = []
        self.open = False
        self.gone = False

    def press(self, *reports: str) -> None:
        """Input reports in hexadecimal, as the device sends them."""
        for report in reports:
            self._reports.put(bytes.fromhex(report))

    @property
    def lamps(self) -> dict[int, int]:
        """The last value of each output report, by report number."""
        return {data[0]: int.from_bytes(data[1:], "little") for data in self.written}

    def descriptor(self) -> bytes:
        return self._descriptor

    def read(self, timeout_ms: int) -> bytes:
        if self.gone:
            raise HidError("gone", "pulled out")
        try:
            return self._reports.get(timeout=timeout_ms / 1000)
        except queue.Empty:
            return b""

    def write(self, report: bytes) -> None:
        if self.gone:
            raise HidError("gone", "pulled out")
        self.written.append(report)
        for answer in self._mirrors(report):
            self._reports.put(answer)

    def close(self) -> None:
        self.open = False


class FakeHid:
    """The bus: ``plug`` and ``pull`` devices, ``lock`` one against this user."""

    def __init__(self) -> None:
        self._devices: dict[FoundHid, FakeDevice] = {}
        self._locked: set[FoundHid] = set()
        self._changes = 0
        self.listings = self.refused = 0

    def plug(self, found: FoundHid, device: FakeDevice) -> FakeDevice:
        self._devices[found] = device
        self._changes += 1
        return device

    def pull(self, found: FoundHid) -> None:
        self._devices.pop(found).gone = True
        self._changes += 1

    def lock(self, found: FoundHid, locked: bool = True) -> None:
        (self._locked.add if locked else self._locked.discard)(found)

    def fingerprint(self) -> Hashable:
        return self._changes

    def find(self, pages: Sequence[int]) -> list[FoundHid]:
        self.listings += 1
        return [found for found in self._devices if found.page in pages]

    def open(self, found: FoundHid) -> FakeDevice:
        if found in self._locked:
            self.refused += 1
            raise HidError("not-allowed", "permission denied")
        if found not in self._devices:
            raise HidError("failed", "no such device")
        device = self._devices[found]
        device.open, device.gone = True, False
        return device


def found(name: str, vendor: int, product: int = 1, page: int = 0x0B) -> FoundHid:
    return FoundHid(name.encode(), vendor, product, name, page)


def jabra_mirror(report: bytes) -> Sequence[bytes]:
    """Its hook follows the off-hook lamp, and its busy bit with it."""
    return [bytes([2, 0b11 if report[1] & 1 else 0, 0])] if report[0] == 2 else []
