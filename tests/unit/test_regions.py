"""Where numbers are from, with the tables that ship; fast enough to be asked in the way of every call."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.server.regions import OWN_FILE, RegionTables, load_tables, read_prefixes, region_of

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def tables() -> RegionTables:
    return load_tables(RESOURCES)


@pytest.mark.parametrize(
    ("number", "region"),
    [
        ("+8675588886666", "广东 深圳"),
        ("+862488886666", "辽宁 沈阳"),  # shared with Fushun, Tieling and Benxi
        ("+861088886666", "北京"),  # not a mobile number, though it begins with 1
        ("+862188886666", "上海"),
        ("+864338888666", "吉林 延边"),
        ("+864718886666", "内蒙古 呼和浩特"),
        ("+867718886666", "广西 南宁"),
        ("+865808886666", "浙江 舟山"),
        ("+8613812345678", "江苏 连云港"),
        ("+8613828812345", "广东 深圳"),
        ("+8615912345678", "云南 文山"),
        ("+8613012345678", "重庆"),
        ("+8617012345678", "CN"),  # a provider without a region
        ("+864008886666", "CN"),
        ("+14155552671", "US"),
        ("+442071838750", "GB"),
        ("+85223456789", "HK"),
        ("+85328281234", "MO"),
        ("+886223456789", "TW"),
        ("1001", ""),
        ("", ""),
        ("+", ""),
        ("+86", "CN"),
        ("+861", "CN"),
        ("+86138١٢٣٤٥٦٧٨", ""),  # digits of another script
        ("+999", ""),
        ("anonymous", ""),
    ],
)
def test_a_number_is_from_there(tables: RegionTables, number: str, region: str) -> None:
    assert region_of(number, tables) == region


def test_every_region_is_a_province_or_a_place_in_one(tables: RegionTables) -> None:
    names = {*tables.regions[1:], *tables.area_codes.values()}
    assert len(names) > 330
    for name in names:
        province, _, city = name.partition(" ")
        assert not province.endswith(("省", "市", "区")), name
        assert city or province in ("北京", "上海", "天津", "重庆"), name
        assert not city.endswith(("市", "地区", "自治州")), name
        assert "族" not in city, name


def test_a_company_adds_segments_of_its_own(tmp_path: Path) -> None:
    (tmp_path / OWN_FILE).write_text("# newer segments\n1990755 广东  深圳\n199 广东\nrubbish\n\n", "utf-8")
    tables = load_tables(RESOURCES, tmp_path)
    assert region_of("+8619907551234", tables) == "广东 深圳"
    assert region_of("+8619912345678", tables) == "广东"
    assert region_of("+8613828812345", tables) == "广东 深圳"


def test_damaged_files_cost_only_the_region(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "cn-mobile.bin").write_bytes(b"\x00rubbish")
    (tmp_path / OWN_FILE).write_bytes(b"\xff\xfe\x00")
    tables = load_tables(tmp_path, tmp_path)
    assert region_of("+8613828812345", tables) == "CN"
    assert region_of("+14155552671", tables) == "US"
    assert "no regions of numbers" in caplog.text
    assert read_prefixes("\x00\n 755\n755 \n7x5 a") == {}


def test_it_is_fast_enough_for_the_way_of_a_call(tables: RegionTables) -> None:
    started = time.process_time()
    for number in range(2000):
        region_of(f"+86138{number:08d}", tables)
        region_of(f"+1415555{number:04d}", tables)
    assert (time.process_time() - started) / 4000 < 0.001
