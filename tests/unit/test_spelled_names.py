"""Names as the directory spells them, so that colleagues are found by pinyin."""

from __future__ import annotations

from app.server.spoken import spelled


def test_a_name_is_spelled_syllable_by_syllable_with_its_other_readings():
    assert spelled("曾小薇") == "zeng/ceng xiao wei"
    assert spelled("孙晓雨 (Nana)") == "sun xiao yu nana"
    assert spelled("Tom 李") == "tom li"


def test_a_name_without_chinese_needs_no_spelling():
    assert spelled("Bob Miller") == ""
