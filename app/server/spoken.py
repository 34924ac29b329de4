"""How Chinese characters are spoken, in plain letters. Adapter around pypinyin, loaded when first used.

In:  a text. Out: for each character its readings, the usual one first; none for what is not Chinese.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

READINGS_SPELLED = 3

# Characters that are spoken otherwise as a family name than in words.
_AS_SURNAME: Mapping[str, str] = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "区": "ou", "朴": "piao",
    "盖": "ge", "翟": "zhai", "纪": "ji", "缪": "miao", "冼": "xian", "种": "chong", "召": "shao", "黑": "he",
    "折": "she", "乐": "yue", "员": "yun", "尹": "yin", "秘": "bi", "朱": "zhu", "万": "wan", "宁": "ning",
    "华": "hua", "葛": "ge", "车": "che", "哈": "ha", "繁": "po", "盛": "sheng", "覃": "qin", "贾": "jia",
    "洗": "xian", "尉": "yu", "长": "zhang", "祭": "zhai", "隗": "wei", "郇": "xun",
}  # fmt: skip


def is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def library() -> ModuleType:
    """pypinyin without its dictionary of phrases, which costs 44 MB and a second: characters are what we
    look up.
    """
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    return import_module("pypinyin")


@lru_cache(maxsize=8192)
def _readings(character: str) -> tuple[str, ...]:
    pypinyin = library()
    found = pypinyin.pinyin(
        character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False
    )
    spoken = found[0] if found else []
    return tuple(
        dict.fromkeys(each.replace("ü", "v") for each in spoken if each.isascii() and each.isalpha())
    )


def syllables(text: str) -> list[Sequence[str]]:
    """One entry a character; of a family name at the beginning its own reading first, then the usual one."""
    found: list[Sequence[str]] = []
    for place, character in enumerate(text):
        usual = _readings(character) if is_chinese(character) else ()
        surname = _AS_SURNAME.get(character) if place == 0 else None
        found.append(tuple(dict.fromkeys((surname, *usual))) if surname and usual else usual)
    return found


@lru_cache(maxsize=2048)
def spelled(name: str) -> str:
    """``zeng/ceng xiao wei``: a syllable a character, other words as they are; "" without Chinese."""
    if not any(is_chinese(character) for character in name):
        return ""
    found, word = list[str](), ""
    for character, readings in zip(name, syllables(name), strict=True):
        if character.isascii() and character.isalnum():
            word += character.lower()
            continue
        found += [word] if word else []
        word = ""
        if readings:
            found.append("/".join(readings[:READINGS_SPELLED]))
    return " ".join([*found, word] if word else found)
