"""English text into the sounds (IPA as Kokoro has it) that a dictionary of single words gives.

Numbers become words, capitals are spelled, small words have their weak forms within a sentence, and -s, -ed
and -ing are added to stems the dictionary knows.
"""

from __future__ import annotations

import re

Dictionary = dict[str, str | dict[str, str]]

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# Weak forms, which a dictionary of single words does not give, and names that it does not know.
_ENGLISH_WORDS = {
    "a": "ɐ", "and": "ænd", "are": "ɑɹ", "as": "æz", "at": "æt", "be": "bi", "for": "fɔɹ", "is": "ɪz",
    "it": "ɪt", "of": "ʌv", "on": "ɔn", "or": "ɔɹ", "our": "ˌWəɹ", "seatline": "sˈitlˌIn", "the": "ðə",
    "then": "ðˌɛn", "this": "ðɪs", "to": "tə", "us": "ˌʌs", "we": "wi", "will": "wɪl", "with": "wɪð",
    "you": "ju", "your": "jʊɹ",
}  # fmt: skip


class EnglishSounds:
    """``spells``: words that the dictionary does not know are spelled instead of refused."""

    def __init__(self, dictionary: Dictionary, spells: bool) -> None:
        self._dictionary = dictionary
        self._spells = spells

    def of(self, sentence: str) -> str:
        """Raises ``ValueError`` for a word that is not known, unless such words are spelled."""
        sentence = re.sub(r"\d+", lambda found: f" {_number_words(found[0])} ", sentence)
        pieces = re.findall(r"[A-Za-z][A-Za-z'-]*|[.,!?;:]", sentence)
        spoken = ""
        for piece in pieces:
            if not piece[0].isalpha():
                spoken += piece
            elif piece.isupper() and (len(piece) > 1 or piece != "A" or len(pieces) == 1):
                spoken += f" {self._spelled(piece)}"
            elif len(pieces) == 1 and piece in self._dictionary:
                spoken = self._entry(piece)  # alone, small words are not weak
            else:
                spoken += f" {self._word(piece.lower())}"
        return spoken.strip()

    def _word(self, word: str) -> str:
        if word in _ENGLISH_WORDS:
            return _ENGLISH_WORDS[word]
        if "-" in word:
            return "".join(self._word(part) for part in word.split("-") if part)
        if word in self._dictionary:
            return self._entry(word)
        for ending, stems in (
            ("s", (word[:-1],)),
            ("ed", (word[:-2], word[:-1])),
            ("ing", (word[:-3], word[:-3] + "e")),
        ):
            for stem in stems:
                if word.endswith(ending) and stem in self._dictionary:
                    return _ended(self._word(stem), ending)
        if not self._spells:
            raise ValueError(f"{word!r} is not in the dictionary: add it to _ENGLISH_WORDS")
        return self._spelled(word)

    def _entry(self, word: str) -> str:
        entry = self._dictionary[word]
        return entry if isinstance(entry, str) else entry["DEFAULT"]

    def _spelled(self, word: str) -> str:
        return " ".join(str(self._dictionary[letter]) for letter in word.upper() if letter.isalpha())


def _ended(stem: str, ending: str) -> str:
    """A word's sound with -s, -ed or -ing behind it."""
    if ending == "ing":
        return stem + "ɪŋ"
    if ending == "s":
        return stem + ("s" if stem[-1] in "ptkfθ" else "ᵻz" if stem[-1] in "szʃʒʧʤ" else "z")
    if stem[-1] in "td":
        return stem + "ᵻd"
    return stem + ("t" if stem[-1] in "pkfθsʃʧ" else "d")


def _number_words(digits: str) -> str:
    """Below a million as a number, anything longer or with a zero in front digit by digit."""
    if len(digits) > 6 or (digits[0] == "0" and len(digits) > 1):
        return " ".join(_ONES[int(digit)] for digit in digits)
    number = int(digits)
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    size, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    rest = f" {_number_words(str(number % size))}" if number % size else ""
    return f"{_number_words(str(number // size))} {name}{rest}"
