"""From facts to the tables beside a call's record (``app.server.calls.views`` says what each fact does).

In:  facts with their times, in order (given by the projection, inside the ledger's transaction).
Out: each kind of statement executed once with many rows; ``runs_of`` says which and is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, Update

from app.server.calls.views import flows, followups, talk, waiting
from app.server.calls.views.steps import Insertion, Key, Row, Statement, Step, StepsOf
from app.server.storage.ledger import Kept
from app.server.storage.upsert import Insert, upsert

_SUBJECTS: Final = {"talk": talk, "waiting": waiting, "flows": flows, "followups": followups}
_STATEMENTS: Final[dict[str, Statement]] = {
    f"{subject}/{name}": statement
    for subject, module in _SUBJECTS.items()
    for name, statement in module.STATEMENTS.items()
}
_STEPS_OF: Final[dict[str, StepsOf]] = {subject: module.STEPS_OF for subject, module in _SUBJECTS.items()}


@dataclass(frozen=True, slots=True)
class Run:
    """One statement, by name ("talk/party-joined"), and the rows to execute it with."""

    name: str
    rows: list[Row] = field(default_factory=list[Row])


def project_parts(connection: Connection, batch: Sequence[Kept]) -> None:
    """Keep these tables in step with the ledger; called by ``project`` after the call records."""
    for run in runs_of(batch):
        connection.execute(_statement(connection, run.name), run.rows)


def runs_of(batch: Iterable[Kept]) -> list[Run]:
    """As few runs as keep the order of the facts about the same record.

    A step joins the first run of its statement that is not before the last run with a step of its record.
    """
    runs: list[Run] = []
    last_run: dict[Key, int] = {}
    for kept in batch:
        for subject, steps_of in _STEPS_OF.items():
            make = steps_of.get(type(kept.fact))
            for step in make(kept.fact, kept) if make else ():
                _join(runs, last_run, f"{subject}/{step.name}", step)
    return runs


def _join(runs: list[Run], last_run: dict[Key, int], name: str, step: Step) -> None:
    index = last_run.get(step.key, 0)
    while index < len(runs) and runs[index].name != name:
        index += 1
    if index == len(runs):
        runs.append(Run(name))
    runs[index].rows.append(step.row)
    last_run[step.key] = index


_insert_of: dict[tuple[str, str], Insert] = {}


def _statement(connection: Connection, name: str) -> Insert | Update:
    """An INSERT is made once for each kind of database: making it costs far more than a row."""
    statement = _STATEMENTS[name]
    if not isinstance(statement, Insertion):
        return statement
    dialect = connection.dialect.name
    insert = _insert_of.get((dialect, name))
    if insert is None:
        insert = upsert(connection, statement.table).on_conflict_do_nothing()
        if statement.values:
            insert = insert.values(statement.values)
        _insert_of[dialect, name] = insert
    return insert
