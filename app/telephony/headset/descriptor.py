"""A HID report descriptor, read: which bit of which report means what (HID 1.11 §6.2.2). Pure.

In:  the bytes of a descriptor, from the device or as the system rebuilt them.
Out: ``Layout``; DescriptorError for what is no descriptor.

Written here rather than taken from ``hid-parser``: that one gives a usage the page which held where the
usage stands instead of where its main item stands (§6.2.2.8; a headset's reject button is then a telephony
usage), and it knows neither Push, Pop nor 4-byte usages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

MAX_DESCRIPTOR_BYTES = 8192
MAX_FIELDS = 4096
MAX_REPORT_BITS = 65536

_CONSTANT, _VARIABLE, _RELATIVE = 0x01, 0x02, 0x04
_APPLICATION = 0x01
_LONG_ITEM = 0xFE

_MAIN, _GLOBAL, _LOCAL = 0, 1, 2
_INPUT, _OUTPUT, _FEATURE, _COLLECTION, _END_COLLECTION = 0x8, 0x9, 0xB, 0xA, 0xC


class DescriptorError(Exception):
    error_id = "bad-descriptor"


@dataclass(frozen=True, slots=True)
class Field:
    """One value in a report. ``bit`` counts from the first bit after the report's id.

    ``choices`` is filled for an array element: the value names one of these usages, ``low`` the first.
    ``usage`` is 0 then. ``relative``: each 1 is a press; otherwise the value is a state.
    """

    report_id: int  # 0: reports are not numbered
    bit: int
    size_bits: int
    usage: int
    relative: bool
    collection: int  # usage of the application collection around it
    choices: tuple[int, ...] = ()
    low: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """All inputs and outputs, and how long each output report is (bits, by report id)."""

    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]
    output_bits: dict[int, int]
    numbered: bool


@dataclass(frozen=True, slots=True)
class _Globals:
    page: int = 0
    low: int = 0
    size_bits: int = 0
    count: int = 0
    report_id: int = 0


@dataclass(slots=True)
class _Locals:
    """Usages as they stand; whole ones have the page in them (4 bytes), short ones take it later."""

    usages: list[tuple[int, bool]] = field(default_factory=lambda: list[tuple[int, bool]]())
    least: tuple[int, bool] | None = None
    in_set: bool = False  # inside a delimiter: alternatives, of which the first is preferred
    set_has: bool = False

    def add(self, value: int, whole: bool) -> None:
        if self.in_set and self.set_has:
            return
        self.set_has = True
        self.usages.append((value, whole))


def parse_descriptor(data: bytes) -> Layout:
    """Raises DescriptorError."""
    if len(data) > MAX_DESCRIPTOR_BYTES:
        raise DescriptorError(f"a descriptor of {len(data)} bytes")
    parser = _Parser()
    for kind, tag, size, value in _items(data):
        parser.take(kind, tag, size, value)
    return parser.layout()


def _items(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Kind, tag, size in bytes and unsigned value of each short item; long items are passed over."""
    at = 0
    while at < len(data):
        prefix = data[at]
        if prefix == _LONG_ITEM:
            at += 3 + (data[at + 1] if at + 1 < len(data) else 0)
            continue
        size = (0, 1, 2, 4)[prefix & 3]
        body = data[at + 1 : at + 1 + size]
        if len(body) < size:
            raise DescriptorError(f"cut short at byte {at}")
        yield (prefix >> 2) & 3, prefix >> 4, size, int.from_bytes(body, "little")
        at += 1 + size


class _Parser:
    def __init__(self) -> None:
        self._globals = _Globals()
        self._stack: list[_Globals] = []
        self._locals = _Locals()
        self._collections: list[int] = []  # usage of each open one that is an application, else 0
        self._bits: dict[tuple[int, int], int] = {}  # (main tag, report id) -> bits so far
        self._fields: dict[int, list[Field]] = {_INPUT: [], _OUTPUT: [], _FEATURE: []}
        self._numbered = False

    def take(self, kind: int, tag: int, size: int, value: int) -> None:
        if kind == _MAIN:
            self._main(tag, value)
            self._locals = _Locals()
        elif kind == _GLOBAL:
            self._global(tag, size, value)
        elif kind == _LOCAL:
            self._local(tag, size, value)

    def layout(self) -> Layout:
        return Layout(
            inputs=tuple(self._fields[_INPUT]),
            outputs=tuple(self._fields[_OUTPUT]),
            output_bits={report: bits for (tag, report), bits in self._bits.items() if tag == _OUTPUT},
            numbered=self._numbered,
        )

    def _global(self, tag: int, size: int, value: int) -> None:
        now = self._globals
        if tag == 0x0:
            self._globals = replace(now, page=value & 0xFFFF)
        elif tag == 0x1:
            self._globals = replace(now, low=_signed(value, size))
        elif tag == 0x7:
            self._globals = replace(now, size_bits=value)
        elif tag == 0x8:
            self._globals = replace(now, report_id=value & 0xFF)
            self._numbered = True
        elif tag == 0x9:
            self._globals = replace(now, count=value)
        elif tag == 0xA:
            self._stack.append(now)
        elif tag == 0xB and self._stack:
            self._globals = self._stack.pop()

    def _local(self, tag: int, size: int, value: int) -> None:
        own, whole = self._locals, size == 4
        if tag == 0x0:
            own.add(value, whole)
        elif tag == 0x1:
            own.least = (value, whole)
        elif tag == 0x2 and own.least is not None:
            low, low_whole = own.least
            own.least = None
            for usage in range(low, min(value, low + MAX_FIELDS) + 1):
                own.add(usage, low_whole)
        elif tag == 0xA:
            own.in_set, own.set_has = value == 1, False

    def _main(self, tag: int, value: int) -> None:
        if tag == _COLLECTION:
            usage = self._usages()[0] if self._locals.usages else 0
            self._collections.append(usage if value == _APPLICATION else 0)
        elif tag == _END_COLLECTION:
            if self._collections:
                self._collections.pop()
        elif tag in self._fields:
            self._append(tag, value)

    def _usages(self) -> list[int]:
        page = self._globals.page << 16
        return [value if whole else page | value for value, whole in self._locals.usages]

    def _append(self, tag: int, flags: int) -> None:
        now = self._globals
        place = (tag, now.report_id)
        begin = self._bits.get(place, 0)
        end = begin + now.size_bits * now.count
        if end > MAX_REPORT_BITS:
            raise DescriptorError(f"a report of {end} bits")
        self._bits[place] = end
        usages = self._usages()
        if flags & _CONSTANT or not usages or not now.size_bits:
            return
        model = Field(
            report_id=now.report_id,
            bit=begin,
            size_bits=now.size_bits,
            usage=0,
            relative=bool(flags & _RELATIVE),
            collection=next((usage for usage in reversed(self._collections) if usage), 0),
        )
        fields = self._fields[tag]
        if flags & _VARIABLE:
            # More values than usages: the rest repeats the last one and says nothing new about a button.
            wanted = [(usage, ()) for usage in usages[: now.count]]
        else:
            wanted = [(0, tuple(usages))] * now.count
        if len(fields) + len(wanted) > MAX_FIELDS:
            raise DescriptorError("too many fields")
        for place_in_item, (usage, choices) in enumerate(wanted):
            bit = begin + place_in_item * now.size_bits
            fields.append(replace(model, bit=bit, usage=usage, choices=choices, low=now.low))


def _signed(value: int, size: int) -> int:
    bits = size * 8
    return value - (1 << bits) if bits and value >= 1 << (bits - 1) else value
