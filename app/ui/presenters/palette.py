"""The command palette: everything that can be done, every page, colleagues and customers, by a few letters.

In:  what the window can do now (``Command``), colleagues from the desk, customers asked of the server.
Out: a list in the order of how well it fits; what was done lately comes first while nothing is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from app.contracts.colleagues import ColleagueView
from app.contracts.customers import CustomerView
from app.ui.messages import sentence
from app.ui.presenters.matching import mark, spelled_fits
from app.ui.presenters.ports import Clock, Crm, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

Kind = Literal["action", "page", "setting", "colleague", "customer"]
PAUSE_S = 0.25
SHORTEST = 2
SHOWN = 40
RECENT = 6
SPELLED = 650  # a name by its pinyin: as good as its first letters
_ORDER: dict[Kind, int] = {"action": 40, "page": 30, "setting": 0, "colleague": 20, "customer": 10}


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done. ``also``: other words that it is found by; ``spelled``: a name's pinyin."""

    command_id: str
    kind: Kind
    text: str
    act: Callable[[], object]
    keys: str = ""
    icon: str = ""
    detail: str = ""
    tone: str = "secondary"
    also: str = ""
    spelled: str = ""


@dataclass(frozen=True, slots=True)
class PaletteRow:
    command_id: str
    group: str
    text: str
    detail: str
    keys: str
    icon: str
    tone: str


class PaletteView(Protocol):
    def show_rows(self, rows: tuple[PaletteRow, ...], hint: str) -> None: ...
    def close_palette(self) -> None: ...
    def say(self, text: str) -> None: ...


class PalettePresenter:
    """``commands`` says afresh what can be done now; ``call`` rings a colleague, ``open_file`` a customer."""

    def __init__(
        self,
        view: PaletteView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: Crm,
        commands: Callable[[], Iterable[Command]],
        call: Callable[[ColleagueView], None] | None,
        open_file: Callable[[str], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm = tasks, clock, crm
        self._commands, self._call, self._open_file = commands, call, open_file
        self._typed = ""
        self._present: dict[str, Command] = {}
        self._customers: tuple[CustomerView, ...] = ()
        self._hint = ""
        self._due_at: float | None = None
        self._recent: list[str] = []

    def open(self) -> None:
        self._typed, self._customers, self._hint, self._due_at = "", (), "", None
        self._gather()
        self._show()

    def type(self, text: str) -> None:
        self._typed = text.strip()
        self._customers, self._due_at, self._hint = (), None, ""
        if len(self._typed) >= SHORTEST:
            self._due_at = self._clock.monotonic() + PAUSE_S
        self._show()

    def tick(self) -> None:
        if self._due_at is not None and self._clock.monotonic() >= self._due_at:
            self._due_at = None
            asked = self._typed
            self._hint = self._words("Looking for customers…")
            self._show()
            self._tasks.run(
                "palette",
                self._crm.search_customers(asked),
                lambda found: self._found(asked, found),
                lambda trouble: self._failed(asked, trouble),
            )

    def choose(self, command_id: str) -> None:
        command = self._present.get(command_id)
        if command is None:
            return
        self._due_at = None
        self._view.close_palette()
        if command.kind != "customer":
            self._recent = [command_id, *(c for c in self._recent if c != command_id)][:RECENT]
        command.act()

    def close(self) -> None:
        self._due_at = None

    # --- what there is -----------------------------------------------------------------------

    def _gather(self) -> None:
        self._present = {command.command_id: command for command in self._commands()}
        if self._call is not None:
            for colleague in self._store.desk.colleagues:
                made = self._colleague(colleague, self._call)
                self._present[made.command_id] = made

    def _colleague(self, colleague: ColleagueView, call: Callable[[ColleagueView], None]) -> Command:
        w = self._words
        free = colleague.state == "READY" and not colleague.busy
        state = {
            "READY": w("Ready"),
            "TALKING": w("Talking"),
            "OFFERED": w("Incoming call"),
            "WRAP_UP": w("Wrap-up"),
            "OFFLINE": w("Off duty"),
            "TECH_FAULT": w("Phone trouble"),
        }.get(colleague.state, w("Busy"))
        return Command(
            f"colleague:{colleague.agent_id}",
            "colleague",
            colleague.name,
            lambda: call(colleague),
            icon="phone",
            detail=" · ".join(p for p in (colleague.department, colleague.extension, state) if p),
            tone="ready" if free else "away",
            also=f"{colleague.extension} {colleague.department}",
            spelled=colleague.spelled,
        )

    def _customer(self, customer: CustomerView) -> Command:
        return Command(
            f"customer:{customer.customer_id}",
            "customer",
            customer.name,
            lambda: self._open_file(customer.customer_id),
            icon="user",
            detail=" · ".join(p for p in (customer.number, customer.region) if p),
        )

    def _found(self, asked: str, found: list[CustomerView]) -> None:
        if asked == self._typed:
            self._customers, self._hint = tuple(found), ""
            self._show()

    def _failed(self, asked: str, trouble: Trouble) -> None:
        if asked == self._typed:
            self._hint = sentence(trouble, self._words)
            self._show()

    # --- showing -----------------------------------------------------------------------------

    def _show(self) -> None:
        for customer in self._customers:
            made = self._customer(customer)
            self._present[made.command_id] = made
        here = {f"customer:{c.customer_id}" for c in self._customers}
        marked = [
            (self._mark(command), index, command)
            for index, command in enumerate(self._present.values())
            if command.kind != "customer" or command.command_id in here
        ]
        marked = [each for each in marked if each[0] > 0]
        marked.sort(key=lambda each: (-each[0], each[1]))
        rows = tuple(self._row(command) for _, _, command in marked[:SHOWN])
        hint = self._hint
        if not rows and not hint:
            hint = self._words("Nothing fits. Type a name, a number, or what you want to do.")
        self._view.show_rows(rows, hint)

    def _mark(self, command: Command) -> int:
        if not self._typed:
            if command.kind == "colleague":
                return 0
            recent = command.command_id in self._recent
            place = RECENT - self._recent.index(command.command_id) if recent else 0
            return 1 + _ORDER[command.kind] + place * 100
        if command.kind == "customer":
            return 350  # the server has found it: above what fits letter by letter only
        best = max(
            mark(self._typed, command.text), mark(self._typed, command.also) - 60 if command.also else 0
        )
        if spelled_fits(self._typed, command.spelled):
            best = max(best, SPELLED)
        return best + _ORDER[command.kind] if best > 0 else 0

    def _row(self, command: Command) -> PaletteRow:
        w = self._words
        group = {
            "action": w("Action"),
            "page": w("Page"),
            "setting": w("Setting"),
            "colleague": w("Colleague"),
            "customer": w("Customer"),
        }[command.kind]
        return PaletteRow(
            command.command_id, group, command.text, command.detail, command.keys, command.icon, command.tone
        )
