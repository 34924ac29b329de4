"""What the keys mean that a caller presses: choices, numbers of several digits, keys pressed too early."""

from __future__ import annotations

from enum import Enum, auto

from app.server.core.flow.path import AsksForKeys
from app.server.core.flow.plan import Collect, Menu
from app.server.core.frozen import frozen

MOST_KEYS_AHEAD = 16
MOST_DIGITS = 64


class Verdict(Enum):
    ACCEPTED = auto()
    MORE = auto()  # of a number: the next digit is awaited
    WRONG = auto()
    SILENT = auto()


@frozen
class Heard:
    verdict: Verdict
    keys: str = ""  # of ACCEPTED


class Keypad:
    def __init__(self) -> None:
        self._ahead: list[str] = []
        self._entered = ""
        self._swallow = ""

    def clear(self) -> None:
        """Another node asks: what was entered is of no use to it."""
        self._entered = ""

    def settle(self) -> None:
        """Some time has passed: the next key means what it says."""
        self._swallow = ""

    def swallows(self, digit: str) -> bool:
        """The # that ends a number which was complete without it is no key of what follows."""
        swallow, self._swallow = self._swallow, ""
        return digit == swallow

    def keep(self, digit: str) -> None:
        if len(self._ahead) < MOST_KEYS_AHEAD:
            self._ahead.append(digit)

    def ahead(self, node: AsksForKeys) -> Heard | None:
        """What was pressed before it was asked for; None where nothing was."""
        heard: Heard | None = None
        while self._ahead and (heard is None or heard.verdict is Verdict.MORE):
            key = self._ahead.pop(0)
            if not self.swallows(key):
                heard = self.press(node, key)
        return heard

    def press(self, node: AsksForKeys, digit: str) -> Heard:
        heard = self._collect(node, digit) if isinstance(node, Collect) else self._choose(node, digit)
        if heard.verdict is Verdict.WRONG:
            self._ahead.clear()  # what he pressed after a wrong key was meant for somewhere else
        return heard

    def silence(self, node: AsksForKeys) -> Heard:
        entered, self._entered = self._entered, ""
        if not isinstance(node, Collect) or not entered:
            return Heard(Verdict.SILENT)
        return Heard(Verdict.ACCEPTED, entered) if len(entered) >= node.min_digits else Heard(Verdict.WRONG)

    def _choose(self, node: AsksForKeys, digit: str) -> Heard:
        options = node.options if isinstance(node, Menu) else _answers(node)
        return Heard(Verdict.ACCEPTED, digit) if digit in options else Heard(Verdict.WRONG)

    def _collect(self, node: Collect, digit: str) -> Heard:
        if digit == node.terminator:
            entered, self._entered = self._entered, ""
            fits = node.min_digits <= len(entered)
            return Heard(Verdict.ACCEPTED, entered) if entered and fits else Heard(Verdict.WRONG)
        if not digit.isdecimal():
            self._entered = ""  # "*": he begins anew
            return Heard(Verdict.MORE)
        self._entered += digit
        if len(self._entered) < min(node.max_digits, MOST_DIGITS):
            return Heard(Verdict.MORE)
        entered, self._entered, self._swallow = self._entered, "", node.terminator
        return Heard(Verdict.ACCEPTED, entered)


def _answers(node: AsksForKeys) -> set[str]:
    return set() if isinstance(node, Menu | Collect) else {*node.scores, *node.branches}
