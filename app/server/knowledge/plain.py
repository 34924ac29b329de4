"""Markdown without its marks, for the index and for excerpts."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^\s*(```|~~~).*$", re.MULTILINE)
_LINE_MARKS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+)+", re.MULTILINE)
_RULE = re.compile(r"^[ \t|:\-*_=]{3,}$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,600}(?:\s\"[^\"]{0,200}\")?\)")
_MARKS = re.compile(r"\*\*|__|``?|~~|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")
_SPACE = re.compile(r"[ \t]*\n[ \t\n]*")


def plain_text(markdown: str) -> str:
    """Words as a reader sees them, one paragraph or point to a line."""
    text = _FENCE.sub("", markdown)
    text = _RULE.sub("", text)
    text = _LINE_MARKS.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _MARKS.sub("", text)
    return _SPACE.sub("\n", text.replace("|", " ")).strip()
