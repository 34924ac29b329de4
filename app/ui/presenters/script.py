"""What to say in a call of this queue, in paragraphs that can be ticked off; ticks are kept with the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.ui.presenters.desk import Desk
from app.ui.presenters.on_desk import on_desk
from app.ui.presenters.ports import Words
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.store import DeskStore
from app.ui.presenters.variables import Variables

CALLS_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class ScriptFace:
    """``said``: which paragraphs have been ticked. Without paragraphs, ``empty`` says why."""

    title: str
    progress: str
    paragraphs: tuple[str, ...]
    said: tuple[bool, ...]
    next: int  # the first that is not ticked, -1: none
    empty: str


class ScriptView(Protocol):
    def show_script(self, face: ScriptFace) -> None: ...


class ScriptPresenter:
    def __init__(
        self, view: ScriptView, store: DeskStore, words: Words, rules: DeskRules, variables: Variables
    ) -> None:
        self._view, self._store, self._words = view, store, words
        self._rules, self._variables = rules, variables
        self._ticked: dict[str, set[int]] = {}  # of the last calls
        self._shown: ScriptFace | None = None
        store.listen(self._changed)

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.call is not after.call or before.offer is not after.offer:
            self._show(after)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def tick(self, paragraph: int, said: bool) -> None:
        call_id = self._call_id(self._store.desk)
        if not call_id:
            return
        ticked = self._ticked.setdefault(call_id, set())
        if said:
            ticked.add(paragraph)
        else:
            ticked.discard(paragraph)
        while len(self._ticked) > CALLS_REMEMBERED:
            self._ticked.pop(next(iter(self._ticked)))
        self._show(self._store.desk)

    def _call_id(self, desk: Desk) -> str:
        here = on_desk(desk)
        return here.call_id if here else ""

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_script(face)

    def _face(self, desk: Desk) -> ScriptFace:
        w, here = self._words, on_desk(desk)
        if here is None:
            return ScriptFace("", "", (), (), -1, w("With the next call, what to say stands here."))
        title = w.label(here.queue)
        text = self._variables.fill(self._rules.script(here.queue)).text
        paragraphs = tuple(part.strip() for part in text.split("\n\n") if part.strip())
        if not paragraphs:
            return ScriptFace(title, "", (), (), -1, w("There is no script for {queue}.", queue=title))
        ticked = self._ticked.get(here.call_id, set())
        said = tuple(index in ticked for index in range(len(paragraphs)))
        following = next((index for index, done in enumerate(said) if not done), -1)
        progress = w("{done} of {count}", done=sum(said), count=len(said))
        return ScriptFace(title, progress, paragraphs, said, following, "")
