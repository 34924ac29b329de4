"""The language of --digits and the packets of one key."""

import struct

import pytest

from app.caller.digits import Press, Wait, event_payloads, parse_digits
from app.caller.model import CallerError


def test_keys_and_waits_are_read_in_order():
    assert parse_digits("1,w3,2") == [Press("1"), Wait(3.0), Press("2")]
    assert parse_digits("12#w0.5*a") == [
        Press("1"), Press("2"), Press("#"), Wait(0.5), Press("*"), Press("A"),
    ]  # fmt: skip
    assert parse_digits("") == []


@pytest.mark.parametrize("text", ["1,x", "w", "1,w-3", "1 2 E", "１"])
def test_a_slip_of_the_finger_is_named(text: str):
    with pytest.raises(CallerError, match="Cannot read"):
        parse_digits(text)


def test_one_key_is_a_tone_of_100_ms_whose_end_is_said_three_times():
    packets = [struct.unpack("!BBH", payload) for payload in event_payloads("#")]
    assert [code for code, _, _ in packets] == [11] * 7
    assert [duration for _, _, duration in packets] == [160, 320, 480, 640, 800, 800, 800]
    assert [flags >> 7 for _, flags, _ in packets] == [0, 0, 0, 0, 1, 1, 1]
