"""What the tickets of this company are made of: types, macros, saved views; loaded once for each connection.

In:  the server. Out: types by code, states by code, who may do what; ``on_change`` when it has come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.contracts.people import Label, UserView
from app.contracts.tickets import MacroView, SavedView, StateKind, TicketMove, TicketTypeView
from app.ui.presenters.agent import Tone
from app.ui.presenters.ports import Tasks, Trouble, Words
from app.ui.presenters.ports_tickets import TicketListCrm
from app.ui.presenters.ticket_face import KIND_TONES

LEADS = "tickets.lead"


class TicketShelf:
    def __init__(
        self, tasks: Tasks, words: Words, crm: TicketListCrm, user: UserView, labels: Sequence[Label]
    ):
        """``labels``: the names of the types, as they are known before the server has said more."""
        self._tasks, self._words, self._crm = tasks, words, crm
        self.me, self.leads = user.user_id, LEADS in user.rights
        self._labels = list(labels)
        self.types: list[TicketTypeView] = []
        self.macros: list[MacroView] = []
        self.views: list[SavedView] = []
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def load(self) -> None:
        self._tasks.run("ticket-types", self._crm.ticket_types(), self._take_types, self._failed)
        self._tasks.run("ticket-macros", self._crm.ticket_macros(), self._take_macros, self._failed)
        self.load_views()

    def load_views(self) -> None:
        self._tasks.run("ticket-views", self._crm.ticket_views(), self._take_views, self._failed)

    def _take_types(self, types: list[TicketTypeView]) -> None:
        self.types = [each for each in types if each.active]
        self._tell()

    def _take_macros(self, macros: list[MacroView]) -> None:
        self.macros = macros
        self._tell()

    def _take_views(self, views: list[SavedView]) -> None:
        self.views = views
        self._tell()

    def _failed(self, _trouble: Trouble) -> None:
        """The list says what is wrong with the line; without these it still works."""

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    # --- questions -----------------------------------------------------------------------------

    def type(self, code: str) -> TicketTypeView | None:
        return next((each for each in self.types if each.code == code), None)

    def type_names(self) -> tuple[tuple[str, str], ...]:
        known = [each.name for each in self.types] or self._labels
        return tuple((label.code, self._words.label(label)) for label in known)

    def states(self, types: Sequence[str] = ()) -> list[tuple[str, str, Tone]]:
        """Code, name and tone of all states of these types, in the order in which they come."""
        found: dict[str, tuple[str, str, Tone]] = {}
        for each in self.types:
            if not types or each.code in types:
                for state in each.states:
                    tone = KIND_TONES[state.kind]
                    found.setdefault(state.code, (state.code, self._words.label(state.name), tone))
        return list(found.values())

    def kind(self, type_code: str, state: str) -> StateKind | None:
        of_type = self.type(type_code)
        return next((each.kind for each in of_type.states if each.code == state), None) if of_type else None

    def moves(self, type_code: str, state: str) -> list[TicketMove]:
        """From a state, as far as this person may."""
        of_type = self.type(type_code)
        if of_type is None:
            return []
        return [m for m in of_type.moves if m.from_state == state and (self.leads or not m.leads_only)]

    def departments(self) -> list[str]:
        return sorted({each.department for each in self.types if each.department})

    def macros_of(self, type_code: str) -> list[MacroView]:
        return [each for each in self.macros if not each.types or type_code in each.types]
