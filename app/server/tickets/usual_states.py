"""The states that tickets go through where their type says nothing else: one literal table.

``docs/state-machines.md`` shows it; a company's types may have tables of their own, checked by
``type_check``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from app.contracts.people import Label
from app.contracts.tickets import StateKind, TicketMove, TicketState

Need = Literal["reason", "assignee", "checklist", "solution"]

_STATES: Final[tuple[tuple[str, StateKind, str, str], ...]] = (
    ("NEW", "NEW", "新建", "New"),
    ("ASSIGNED", "OPEN", "已分派", "Assigned"),
    ("IN_PROGRESS", "OPEN", "处理中", "In progress"),
    ("WAITING", "WAITING", "等待客户", "Waiting for the customer"),
    ("RESOLVED", "RESOLVED", "已解决", "Resolved"),
    ("CONFIRMED", "CONFIRMED", "已确认", "Confirmed"),
    ("REOPENED", "OPEN", "重新打开", "Reopened"),
    ("ARCHIVED", "ARCHIVED", "已归档", "Archived"),
    ("CANCELLED", "CANCELLED", "已取消", "Cancelled"),
)

# (from, to) → what it is called, what it needs. "!": for leads alone.
_MOVES: Final[Mapping[tuple[str, str], tuple[str, str, tuple[Need | Literal["!"], ...]]]] = {
    ("NEW", "ASSIGNED"): ("分派", "Assign", ("assignee",)),
    ("NEW", "IN_PROGRESS"): ("开始处理", "Begin", ()),
    ("NEW", "RESOLVED"): ("当场解决", "Solved at once", ("solution", "checklist")),
    ("NEW", "CANCELLED"): ("取消", "Cancel", ("reason",)),
    ("ASSIGNED", "IN_PROGRESS"): ("开始处理", "Begin", ()),
    ("ASSIGNED", "NEW"): ("退回", "Send back", ("reason",)),
    ("ASSIGNED", "WAITING"): ("等待客户", "Wait for the customer", ("reason",)),
    ("ASSIGNED", "RESOLVED"): ("解决", "Resolve", ("solution", "checklist")),
    ("ASSIGNED", "CANCELLED"): ("取消", "Cancel", ("reason",)),
    ("IN_PROGRESS", "WAITING"): ("等待客户", "Wait for the customer", ("reason",)),
    ("IN_PROGRESS", "RESOLVED"): ("解决", "Resolve", ("solution", "checklist")),
    ("IN_PROGRESS", "NEW"): ("退回", "Send back", ("reason",)),
    ("IN_PROGRESS", "CANCELLED"): ("取消", "Cancel", ("reason",)),
    ("WAITING", "IN_PROGRESS"): ("继续处理", "Go on", ()),
    ("WAITING", "RESOLVED"): ("解决", "Resolve", ("solution", "checklist")),
    ("WAITING", "CANCELLED"): ("取消", "Cancel", ("reason",)),
    ("RESOLVED", "CONFIRMED"): ("客户确认", "Confirmed by the customer", ()),
    ("RESOLVED", "REOPENED"): ("重新打开", "Reopen", ("reason",)),
    ("CONFIRMED", "REOPENED"): ("重新打开", "Reopen", ("reason",)),
    ("CONFIRMED", "ARCHIVED"): ("归档", "Archive", ("!",)),
    ("REOPENED", "ASSIGNED"): ("分派", "Assign", ("assignee",)),
    ("REOPENED", "IN_PROGRESS"): ("开始处理", "Begin", ()),
    ("REOPENED", "WAITING"): ("等待客户", "Wait for the customer", ("reason",)),
    ("REOPENED", "RESOLVED"): ("解决", "Resolve", ("solution", "checklist")),
    ("REOPENED", "CANCELLED"): ("取消", "Cancel", ("reason",)),
    ("CANCELLED", "REOPENED"): ("重新打开", "Reopen", ("reason", "!")),
    ("CANCELLED", "ARCHIVED"): ("归档", "Archive", ("!",)),
}


def usual_states() -> list[TicketState]:
    return [
        TicketState(code=code, name=Label(code=code, zh=zh, en=en), kind=kind)
        for code, kind, zh, en in _STATES
    ]


def usual_moves() -> list[TicketMove]:
    return [
        TicketMove(
            from_state=before,
            to_state=after,
            name=Label(code=f"{before}-{after}", zh=zh, en=en),
            needs=[need for need in needs if need != "!"],
            leads_only="!" in needs,
        )
        for (before, after), (zh, en, needs) in _MOVES.items()
    ]
