"""The makers' files: all of them can be used, and the rule for Linux names the same devices."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from app.telephony.headset.profiles import choose_profile, folder, load_profiles, read_profile

MAKERS = {"Jabra": 0x0B0E, "Poly": 0x047F, "EPOS": 0x1395, "Yealink": 0x6993}


def test_all_files_are_read_and_say_where_it_is_known_from() -> None:
    paths = sorted(folder().glob("*.json"))
    assert {read_profile(path).name for path in paths} == {*MAKERS, "Logitech", "generic"}
    assert all(read_profile(path).source for path in paths)


@pytest.mark.parametrize("name", MAKERS)
def test_a_headset_follows_its_maker(name: str) -> None:
    assert choose_profile(load_profiles(folder()), MAKERS[name], 0x1234).name == name


def test_of_a_maker_of_many_things_only_the_headsets() -> None:
    profiles = load_profiles(folder())
    assert choose_profile(profiles, 0x046D, 0x0A46).name == "Logitech"
    assert choose_profile(profiles, 0x046D, 0xC52B).name == "generic"


def test_an_unknown_headset_follows_the_standard() -> None:
    assert choose_profile(load_profiles(folder()), 0xDEAD, 1).name == "generic"
    assert choose_profile((), 0xDEAD, 1).name == "generic", "even without any files"


@pytest.mark.parametrize(
    "text",
    ['{"name": "x"}', '{"name": "x", "source": "y", "lamps": {"mute": [["beacon"]]}}', "[", '{"naem": "x"}'],
)
def test_a_file_that_cannot_be_used_is_told_and_the_others_work(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bad.json").write_text(text)
    (tmp_path / "good.json").write_text('{"name": "good", "source": "test", "vendors": ["beef"]}')
    with caplog.at_level(logging.WARNING):
        assert choose_profile(load_profiles(tmp_path), 0xBEEF, 1).name == "good"
    assert "bad.json" in caplog.text


def test_the_rule_for_linux_opens_the_same_devices() -> None:
    rule = (folder() / "70-seatline-headsets.rules").read_text()
    allowed = set(re.findall(r'idVendor}=="(\w{4})"', rule))
    profiles = load_profiles(folder())
    assert allowed == {vendor for profile in profiles for vendor in profile.vendors}
    logitech = next(profile for profile in profiles if profile.name == "Logitech")
    products = re.search(r'idProduct}=="([\w|]+)"', rule)
    assert products is not None and products[1].split("|") == list(logitech.products)
