"""How well a few typed letters fit a text: at the beginning, at a word, anywhere, or letter by letter.

Chinese texts are found by their first letters in pinyin, too ("jt" finds 接听); names that the server has
spelled by their whole pinyin or the beginnings of their syllables. In: two texts. Out: a mark.
"""

from __future__ import annotations

from functools import lru_cache

# Characters of GB 2312's first level stand in the order of their pinyin: where each letter begins.
_BEGINS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_ENDS = 0xD7F9
NOTHING = 0


@lru_cache(maxsize=2048)
def initials(text: str) -> str:
    """First letters of the pinyin of each Chinese character, other letters as they are; "" without Chinese.

    Rare characters (second level of GB 2312) and second readings are not known: they are left out.
    """
    found, chinese = "", False
    for char in text.lower():
        if char.isascii():
            found += char if char.isalnum() else ""
            continue
        letter = _initial(char)
        chinese = chinese or bool(letter)
        found += letter
    return found if chinese else ""


def _initial(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _BEGINS[0][0] <= code <= _ENDS:
        return ""
    return next((letter for begin, letter in reversed(_BEGINS) if code >= begin), "")


def spelled_fits(typed: str, spelled: str) -> bool:
    """Whether the letters are beginnings of syllables that follow each other: "zhaolei", "zl", "zhaol", "lei"
    find "zhao lei". ``spelled`` as the server's directory has it: readings of a syllable apart by "/".
    """
    letters = "".join(typed.lower().split())
    if not letters or not letters.isascii() or not letters.isalnum():
        return False
    syllables = [syllable.split("/") for syllable in spelled.split()]
    return any(_follow(letters, syllables[first:]) for first in range(len(syllables)))


def _follow(letters: str, syllables: list[list[str]]) -> bool:
    """All letters are used up from the first syllable on, at least one in each."""
    if not letters:
        return True
    if not syllables:
        return False
    return any(
        letters[:taken] == reading[:taken] and _follow(letters[taken:], syllables[1:])
        for reading in syllables[0]
        for taken in range(1, min(len(reading), len(letters)) + 1)
    )


def mark(typed: str, text: str) -> int:
    """0 where it does not fit; the higher the better."""
    wanted, found = typed.strip().lower(), text.lower()
    if not wanted:
        return 1
    if found.startswith(wanted):
        return 1000 - len(found)
    at = found.find(wanted)
    if at > 0:
        begins_word = not found[at - 1].isalnum()
        return (800 if begins_word else 600) - at - len(found) // 4
    letters = initials(text)
    if letters and wanted.isascii() and wanted in letters:
        return (700 if letters.startswith(wanted) else 500) - len(found)
    gaps = _gaps(wanted.replace(" ", ""), found)
    return max(1, 300 - gaps * 10 - len(found)) if gaps is not None else NOTHING


def _gaps(wanted: str, text: str) -> int | None:
    """How many letters lie between those typed, in order and beginning at a word; None: not all are there."""
    if len(wanted) < 2:
        return None
    best: int | None = None
    for begin, char in enumerate(text):
        if char != wanted[0] or (begin and text[begin - 1].isalnum()):
            continue
        at, gaps = begin, 0
        for letter in wanted[1:]:
            following = text.find(letter, at + 1)
            if following < 0:
                break
            gaps += following - at - 1
            at = following
        else:
            best = gaps if best is None else min(best, gaps)
    return best if best is not None and best <= 3 * len(wanted) + 4 else None
