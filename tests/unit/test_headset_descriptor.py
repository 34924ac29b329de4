"""What a headset says of itself is read as the standard means it, from real descriptors and from nonsense."""

from __future__ import annotations

import warnings

import hid_parser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.telephony.headset.descriptor import DescriptorError, parse_descriptor
from app.telephony.headset.reports import lamp_reports, read_input
from app.telephony.headset.usages import BUTTONS, LAMPS
from tests.doubles.fake_headset import BLACKWIRE_3220, EPOS_SC, JABRA, LOGITECH, YEALINK

ALL = {"poly": BLACKWIRE_3220, "jabra": JABRA, "epos": EPOS_SC, "yealink": YEALINK, "logitech": LOGITECH}


def place(descriptor: bytes, usage: int) -> tuple[int, int]:
    layout = parse_descriptor(descriptor)
    return next((one.report_id, one.bit) for one in (*layout.inputs, *layout.outputs) if one.usage == usage)


def test_blackwire_has_its_buttons_in_one_report_and_each_lamp_in_its_own() -> None:
    assert place(BLACKWIRE_3220, BUTTONS["mute"]) == (8, 0)
    assert place(BLACKWIRE_3220, BUTTONS["hook"]) == (8, 1)
    assert place(BLACKWIRE_3220, BUTTONS["flash"]) == (8, 2)
    lamps = ("mute", "off_hook", "ring", "speaker", "hold", "on_line")
    assert [place(BLACKWIRE_3220, LAMPS[name])[0] for name in lamps] == [9, 0x17, 0x18, 0x1E, 0x20, 0x2A]


def test_mute_is_a_press_and_the_hook_a_state() -> None:
    relative = {one.usage: one.relative for one in parse_descriptor(JABRA).inputs}
    assert relative[BUTTONS["mute"]] and not relative[BUTTONS["hook"]]


def test_the_page_is_that_of_the_main_item_so_reject_is_a_button() -> None:
    """HID 1.11 §6.2.2.8: usage 7 stands before the button page is named, its main item after it."""
    assert place(JABRA, BUTTONS["reject"]) == (2, 6)
    assert place(YEALINK, BUTTONS["reject"]) == (4, 6)


@pytest.mark.parametrize("maker", ALL)
def test_bits_are_where_an_independent_parser_finds_them(maker: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = hid_parser.ReportDescriptor(ALL[maker])
    theirs = {
        (report_id or 0, int(item.offset))
        for report_id in other.input_report_ids
        for item in other.get_input_items(report_id)
        if isinstance(item, hid_parser.VariableItem)
    }
    ours = {(one.report_id, one.bit) for one in parse_descriptor(ALL[maker]).inputs if not one.choices}
    assert ours == theirs


def test_pushed_globals_come_back() -> None:
    descriptor = bytes.fromhex("050b 0905 a101 1500 2501 7501 9501 a405 0c75 0809 e981 02b4 09 2081 02c0 ")
    layout = parse_descriptor(descriptor)
    assert [(one.usage, one.bit, one.size_bits) for one in layout.inputs] == [
        (0x0C00E9, 0, 8),
        (BUTTONS["hook"], 8, 1),
    ]


def test_a_usage_of_four_bytes_brings_its_page() -> None:
    layout = parse_descriptor(bytes.fromhex("050c a101 1500 2501 7501 9501 0b20 000b 0081 02c0"))
    assert layout.inputs[0].usage == BUTTONS["hook"]


def test_an_array_names_the_button_that_is_pressed() -> None:
    descriptor = bytes.fromhex("05 0b09 05a1 0115 0125 0275 0895 0109 2009 2f81 00c0")
    layout = parse_descriptor(descriptor)
    assert read_input(layout, b"\x02") == {BUTTONS["hook"]: 0, BUTTONS["mute"]: 1}
    assert read_input(layout, b"\x00") == {BUTTONS["hook"]: 0, BUTTONS["mute"]: 0}


def test_a_report_holds_all_its_lamps_and_leaves_out_foreign_ones() -> None:
    layout = parse_descriptor(JABRA)
    lit = {LAMPS["off_hook"], LAMPS["mute"]}
    assert lamp_reports(layout, lit, LAMPS.values()) == {2: bytes([2, 0b11, 0])}
    assert lamp_reports(layout, lit, [0x080001]) == {}  # Num Lock of some keyboard


def test_a_report_that_is_too_short_says_nothing() -> None:
    assert read_input(parse_descriptor(JABRA), b"\x02") == {}
    assert read_input(parse_descriptor(JABRA), b"") == {}


@pytest.mark.parametrize("bad", ["050b09", "26ff", "75ff96ffff0920 8102".replace(" ", "")])
def test_a_broken_descriptor_is_refused(bad: str) -> None:
    with pytest.raises(DescriptorError):
        parse_descriptor(bytes.fromhex(bad))


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.tuples(st.sampled_from(list(ALL.values())), st.binary(max_size=9)))
)
def test_nonsense_is_refused_or_read_but_never_breaks(given_data: bytes | tuple[bytes, bytes]) -> None:
    if isinstance(given_data, tuple):
        whole, piece = given_data
        cut = sum(piece) % len(whole)
        given_data = whole[:cut] + piece + whole[cut + len(piece) :]
    try:
        layout = parse_descriptor(given_data)
    except DescriptorError:
        return
    read_input(layout, bytes(64))
    for data in lamp_reports(layout, LAMPS.values(), LAMPS.values()).values():
        assert len(data) <= 1 + 65536 // 8
