"""The variables of quick replies, note templates and scripts, filled with what is on the desk.

In:  a text with {customer}, {agent}, {company}, {ticket}, {queue}, {time}. Out: the text, and which had no
value. An unknown customer's name is left out; a ticket that does not exist is said to be missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.presenters.on_desk import on_desk
from app.ui.presenters.ports import Clock, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.contracts.customers import CustomerFile

NAMES = ("customer", "agent", "company", "ticket", "queue", "time")
MAY_BE_EMPTY = ("customer", "queue")
_VARIABLE = re.compile(r"\{(" + "|".join(NAMES) + r")\}")
_LEADING = re.compile(r"^[ \t,,、!!。.:;:;]+", re.MULTILINE)
_TWO_SPACES = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True, slots=True)
class Filled:
    """``missing``: variables without a value; where there are any, the text is not fit to be used."""

    text: str
    missing: tuple[str, ...] = ()


class Variables:
    """``file``: the customer's file that is open, with tickets made meanwhile."""

    def __init__(
        self,
        store: DeskStore,
        words: Words,
        clock: Clock,
        agent: str,
        company: str,
        file: Callable[[], CustomerFile | None],
    ) -> None:
        self._store, self._words, self._clock = store, words, clock
        self._agent, self._company, self._file = agent, company, file

    def values(self) -> dict[str, str]:
        desk, file = self._store.desk, self._file()
        here = on_desk(desk)
        customer = file.customer if file else None
        tickets = file.open_tickets if file else []
        return {
            "customer": customer.name if customer else "",
            "agent": self._agent,
            "company": self._company,
            "ticket": tickets[0].number if tickets else "",
            "queue": self._words.label(here.queue) if here else "",
            "time": f"{self._words.local(self._clock.now()):%H:%M}",
        }

    def fill(self, text: str) -> Filled:
        values = self.values()
        used = dict.fromkeys(_VARIABLE.findall(text))
        missing = tuple(name for name in used if not values[name] and name not in MAY_BE_EMPTY)
        emptied = any(not values[name] for name in used)
        filled = _VARIABLE.sub(lambda m: values[m[1]] or ("…" if m[1] in missing else ""), text)
        if emptied:  # "{customer},您好" without a name begins with "您好"
            filled = _TWO_SPACES.sub(" ", _LEADING.sub("", filled))
        return Filled(filled, missing)


def variable_words(names: tuple[str, ...], words: Words) -> str:
    """What is missing, for a person."""
    said = {
        "customer": words("the customer's name"),
        "agent": words("your name"),
        "company": words("the company"),
        "ticket": words("a ticket"),
        "queue": words("the queue"),
        "time": words("the time"),
    }
    return words(", ").join(said[name] for name in names)
