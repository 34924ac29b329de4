"""Which tickets are asked for: a tab or a saved view, filters, words, order.

In:  wishes. Out: the query for the server, and what of it the page shows. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.contracts.colleagues import ColleagueView
from app.contracts.tickets import SavedView, TicketAssign, TicketCounts, TicketQuery, TicketSort
from app.ui.presenters.ports import Words
from app.ui.presenters.ticket_shelf import TicketShelf

Tab = Literal["mine", "unassigned", "late", "soon", "watching", "all", "archived"]
FilterName = Literal["type", "state", "priority", "department", "person"]
TABS: tuple[Tab, ...] = ("mine", "unassigned", "late", "soon", "watching", "all", "archived")
FILTERS: tuple[FilterName, ...] = ("type", "state", "priority", "department", "person")
OPEN_KINDS = ["NEW", "OPEN", "WAITING", "RESOLVED"]


@dataclass(frozen=True, slots=True)
class TabFace:
    code: Tab
    text: str
    count: int | None
    pressing: bool


@dataclass(frozen=True, slots=True)
class FilterFace:
    """What can be chosen (code and name) and what is; "" for all."""

    name: FilterName
    all: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


class Asked:
    """What is asked for now."""

    def __init__(self) -> None:
        self.tab: Tab | None = "mine"
        self.view_id = ""
        self.order: TicketSort = "newest"
        self.words = ""
        self.filters: dict[FilterName, str] = dict.fromkeys(FILTERS, "")
        self._base = tab_query("mine")

    def choose_tab(self, tab: Tab) -> None:
        self.tab, self.view_id, self._base = tab, "", tab_query(tab)
        self.filters = dict.fromkeys(FILTERS, "")

    def choose_view(self, view: SavedView) -> None:
        query = view.query
        self.tab, self.view_id, self._base = None, view.view_id, query
        self.order, self.words = query.sort, query.q
        self.filters = {
            "type": _only(query.type),
            "state": _only(query.status),
            "priority": _only(query.priority),
            "department": _only(query.department),
            "person": _only(query.assigned_to),
        }

    def filter(self, name: FilterName, code: str) -> None:
        self.filters[name] = code
        if name == "type":
            self.filters["state"] = ""  # another type has other states

    @property
    def any_filter(self) -> bool:
        return bool(self.words) or any(self.filters.values())

    @property
    def query(self) -> TicketQuery:
        update: dict[str, object] = {"sort": self.order, "q": self.words}
        fields = {"type": "type", "priority": "priority", "department": "department", "person": "assigned_to"}
        for name, code in self.filters.items():
            if code and name in fields:
                update[fields[name]] = [code]
        if self.filters["state"]:
            update |= {"status": [self.filters["state"]], "kind": []}
        return self._base.model_copy(update=update)


def tab_query(tab: Tab) -> TicketQuery:
    wanted: dict[str, object] = {"kind": OPEN_KINDS}
    match tab:
        case "mine" | "unassigned" | "watching":
            wanted[tab] = True
        case "late" | "soon" | "archived":
            wanted = {tab: True}
        case "all":
            pass
    return TicketQuery.model_validate(wanted)


def tab_faces(counts: TicketCounts | None, words: Words) -> tuple[TabFace, ...]:
    texts: dict[Tab, str] = {
        "mine": words("Mine"),
        "unassigned": words("Unassigned"),
        "late": words("Late"),
        "soon": words("Due soon"),
        "watching": words("Watched"),
        "all": words("All open"),
        "archived": words("Archive"),
    }
    numbers: dict[str, int] = {}
    if counts is not None:
        numbers = {
            "mine": counts.mine,
            "unassigned": counts.unassigned,
            "late": counts.late,
            "soon": counts.soon,
        }
    return tuple(TabFace(t, texts[t], numbers.get(t), t == "late" and bool(numbers.get(t))) for t in TABS)


def filter_faces(
    asked: Asked, shelf: TicketShelf, colleagues: Sequence[ColleagueView], words: Words
) -> tuple[FilterFace, ...]:
    w, chosen = words, asked.filters
    states = shelf.states([chosen["type"]] if chosen["type"] else ())
    priorities = (("URGENT", w("Urgent")), ("HIGH", w("High")), ("NORMAL", w("Normal")), ("LOW", w("Low")))
    return (
        FilterFace("type", w("All types"), shelf.type_names(), chosen["type"]),
        FilterFace(
            "state", w("All states"), tuple((code, name) for code, name, _ in states), chosen["state"]
        ),
        FilterFace("priority", w("Any priority"), priorities, chosen["priority"]),
        FilterFace(
            "department",
            w("All departments"),
            tuple((each, each) for each in shelf.departments()),
            chosen["department"],
        ),
        FilterFace(
            "person",
            w("Anybody's"),
            tuple((each.agent_id, each.name) for each in colleagues),
            chosen["person"],
        ),
    )


def none_text(asked: Asked, words: Words) -> str:
    """In place of an empty list: what it means, and what to do."""
    w = words
    if asked.any_filter:
        return w("Nothing found. Take a filter away, or search for other words.")
    return {
        "mine": w("Nothing is assigned to you. Under “Unassigned” there may be something to take."),
        "unassigned": w("Everything is assigned."),
        "late": w("Nothing is late. Well done."),
        "soon": w("Nothing is due within the hour."),
        "watching": w("You watch no ticket. The eye in a ticket changes that."),
        "archived": w("Nothing is in the archive yet."),
    }.get(asked.tab or "", w("There are no tickets here."))


def assign_wish(choice: str, version: int, reason: str) -> TicketAssign:
    """``choice``: "duty", "me", "department:<name>", "person:<user id>"."""
    kind, _, whose = choice.partition(":")
    match kind:
        case "department":
            return TicketAssign(version=version, to="department", department=whose, reason=reason.strip())
        case "person":
            return TicketAssign(version=version, to="person", user_id=whose, reason=reason.strip())
        case "me":
            return TicketAssign(version=version, to="me", reason=reason.strip())
        case _:
            return TicketAssign(version=version, to="duty", reason=reason.strip())


def _only(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else ""
