"""Keys that belong to one page or panel: shown with the others, and not to be had for anything else.

They work only where they belong, so some mean different things in different places. They cannot be changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.messages import marked


@dataclass(frozen=True, slots=True)
class PageKey:
    """``keys``: portable names; several do the same or the same the other way. ``where``: in words."""

    text: str
    keys: tuple[str, ...]
    where: str

    @property
    def shown(self) -> str:
        return "  ".join(self.keys)


_CUSTOMERS, _TICKETS = marked("Customers"), marked("Tickets")
_REPLIES, _LISTS = marked("Quick replies"), marked("List of tickets")
PAGE_KEYS: tuple[PageKey, ...] = (
    PageKey(marked("Choose what came of the call"), ("1", "…", "9"), marked("Wrap-up")),
    PageKey(marked("Dial the number on the clipboard"), ("Ctrl+V",), marked("Where nothing is typed")),
    PageKey(marked("Transfer now, without asking first"), ("Ctrl+Enter",), marked("Transfer the call")),
    PageKey(marked("Send the reply as a text"), ("Ctrl+Enter",), _REPLIES),
    PageKey(marked("Put the reply earlier or later"), ("Alt+Up", "Alt+Down"), _REPLIES),
    PageKey(marked("Change the customer"), ("Ctrl+E",), _CUSTOMERS),
    PageKey(marked("New customer"), ("Ctrl+Shift+N",), _CUSTOMERS),
    PageKey(marked("Save the form"), ("Ctrl+S",), marked("Every form")),
    PageKey(marked("Send the comment, answer the question"), ("Ctrl+Enter",), _TICKETS),
    PageKey(marked("Push the card to another column"), ("Shift+Left", "Shift+Right"), marked("Board")),
    PageKey(marked("Next, previous"), ("J", "K"), _LISTS),
    PageKey(marked("Open it, go back"), ("Enter", "Esc"), _LISTS),
    PageKey(marked("Comment, change, watch"), ("C", "E", "W"), _LISTS),
    PageKey(marked("Assign, first move"), ("A", "M"), _LISTS),
    PageKey(marked("Choose several, their priority"), ("X", "P"), _LISTS),
    PageKey(marked("New ticket, search, board or list"), ("N", "/", "B"), _LISTS),
)


def on_a_page(keys: str) -> PageKey | None:
    """What these keys do on some page; None where they do nothing."""
    return _BY_KEYS.get(_plain(keys))


def _plain(keys: str) -> str:
    spelled = keys.lower().replace("enter", "return")
    return "+".join(sorted(part for part in spelled.split("+") if part))


_BY_KEYS = {_plain(keys): each for each in reversed(PAGE_KEYS) for keys in each.keys if "+" in keys}
