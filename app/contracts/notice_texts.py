"""The words of notices as administrators change them, and how such a text is read: the same on both sides.

``{name}`` becomes the value ``name``. A part in [brackets] is left out where one of its values is empty or 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import Field

from app.contracts.base import Wire
from app.contracts.people import Label

MOST_CHARS = 600
VARIABLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_STRAY = re.compile(r"[{}\[\]]")
_AT_THE_FRONT = " ，,。.；;—-"  # what is left of a part whose neighbour was left out
TextFault = Literal["", "too-long", "no-such-value", "brackets"]


class NoticeWords(Wire):
    """ "": as the program says it."""

    title: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=MOST_CHARS)


class NoticeTextView(Wire):
    """``GET /api/v1/notices/texts``: one for each kind of notice. ``to``: a person of the house or a
    customer. ``usual``: as the program says it; ``own``: the company's words, "" where they are the
    usual ones."""

    template: str
    name: Label
    to: Literal["user", "customer"]
    values: list[str]
    usual_zh: NoticeWords
    usual_en: NoticeWords
    own_zh: NoticeWords
    own_en: NoticeWords
    version: str = ""


class NoticeTextWish(Wire):
    """Body of ``PUT /api/v1/notices/texts/{template}``. ``version``: the one that was read; "" is not
    compared, else file-changed (409) where somebody was quicker."""

    zh: NoticeWords
    en: NoticeWords
    version: str = Field(default="", max_length=64)


def fault_of(text: str, allowed: Collection[str]) -> tuple[TextFault, str]:
    """Why a text cannot be used, and the value that is not there; ("", "") where it can."""
    if len(text) > MOST_CHARS:
        return "too-long", ""
    if unknown := sorted(set(VARIABLE.findall(text)) - set(allowed)):
        return "no-such-value", unknown[0]
    left = VARIABLE.sub("", _OPTIONAL.sub(lambda match: match.group(1), text))
    return ("brackets", "") if _STRAY.search(left) else ("", "")


def render(text: str, values: Mapping[str, str]) -> str:
    def part(match: re.Match[str]) -> str:
        inside = match.group(1)
        empty = any(values.get(name, "") in ("", "0") for name in VARIABLE.findall(inside))
        return "" if empty else inside

    kept = _OPTIONAL.sub(part, text)
    filled = VARIABLE.sub(lambda match: values.get(match.group(1), ""), kept)
    return filled.lstrip(_AT_THE_FRONT).rstrip() if kept != text else filled
