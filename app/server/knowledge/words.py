"""Texts and questions as terms: what articles are found by.

In:  text in Chinese, English or both. Out: terms. Chinese: the words of a dictionary, with the shorter words
in them; besides each two characters that stand together ("#调遥"), so that a word that no dictionary knows is
found too, and anything at all while the dictionary is not read yet. English: words without their endings,
without those that stand in every text. Numbers of models ("kfr-35gw") in parts and as a whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

LONGEST_TERM = 40
LONGEST_QUERY_CHARS = 120
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]+(?:['\-_./][a-z0-9]+)*")
_SEPARATORS = re.compile(r"['\-_./]")
_STOPS_ZH = (
    "的 了 吗 呢 啊 吧 呀 嘛 我 你 您 他 她 它 我们 你们 他们 咱们 这 那 这个 那个 这里 那里 是 有 在 "
    "和 与 及 或 也 都 就 还 又 很 被 把 对 给 让 从 到 向 请 请问 想 要 会 能 可以 可 怎么 怎么办 怎样 "
    "如何 什么 为什么 为何 哪里 哪儿 哪个 多少 几 一下 一个 一直 一种 一些 时候 的话 如果 因为 所以 "
    "但是 然后 已经 咋 咋办 没 没有 不 别 之 等 及其 以及 其 并 而 于 上 里 中 呗 该 再 说 个 知道 东西 "
    "事 帮 帮我 下 谢谢 你好 您好 老师 家里 家 怎么样 为啥 啥 需要"
)
_STOPS_EN = (
    "a an the is are was were be been am do does did how what when where why which who i my me we our "
    "us you your it its this that these those to of in on at for from with and or but if can could will "
    "would should may there have has had so just please hi hello thanks get got im ive dont cant not no "
    "any some want need t s re ve ll d m"
)
_STOP_ZH: Final = frozenset(_STOPS_ZH.split())
_STOP_EN: Final = frozenset(_STOPS_EN.split())


class ChineseWords(Protocol):
    """Words of a run of Chinese characters (``JiebaWords``)."""

    @property
    def is_ready(self) -> bool: ...

    def words(self, run: str) -> list[str]: ...

    def parts(self, word: str) -> list[str]: ...

    def spoken(self, word: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Concept:
    """One word of a question. ``parts``: words inside it; ``is_last``: nothing follows, it may go on."""

    word: str
    parts: tuple[str, ...] = ()
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its words, and pairs of characters beside them."""

    concepts: tuple[Concept, ...]
    pairs: tuple[str, ...] = field(default=())


def plain_form(text: str) -> str:
    """Small letters, ordinary digits and letters for full-width ones."""
    return unicodedata.normalize("NFKC", text).lower()


def terms_of(text: str, chinese: ChineseWords) -> Iterator[str]:
    """All terms of a text, as often as they stand there. ``chinese`` must be ready."""
    for run in _RUN.findall(plain_form(text)):
        if _is_latin(run):
            yield from _latin(run)
            continue
        for word in chinese.words(run):
            if word not in _STOP_ZH:
                yield word[:LONGEST_TERM]
            yield from chinese.parts(word)
        yield from _pairs(run)


def spoken_terms(text: str, chinese: ChineseWords) -> set[str]:
    """Chinese words of a title as they are typed by their sound: "~kongtiao"."""
    runs = [run for run in _RUN.findall(plain_form(text)) if not _is_latin(run)]
    words = {word for run in runs for word in chinese.words(run) if len(word) > 1 and word not in _STOP_ZH}
    return {f"~{spoken[:LONGEST_TERM]}" for word in words if (spoken := chinese.spoken(word)).isascii()}


def asked(query: str, chinese: ChineseWords) -> Asked:
    """What somebody types. Words that say nothing count only where there is nothing else."""
    text = plain_form(query[:LONGEST_QUERY_CHARS])
    concepts: list[Concept] = []
    empty: list[Concept] = []
    pairs: list[str] = []
    for run in _RUN.findall(text):
        if _is_latin(run):
            words = [(word, ()) for word in _latin(run, keep_stops=True)]
            stops = _STOP_EN
        else:
            known = chinese.is_ready
            words = [(word, tuple(chinese.parts(word)) if known else ()) for word in _cut(run, chinese)]
            stops = _STOP_ZH
            pairs.extend(_pairs(run))
        for word, parts in words:
            (empty if word in stops else concepts).append(Concept(word[:LONGEST_TERM], parts))
    chosen = concepts or empty
    if chosen and not query[-1:].isspace():
        last = chosen[-1]
        chosen[-1] = Concept(last.word, last.parts, is_last=True)
    return Asked(tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(pairs)))


def stem(word: str) -> str:
    """An English word without the ending that its other forms do not share."""
    if len(word) < 4 or any(character.isdigit() for character in word):
        return word
    for ending, instead, shortest in (
        ("ies", "y", 3), ("sses", "ss", 3), ("xes", "x", 2), ("ches", "ch", 2), ("shes", "sh", 2),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= shortest - 1:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and any(vowel in base for vowel in "aeiouy"):
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":
                return base[:-1]
            return base.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


def _latin(run: str, *, keep_stops: bool = False) -> Iterator[str]:
    parts = [part for part in _SEPARATORS.split(run) if part]
    for part in parts:
        if keep_stops and part in _STOP_EN:
            yield part
        elif part not in _STOP_EN:
            yield stem(part)[:LONGEST_TERM]
    if len(parts) > 1 and "'" not in run:
        yield "".join(parts)[:LONGEST_TERM]


def _cut(run: str, chinese: ChineseWords) -> list[str]:
    return chinese.words(run) if chinese.is_ready else [run]


def _pairs(run: str) -> Iterator[str]:
    for start in range(len(run) - 1):
        yield f"#{run[start : start + 2]}"


def _is_latin(run: str) -> bool:
    return run[0].isascii()
