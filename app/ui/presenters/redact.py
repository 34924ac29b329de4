"""Takes private data out of texts for support: numbers, names, addresses, secrets. Pure.

In:  a text and the names that are known. Out: the same text with '[number]' and the like in their places.
When in doubt it takes out too much rather than too little; times and our own ids of calls stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_KEPT = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"  # moments
    r"|\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b"  # ids of calls
)
_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "secret",
        re.compile(
            r"(?i)(['\"]?\b\w*(?:password|passwd|token|secret|authorization|api[_-]?key)\w*['\"]?\s*[=:]\s*)"
            r"(?:(?:bearer|basic|digest)\s+)?(?:'[^']*'|\"[^\"]*\"|[^\s,;}\]]+)"
        ),
        r"\1[secret]",
    ),
    ("secret", re.compile(r"(?i)\b(bearer|basic)\s+(?!\[)[^\s,;'\"]{6,}"), r"\1 [secret]"),
    ("secret", re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[secret]"),
    ("address", re.compile(r"(?i)\b(sips?|tel|callto):[^\s>;,\"')]+"), r"\1:[number]"),
    ("address", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[mail]"),
    ("address", re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?"), "[address]"),
    ("address", re.compile(r"\b(https?|wss?)://[^\s/\"'<>]+"), r"\1://[host]"),
    ("secret", re.compile(r"\b(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_-]{24,}={0,2}"), "[secret]"),
    ("number", re.compile(r"(?<![\w.])\+?\(?\d[\d*]*(?:[ ().-]{0,2}[\d*]+)*(?![\w])"), ""),
    ("home", re.compile(r"(?i)(/home/|/users/)[^/\s\"']+"), r"\1[user]"),
    ("home", re.compile(r"(?i)([a-z]:\\users\\)[^\\\"']+"), r"\1[user]"),
)
SHORTEST_NUMBER = 5
SHORTEST_NAME = 2


@dataclass(slots=True)
class Redactor:
    """``names``: people and accounts that are known here. ``removed`` counts what was taken out, by kind."""

    names: frozenset[str]
    removed: dict[str, int] = field(default_factory=dict[str, int])

    def clean(self, text: str) -> str:
        for name in sorted(self.names, key=len, reverse=True):
            text = self._replace("name", _name_pattern(name), "[name]", text)
        parts: list[str] = []
        end = 0
        for kept in _KEPT.finditer(text):
            parts += [self._rules(text[end : kept.start()]), kept[0]]
            end = kept.end()
        parts.append(self._rules(text[end:]))
        return "".join(parts)

    def _rules(self, text: str) -> str:
        for kind, pattern, by in _RULES:
            if kind == "number":
                text = pattern.sub(self._number, text)
            else:
                text = self._replace(kind, pattern, by, text)
        return text

    def _number(self, match: re.Match[str]) -> str:
        digits = sum(char.isdigit() or char == "*" for char in match[0])
        if digits < SHORTEST_NUMBER:
            return match[0]
        self._count("number", 1)
        return "[number]"

    def _replace(self, kind: str, pattern: re.Pattern[str], by: str, text: str) -> str:
        text, count = pattern.subn(by, text)
        self._count(kind, count)
        return text

    def _count(self, kind: str, count: int) -> None:
        if count:
            self.removed[kind] = self.removed.get(kind, 0) + count


def redactor(names: Iterable[str]) -> Redactor:
    return Redactor(frozenset(n.strip() for n in names if len(n.strip()) >= SHORTEST_NAME))


def _name_pattern(name: str) -> re.Pattern[str]:
    edge = r"(?<!\w){}(?!\w)" if name.isascii() else "{}"
    return re.compile(edge.format(re.escape(name)), re.IGNORECASE)
