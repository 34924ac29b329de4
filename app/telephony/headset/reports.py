"""Reports as they go over the wire: buttons out of an input report, lamps into output reports."""

from __future__ import annotations

from collections.abc import Collection

from app.telephony.headset.descriptor import Field, Layout


def read_input(layout: Layout, report: bytes) -> dict[int, int]:
    """The value of each usage in this report; of an array, 1 for what is in it and 0 for the others."""
    report_id, body = (report[0], report[1:]) if layout.numbered and report else (0, report)
    values: dict[int, int] = {}
    for one in layout.inputs:
        if one.report_id != report_id:
            continue
        value = _bits(body, one)
        if value is None:
            continue
        if not one.choices:
            values[one.usage] = value
            continue
        for usage in one.choices:
            values.setdefault(usage, 0)
        place = value - one.low
        if 0 <= place < len(one.choices):
            values[one.choices[place]] = 1
    return values


def lamp_reports(layout: Layout, lit: Collection[int], of: Collection[int]) -> dict[int, bytes]:
    """The output reports that hold any of the lamps ``of``, with ``lit`` on: report id -> bytes to write.

    The first byte is the report's id, 0 where reports are not numbered (as hidapi wants it).
    """
    reports: dict[int, bytearray] = {}
    for one in layout.outputs:
        if one.usage in of:
            length = (layout.output_bits[one.report_id] + 7) // 8
            reports.setdefault(one.report_id, bytearray([one.report_id, *bytes(length)]))
    for one in layout.outputs:
        if one.usage in lit and one.report_id in reports:
            reports[one.report_id][1 + one.bit // 8] |= 1 << (one.bit % 8)
    return {report_id: bytes(data) for report_id, data in reports.items()}


def _bits(body: bytes, one: Field) -> int | None:
    """None where the report is too short to hold the field."""
    if one.size_bits == 0 or one.bit + one.size_bits > len(body) * 8:
        return None
    return int.from_bytes(body, "little") >> one.bit & ((1 << one.size_bits) - 1)
