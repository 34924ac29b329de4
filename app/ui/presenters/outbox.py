"""What was written here and is not on the server yet: what waits and why, what was refused and why.

In:  the outbox' lines. Out: rows with the next step; nothing is thrown away without a second click.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from app.crm_client.errors import OutboxFailed
from app.ui.messages import SENTENCES, sentence
from app.ui.presenters.desk import Desk, ServerLine
from app.ui.presenters.format import exact, when
from app.ui.presenters.ports import Clock, Trouble, Words
from app.ui.presenters.result_face import OutcomeFace
from app.ui.presenters.rules import DeskRules
from app.ui.presenters.store import DeskStore


class OutboxLine(Protocol):
    """``error_id`` empty: it waits; else the server refused it. ``body``: JSON of what was written."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def written_at(self) -> datetime | None: ...
    @property
    def error_id(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def sending(self) -> bool: ...


class OutboxKeeper(Protocol):
    @property
    def lines(self) -> Sequence[OutboxLine]: ...
    def retry(self, key: str) -> None: ...
    def retry_with_outcome(self, key: str, outcome: str) -> None: ...
    def discard(self, key: str) -> None: ...
    def kick(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """``state``: in a word; ``why``: what holds it up and what to do. ``text``: what was written.

    ``outcomes``: what may have come of the call, where the server wants to know that before it takes it.
    """

    key: str
    icon: str
    title: str
    text: str
    when: str
    exact: str
    refused: bool
    state: str
    why: str
    sending: bool
    outcomes: tuple[OutcomeFace, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxFace:
    rows: tuple[OutboxRow, ...]
    empty: str
    can_send: bool
    summary: str


class OutboxPageView(Protocol):
    def show_outbox(self, face: OutboxFace) -> None: ...
    def show_count(self, count: int, refused: bool) -> None: ...
    def say(self, text: str) -> None: ...


class OutboxPresenter:
    def __init__(
        self,
        view: OutboxPageView,
        store: DeskStore,
        words: Words,
        clock: Clock,
        outbox: OutboxKeeper,
        rules: DeskRules,
    ) -> None:
        self._view, self._store, self._words, self._clock = view, store, words, clock
        self._outbox, self._rules = outbox, rules
        self._problem = ""
        self._shown: object = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show()

    def outbox_changed(self, problem: str) -> None:
        """``problem``: the error_id of what holds the first one up."""
        self._problem = problem
        self._show()

    def _changed(self, before: Desk, after: Desk) -> None:
        if before.server is not after.server:
            self._show()

    # --- wishes ------------------------------------------------------------------------------------

    def retry(self, key: str) -> None:
        self._do(lambda: self._outbox.retry(key))

    def retry_with_outcome(self, key: str, outcome: str) -> None:
        """What was missing is said now."""
        self._do(lambda: self._outbox.retry_with_outcome(key, outcome))

    def retry_all(self) -> None:
        """All that another attempt may help; what misses an outcome waits for that."""
        for line in self._outbox.lines:
            if line.error_id and not _lacks_outcome(line):
                self.retry(line.key)
        self._outbox.kick()

    def discard(self, key: str) -> None:
        """The person has confirmed it."""
        if self._do(lambda: self._outbox.discard(key)):
            self._view.say(self._words("Thrown away."))

    def _do(self, act: Any) -> bool:
        try:
            act()
        except OutboxFailed as error:
            self._view.say(sentence(Trouble(error.error_id, error.detail), self._words))
            return False
        return True

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        w, lines = self._words, self._outbox.lines
        refused = sum(bool(line.error_id) for line in lines)
        waiting = len(lines) - refused
        rows = tuple(self._row(line, first=index == 0) for index, line in enumerate(lines))
        summary = " · ".join(
            part
            for part in (
                w("{count} waiting to be sent", count=waiting) if waiting else "",
                w("{count} refused", count=refused) if refused else "",
            )
            if part
        )
        face = OutboxFace(
            rows=rows,
            empty=w("Everything that you wrote is on the server."),
            can_send=bool(lines) and self._store.desk.server is ServerLine.UP,
            summary=summary,
        )
        if face != self._shown:
            self._shown = face
            self._view.show_outbox(face)
            self._view.show_count(len(lines), bool(refused))

    def _row(self, line: OutboxLine, first: bool) -> OutboxRow:
        w, now = self._words, self._clock.now()
        title, text = self._said(line)
        if line.error_id:
            state = w("Refused by the server")
            why = w(SENTENCES[line.error_id]) if line.error_id in SENTENCES else line.detail
        else:
            state = w("Being sent…") if line.sending and not self._problem else w("Waits")
            why = self._why_waiting(first)
        return OutboxRow(
            key=line.key,
            icon={"ticket": "ticket", "comment": "bubble", "customer": "user-plus"}.get(line.kind, "note"),
            title=title,
            text=text,
            when=when(line.written_at, now, w) if line.written_at else "",
            exact=exact(line.written_at, w) if line.written_at else "",
            refused=bool(line.error_id),
            state=state,
            why=why,
            sending=line.sending,
            outcomes=self._outcomes() if _lacks_outcome(line) else (),
        )

    def _outcomes(self) -> tuple[OutcomeFace, ...]:
        return tuple(OutcomeFace(each.code, self._words.label(each), 0) for each in self._rules.all_outcomes)

    def _why_waiting(self, first: bool) -> str:
        w = self._words
        if self._store.desk.server is not ServerLine.UP:
            return w("It is sent by itself as soon as the server is back.")
        if not first:
            return w("It is sent after those before it.")
        return sentence(Trouble(self._problem), w) if self._problem else ""

    def _said(self, line: OutboxLine) -> tuple[str, str]:
        """What it is, and what was written."""
        w = self._words
        try:
            read: Any = json.loads(line.body)
        except ValueError:
            read = {}
        body = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
        match line.kind:
            case "ticket":
                return w("Ticket: {title}", title=body.get("title", "")), str(body.get("text") or "")
            case "comment":
                return w("Comment on a ticket"), str(body.get("text") or "")
            case "customer":
                return w("New customer: {name}", name=body.get("name", "")), str(body.get("note") or "")
            case _:
                code = str(body.get("outcome") or "")
                known = {label.code: w.label(label) for label in self._rules.all_outcomes}
                outcome = known.get(code, code)
                title = w("Result of a call: {outcome}", outcome=outcome) if outcome else w("Note of a call")
                return title, str(body.get("note") or "")


def _lacks_outcome(line: OutboxLine) -> bool:
    """It was refused for its outcome: none, or one that this queue does not have."""
    return line.kind == "result" and line.error_id in ("outcome-required", "invalid")
