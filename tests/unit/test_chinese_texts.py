"""Chinese on the screen and in messages has Chinese punctuation: ，。；：？！ and not the half-wide marks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

RESOURCES = Path(__file__).parents[2] / "resources"
HAN = "[\u4e00-\u9fff]"
HALF = re.compile(rf"{HAN}[,;?!]|[,;]{HAN}|{HAN}:(?!\d)|\}}:{HAN}|\({HAN}+\)")


def texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for each in value for text in texts(each)]
        case dict():
            return [text for each in value.values() for text in texts(each)]
        case _:
            return []


def test_the_window_s_words() -> None:
    source = (RESOURCES / "translations" / "seatline_zh_CN.ts").read_text(encoding="utf-8")
    shown = re.findall(r"<translation>([^<]*)</translation>", source)
    assert len(shown) > 1000
    assert [each for each in shown if HALF.search(each)] == []


@pytest.mark.parametrize("folder", ["notices", "sample"])
def test_what_is_sent_and_what_the_sample_company_says(folder: str) -> None:
    files = [each for each in sorted((RESOURCES / folder).rglob("*.yaml")) if each.parent.name != "speech"]
    assert files
    for file in files:
        said = texts(yaml.safe_load(file.read_text(encoding="utf-8")))
        assert [each for each in said if HALF.search(each)] == [], file.name
