"""Customers taken out as a file: whom, which columns, and why; the server keeps who took what.

In:  the person's choice. Out: the file's content, for the view to put where the person says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from app.contracts.customer_work import ExportWish
from app.contracts.filters import Filter
from app.ui.messages import sentence
from app.ui.presenters.ports import Tasks, Trouble, Words

if TYPE_CHECKING:
    from app.crm_client.customers import ExportedFile
    from app.ui.presenters.ports_customers import ListCrm

Format = Literal["xlsx", "csv"]
_COLUMNS = {"tags": "tag", "agent": "dedicated_agent"}  # as files call what the list shows


def sent(code: str) -> str:
    """A column of the list as the file's is called."""
    return _COLUMNS.get(code, code)


@dataclass(frozen=True, slots=True)
class ExportSubject:
    """Whose file it will be: a segment's, or a filter's; ``columns`` as the list shows them."""

    said: str
    segment_id: str
    filter: Filter | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportFace:
    subject: str
    working: bool
    trouble: str


class ExportView(Protocol):
    def open_export(self) -> None: ...
    def show_export(self, face: ExportFace) -> None: ...
    def close_export(self) -> None: ...
    def keep_file(self, name: str, content: bytes) -> bool:
        """Asks where to and writes it; False when the person gave it up."""
        ...

    def say(self, text: str) -> None: ...


class ExportPresenter:
    """``subject``: of the list that is shown; None where there is nothing to take out."""

    def __init__(
        self,
        view: ExportView,
        words: Words,
        tasks: Tasks,
        crm: ListCrm,
        subject: Callable[[], ExportSubject | None],
    ) -> None:
        self._view, self._words, self._tasks, self._crm, self._subject = view, words, tasks, crm, subject
        self._about: ExportSubject | None = None
        self._working, self._trouble = False, ""

    def open(self) -> None:
        self._about, self._trouble = self._subject(), ""
        if self._about is None:
            self._view.say(self._words("Choose a segment or a filter first: a search is not taken out."))
            return
        self._view.open_export()
        self._show()

    def close(self) -> None:
        if not self._working:
            self._about = None
            self._view.close_export()

    def run(self, file_format: Format, reason: str) -> None:
        about, reason = self._about, " ".join(reason.split())
        if about is None or self._working:
            return
        if not reason:
            self._trouble = self._words("Please say what the file is for; it is kept with your name.")
            self._show()
            return
        self._working, self._trouble = True, ""
        self._show()
        wish = ExportWish(
            format=file_format,
            segment_id=about.segment_id or None,
            filter=about.filter,
            columns=["name", *(sent(code) for code in about.columns)],
            reason=reason,
        )
        self._tasks.run("export", self._crm.export_customers(wish), self._take, self._failed)

    def _take(self, file: ExportedFile) -> None:
        self._working, self._about = False, None
        self._view.close_export()
        if self._view.keep_file(file.name, file.content):
            self._view.say(self._words("The file is saved. Keep it where nobody else can read it."))

    def _failed(self, trouble: Trouble) -> None:
        self._working, self._trouble = False, sentence(trouble, self._words)
        self._show()

    def _show(self) -> None:
        if self._about is not None:
            self._view.show_export(ExportFace(self._about.said, self._working, self._trouble))
