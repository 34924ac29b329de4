"""Where a telephone number is from: "广东 深圳" of Chinese numbers, the country's code of others.

In:  a number in E.164. Out: a region, "" where nothing is known (extensions, withheld numbers).
The tables are made by scripts/make_regions.py. A company adds segments that are newer than they in a file of
its own, ``number-regions.txt`` in the data folder: "1990755 广东 深圳" a line; the longest prefix counts.
"""

from __future__ import annotations

import json
import logging
import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.server.numbering import country_of

log = logging.getLogger(__name__)

OWN_FILE = "number-regions.txt"
CHINA, CHINA_PREFIX = "CN", "+86"
SEGMENT_DIGITS = 7
_FIRST_SEGMENT = 1_300_000
_MOBILE_DIGITS = 11
_MOST_OWN = 100_000


@dataclass(frozen=True, slots=True)
class RegionTables:
    """``segments``: for the first seven digits of mobile numbers, from 1300000 on, which of ``regions``."""

    regions: tuple[str, ...] = ("",)
    segments: array[int] = field(default_factory=lambda: array("H"))
    area_codes: Mapping[str, str] = field(default_factory=dict[str, str])
    own: Mapping[str, str] = field(default_factory=dict[str, str])


def region_of(e164: str, tables: RegionTables) -> str:
    """Pure, some microseconds."""
    if not e164.startswith("+") or not e164.isascii():
        return ""
    if not e164.startswith(CHINA_PREFIX):
        return country_of(e164)
    national = e164[len(CHINA_PREFIX) :]
    own = _longest(national, tables.own) if tables.own else ""
    return own or _mobile(national, tables) or _landline(national, tables) or CHINA


def _mobile(national: str, tables: RegionTables) -> str:
    if len(national) != _MOBILE_DIGITS or not national.isdecimal() or national[0] != "1":
        return ""
    place = int(national[:SEGMENT_DIGITS]) - _FIRST_SEGMENT
    return tables.regions[tables.segments[place]] if 0 <= place < len(tables.segments) else ""


def _landline(national: str, tables: RegionTables) -> str:
    if len(national) == _MOBILE_DIGITS and national[0] == "1":
        return ""  # else a mobile number would be taken for one of Beijing, area code 10
    return tables.area_codes.get(national[:3]) or tables.area_codes.get(national[:2], "")


def _longest(national: str, prefixes: Mapping[str, str]) -> str:
    found = (prefixes.get(national[:digits]) for digits in range(len(national), 1, -1))
    return next((region for region in found if region), "")


def load_tables(resources: Path, data: Path | None = None) -> RegionTables:
    """Blocking, some milliseconds. What cannot be read is left out and said in the log."""
    folder = resources / "numbers"
    try:
        head, _, body = zlib.decompress((folder / "cn-mobile.bin").read_bytes()).partition(b"\n")
        regions = tuple(str(name) for name in json.loads(head))
        segments = array("H", body)
        if sys.byteorder == "big":
            segments.byteswap()
        area_codes = read_prefixes((folder / "cn-area-codes.txt").read_text("utf-8"))
    except (OSError, ValueError, zlib.error) as error:
        log.error("no regions of numbers: %s", error)
        return RegionTables()
    if not segments or max(segments) >= len(regions):
        log.error("no regions of numbers: the table of segments is damaged")
        return RegionTables(area_codes=area_codes)
    return RegionTables(regions, segments, area_codes, _own(data))


def read_prefixes(text: str) -> dict[str, str]:
    """ "755 广东 深圳" a line; lines that begin with # say something else. Others are left out."""
    found: dict[str, str] = {}
    for line in text.splitlines()[:_MOST_OWN]:
        prefix, _, region = line.strip().partition(" ")
        if prefix.isdecimal() and region.strip():
            found[prefix] = " ".join(region.split())[:80]
    return found


def _own(data: Path | None) -> dict[str, str]:
    if data is None or not (data / OWN_FILE).exists():
        return {}
    try:
        return read_prefixes((data / OWN_FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        log.error("%s cannot be read: %s", OWN_FILE, error)
        return {}
