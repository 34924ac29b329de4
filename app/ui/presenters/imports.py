"""Customers brought in from a spreadsheet: the file, its columns, what would happen, it happens, undone.

In:  a file's name and content, the person's choices, the server's checks. Out: one of the steps of ``Step``.
Nothing is written on the server before ``run``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.contracts.customer_work import CustomerSetUp, ImportMapping, ImportView
from app.ui.messages import sentence
from app.ui.presenters.customer_face import columns, customer_row
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.filter_values import is_chinese
from app.ui.presenters.import_face import (
    ColumnRow,
    FaultRow,
    ImportFace,
    Step,
    WhenKnown,
    figures,
    past_row,
    targets,
)
from app.ui.presenters.ports import Clock, Tasks, Trouble, Words
from app.ui.presenters.store import DeskStore

if TYPE_CHECKING:
    from app.ui.presenters.ports_customers import ImportCrm

LARGEST_BYTES = 20 * 1024 * 1024
LOOK_EVERY_S = 1.0
PREVIEW_COLUMNS = ("number", "email", "region", "tags")


class ImportsView(Protocol):
    def show_import(self, face: ImportFace) -> None: ...
    def say(self, text: str) -> None: ...


class ImportPresenter:
    """``changed``: customers came or went."""

    def __init__(
        self,
        view: ImportsView,
        store: DeskStore,
        words: Words,
        tasks: Tasks,
        clock: Clock,
        crm: ImportCrm,
        changed: Callable[[], None],
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._tasks, self._clock, self._crm, self._changed = tasks, clock, crm, changed
        self._set_up = CustomerSetUp()
        self._now: ImportView | None = None
        self._past: list[ImportView] = []
        self._mapping = False  # the columns are looked at again after a check
        self._targets: list[str] = []
        self._when_known: WhenKnown = "update"
        self._tag = ""
        self._working, self._trouble = "", ""
        self._asked_at_s = 0.0
        self._asking = False
        self._shown: ImportFace | None = None
        store.listen(self._desk_changed)

    def start(self) -> None:
        self._tasks.run("customer-set-up", self._crm.customer_set_up(), self._take_set_up, lambda _: None)
        self._load_past()

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def tick(self) -> None:
        """A running import is looked at each second."""
        running = self._now is not None and self._now.state == "RUNNING"
        due = self._clock.monotonic() - self._asked_at_s >= LOOK_EVERY_S
        if running and due and not self._asking and self._now is not None:
            self._asking, self._asked_at_s = True, self._clock.monotonic()
            work = self._crm.import_view(self._now.import_id)
            self._tasks.run("import", work, self._take_progress, self._not_asked)

    def _desk_changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            if after.server is ServerLine.UP:
                self._load_past()
            self._show()

    def _take_set_up(self, set_up: CustomerSetUp) -> None:
        self._set_up = set_up
        self._show()

    def _load_past(self) -> None:
        self._tasks.run("imports", self._crm.imports(), self._take_past, lambda _: None)

    def _take_past(self, past: list[ImportView]) -> None:
        self._past = past
        running = next((each for each in past if each.state == "RUNNING"), None)
        if self._now is None and running is not None:
            self._now = running  # begun before the window was opened
        self._show()

    # --- wishes ----------------------------------------------------------------------------------

    def choose_file(self, name: str, content: bytes) -> None:
        if self._working:
            return
        if len(content) > LARGEST_BYTES:
            self._trouble = self._words("The file is larger than 20 MB. Cut it into several.")
            self._show()
            return
        self._begin(self._words("The file is being sent and read…"))
        self._tasks.run("upload", self._crm.upload_import(name, content), self._uploaded, self._failed)

    def not_read(self) -> None:
        self._trouble = self._words("The file cannot be read on this computer.")
        self._show()

    def choose_target(self, column: int, target: str) -> None:
        if 0 <= column < len(self._targets):
            self._targets[column] = target
            self._show()

    def choose_when_known(self, what: WhenKnown) -> None:
        self._when_known = what
        self._show()

    def type_tag(self, tag: str) -> None:
        self._tag = tag
        self._show()

    def check(self) -> None:
        if self._now is None or self._working:
            return
        w = self._words
        if not any(target in ("name", "number") for target in self._targets):
            self._trouble = w("Say at least which column is the name, and which the number.")
            self._show()
            return
        if self._doubled():
            self._trouble = w("Two columns go into the same field. Leave one of them out.")
            self._show()
            return
        self._begin(w("All rows are being checked…"))
        tag = " ".join(self._tag.split())[:40]
        mapping = ImportMapping(targets=list(self._targets), when_known=self._when_known, tag=tag)
        self._tasks.run(
            "check-import", self._crm.map_import(self._now.import_id, mapping), self._checked, self._failed
        )

    def back(self) -> None:
        """To the columns."""
        self._mapping, self._trouble = True, ""
        self._show()

    def run(self) -> None:
        if self._now is not None and not self._working:
            self._begin(self._words("It begins…"))
            self._tasks.run("run-import", self._crm.run_import(self._now.import_id), self._take, self._failed)

    def undo(self, import_id: str = "") -> None:
        wanted = import_id or (self._now.import_id if self._now is not None else "")
        if wanted and not self._working:
            self._begin(self._words("It is being undone…"))
            self._tasks.run("undo-import", self._crm.undo_import(wanted), self._undone, self._failed)

    def open(self, import_id: str) -> None:
        """One of before."""
        found = next((each for each in self._past if each.import_id == import_id), None)
        if found is not None:
            self._take(found)

    def begin_again(self) -> None:
        """Another file."""
        self._now, self._trouble, self._mapping = None, "", False
        self._targets, self._tag, self._when_known = [], "", "update"
        self._show()
        self._load_past()

    # --- answers ---------------------------------------------------------------------------------

    def _begin(self, doing: str) -> None:
        self._working, self._trouble = doing, ""
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        self._working = ""
        self._trouble = sentence(trouble, self._words)
        if trouble.detail and trouble.error_id.startswith("import-"):
            self._trouble = f"{self._trouble} ({trouble.detail})"
        self._show()

    def _uploaded(self, view: ImportView) -> None:
        self._targets = [each.target for each in view.columns]
        self._take(view)

    def _checked(self, view: ImportView) -> None:
        self._mapping = False
        self._take(view)

    def _take(self, view: ImportView) -> None:
        self._working, self._now = "", view
        if not self._targets:
            self._targets = [each.target for each in view.columns]
        self._asked_at_s = self._clock.monotonic()
        self._show()
        if view.state in ("DONE", "UNDONE"):
            self._changed()

    def _take_progress(self, view: ImportView) -> None:
        self._asking = False
        if self._now is not None and view.import_id == self._now.import_id:
            self._take(view)
            if view.state != "RUNNING":
                self._load_past()

    def _not_asked(self, _trouble: Trouble) -> None:
        self._asking = False  # it goes on without us; asked again in a second

    def _undone(self, view: ImportView) -> None:
        """It goes backwards by itself, as it came in."""
        self._working, self._now = "", view
        self._past = [view if each.import_id == view.import_id else each for each in self._past]
        self._show()
        if view.state == "UNDONE":
            self._changed()

    # --- showing ---------------------------------------------------------------------------------

    def _step(self) -> Step:
        if self._now is None:
            return Step.CHOOSE
        match self._now.state:
            case "UPLOADED":
                return Step.MAP
            case "CHECKED":
                return Step.MAP if self._mapping else Step.CHECK
            case "RUNNING":
                return Step.RUN
            case "DONE" | "UNDONE" | "FAILED":
                return Step.DONE

    def _doubled(self) -> tuple[str, ...]:
        single = [target for target in self._targets if target not in ("", "number", "tag")]
        return tuple(sorted({target for target in single if single.count(target) > 1}))

    def _show(self) -> None:
        now, w = self._now, self._words
        shown = columns(PREVIEW_COLUMNS, self._set_up, w)
        names = targets(self._set_up, w)
        undone = now is not None and now.state == "UNDONE"
        faults = [] if now is None else now.stayed if undone else now.errors
        concerned = 0 if now is None else now.stays if undone else now.bad_rows
        more = concerned - len({each.row for each in faults})
        face = ImportFace(
            step=self._step(),
            file_name=now.file_name if now is not None else "",
            rows=w("{count} rows", count=f"{now.rows:,}") if now is not None else "",
            columns=tuple(
                ColumnRow(each.header, " · ".join(sample for sample in each.samples[:3] if sample), target)
                for each, target in zip(now.columns, self._targets, strict=False)
            )
            if now is not None
            else (),
            targets=names,
            doubled=self._doubled(),
            when_known=self._when_known,
            tag=self._tag,
            figures=figures(now, w) if now is not None else (),
            faults=tuple(
                FaultRow(str(each.row), each.column, each.zh if is_chinese(w) else each.en, each.value)
                for each in faults
            ),
            more_faults=w("and {count} more rows", count=f"{more:,}") if more > 0 else "",
            preview=tuple(customer_row(each, shown, self._set_up, w) for each in now.preview[:20])
            if now is not None
            else (),
            progress=now.done_rows / now.rows if now is not None and now.rows else 0.0,
            progress_said=w("{done} of {all} rows", done=f"{now.done_rows:,}", all=f"{now.rows:,}")
            if now is not None
            else "",
            undoable=now is not None and now.undoable,
            past=tuple(past_row(each, self._clock.now(), w) for each in self._past),
            working=self._working,
            trouble=self._trouble,
            offline=self._store.desk.server is not ServerLine.UP,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_import(face)
