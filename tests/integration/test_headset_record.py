"""What a person with a headset that misbehaves sends us: its description and what it sends."""

from __future__ import annotations

import pytest

from app.telephony.headset.__main__ import main, record
from tests.doubles.fake_headset import JABRA, FakeDevice, FakeHid, found

EVOLVE, BROKEN, LOCKED = found("Evolve 65", 0x0B0E, 0x245D), found("Broken", 1), found("Locked", 2)


def test_a_recording_has_the_descriptor_the_reports_and_what_they_mean() -> None:
    hid = FakeHid()
    jabra = hid.plug(EVOLVE, FakeDevice(JABRA))
    hid.plug(BROKEN, FakeDevice(b"\x05"))
    hid.lock(LOCKED)
    hid.plug(LOCKED, FakeDevice(JABRA))
    jabra.press("020100", "020500", "020100", "020000")
    said: list[dict[str, object]] = []
    assert record(hid, 0.3, said.append) == 1
    about = next(line for line in said if "descriptor" in line)
    assert bytes.fromhex(str(about["descriptor"])) == JABRA
    assert (about["id"], about["profile"]) == ("0b0e:245d", "Jabra")
    reports = [
        (line["report"], line["while_ringing"], line["in_a_call"]) for line in said if "report" in line
    ]
    assert reports == [
        ("020100", "answer", None),
        ("020500", None, "mute"),
        ("020100", None, None),
        ("020000", None, "hang_up"),
    ]
    assert {line["headset"]: line["problem"] for line in said if "problem" in line} == {
        "Broken": "bad-descriptor",
        "Locked": "not-allowed",
    }
    assert jabra.written == [], "it only listens"
    assert not jabra.open


def test_the_program_runs_and_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["0"])
    assert (status == 1) == ("problem" in capsys.readouterr().out), "1 on a machine without a headset"
