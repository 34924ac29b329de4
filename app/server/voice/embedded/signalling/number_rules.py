"""Number rules: what a trunk's numbers look like on its side, and which may be dialled at all.

In:  numbers, ``NumberRule`` and patterns of a trunk. Out: rewritten numbers; yes or no. Pure.

A pattern is a regular expression of a small kind, so that none can hang the server: digits, ``.``, ``\\d``,
``[…]``, groups and ``|``; ``? * + {n,m}`` only behind a single character, at most three of them open-ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.server.numbering import HOME_REGION, parse_e164
from app.server.voice.engine import NumberRule

NUMBER_LIMIT = 40  # characters; longer ones are never matched
PATTERN_LIMIT = 100
OPEN_ENDED_LIMIT = 3

_TOKEN = re.compile(
    r"(?P<atom>\\[d+*.#]|[0-9A-Da-d#.]|\[\^?[0-9*#+A-Da-d-]+\])"
    r"(?P<times>[?*+]|\{\d{1,2}(?:,(?:\d{1,2})?)?\})?"
    r"|(?P<mark>\((?:\?:)?|\)|\||\^|\$)"
)
_REPLACEMENT = re.compile(r"(?:[0-9*#+A-Da-d]|\\[1-9])*")
_SEPARATORS = str.maketrans("", "", " -().\u00a0/")
_DIALLED = re.compile(r"\+?[0-9*#]{1,39}")


class NumberRuleError(ValueError):
    """A pattern or replacement cannot be used; the text says why."""

    error_id = "number-rule"


@lru_cache(maxsize=1024)
def check_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern, ready for use. Raises NumberRuleError."""
    if not pattern or len(pattern) > PATTERN_LIMIT:
        raise NumberRuleError(f"a pattern has 1 to {PATTERN_LIMIT} characters")
    place = open_ended = 0
    while place < len(pattern):
        token = _TOKEN.match(pattern, place)
        if token is None:
            hint = " (a plus sign is written \\+)" if pattern[place] == "+" else ""
            raise NumberRuleError(f"{pattern!r} cannot be understood at {pattern[place:]!r}{hint}")
        times = token["times"] or ""
        open_ended += times in ("*", "+") or "," in times
        place = token.end()
    if open_ended > OPEN_ENDED_LIMIT:
        raise NumberRuleError(f"{pattern!r} has more than {OPEN_ENDED_LIMIT} open-ended repeats")
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise NumberRuleError(f"{pattern!r} is no pattern: {error}") from error


def check_rule(rule: NumberRule) -> None:
    """Raises NumberRuleError."""
    groups = check_pattern(rule.pattern).groups
    if not _REPLACEMENT.fullmatch(rule.replacement):
        raise NumberRuleError(f"{rule.replacement!r} may hold digits, + * # and \\1 … \\9 only")
    if any(int(number) > groups for number in re.findall(r"\\([1-9])", rule.replacement)):
        raise NumberRuleError(f"{rule.pattern!r} has fewer groups than {rule.replacement!r} names")


def rewrite(rules: Sequence[NumberRule], number: str) -> str:
    """By the first rule that matches all of ``number``; unchanged where none does."""
    if len(number) <= NUMBER_LIMIT:
        for rule in rules:
            if found := check_pattern(rule.pattern).fullmatch(number):
                return found.expand(rule.replacement)
    return number


def allowed(patterns: Iterable[str], number: str) -> bool:
    """Whether one of ``patterns`` matches all of ``number``."""
    return len(number) <= NUMBER_LIMIT and any(check_pattern(each).fullmatch(number) for each in patterns)


def dialled_to_e164(number: str, country: str = HOME_REGION) -> str:
    """What somebody dials or pastes, as E.164 where it is a number of the network.

    Short and special numbers (110, 95588, *66) stay as they are. "" for what cannot be dialled at all:
    nothing but digits, ``* #`` and a leading ``+`` ever reaches a trunk.
    """
    bare = number.strip().translate(_SEPARATORS)
    if not _DIALLED.fullmatch(bare):
        return ""
    if "*" in bare or "#" in bare:
        return bare
    if bare.startswith("00") and len(bare) > 8:
        bare = f"+{bare[2:]}"
    return parse_e164(bare, country) or bare
