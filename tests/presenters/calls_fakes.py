"""Fakes for the telephone: a server that takes wishes about calls, and a house with colleagues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.contracts.base import Page
from app.contracts.calls import MissedCallView
from app.contracts.colleagues import CallDirectory, ColleagueView, SavedNumberView, TargetQueueView
from app.contracts.control import CallMade, ConsultNote, NewCall, NewParty, PartyChange, TransferWish
from app.contracts.parties import PartyView
from tests.presenters import ui_fakes as f


class FakeTalkCrm(f.FakeCrm):
    def __init__(self) -> None:
        super().__init__()
        self.house = directory()
        self.missed: list[Page[MissedCallView]] = []

    async def directory(self) -> CallDirectory:
        self._ask("directory")
        return self.house

    async def missed_calls(self, cursor: str | None = None) -> Page[MissedCallView]:
        self._ask("missed", cursor)
        return self.missed.pop(0) if self.missed else Page(items=[], next_cursor=None)

    async def make_call(self, new: NewCall) -> CallMade:
        self._ask("dial", new.number or new.call_id or new.customer_id, new.from_number)
        return CallMade(call_id="out-1")

    async def activate(self, call_id: str) -> None:
        self._ask("activate", call_id)

    async def transfer(self, call_id: str, wish: TransferWish) -> None:
        self._ask("transfer", call_id, wish.target, wish.mode, wish.note)

    async def complete_consult(self, call_id: str, note: ConsultNote) -> None:
        self._ask("complete", call_id, note.note)

    async def cancel_consult(self, call_id: str) -> None:
        self._ask("cancel", call_id)

    async def swap_consult(self, call_id: str) -> None:
        self._ask("swap", call_id)

    async def join_consult(self, call_id: str) -> None:
        self._ask("join", call_id)

    async def add_party(self, call_id: str, new: NewParty) -> None:
        self._ask("add", call_id, new.target)

    async def change_party(self, call_id: str, leg_id: str, change: PartyChange) -> None:
        self._ask("change", leg_id, change.muted, change.held)

    async def drop_party(self, call_id: str, leg_id: str) -> None:
        self._ask("drop", leg_id)

    async def leave(self, call_id: str) -> None:
        self._ask("leave", call_id)

    async def pause_recording(self, call_id: str) -> None:
        self._ask("pause", call_id)

    async def resume_recording(self, call_id: str) -> None:
        self._ask("resume recording", call_id)


def colleague(
    agent_id: str, name: str, state: str = "READY", minutes: float = 1, **more: Any
) -> ColleagueView:
    base = {
        "agent_id": agent_id,
        "name": name,
        "extension": f"80{agent_id[1:]}",
        "department": "Support",
        "state": state,
        "since": f.NOW - timedelta(minutes=minutes),
        "busy": state in ("OFFERED", "TALKING"),
        "phone_registered": True,
    }
    return ColleagueView.model_validate({**base, **more})


def directory() -> CallDirectory:
    return CallDirectory(
        colleagues=[
            colleague("a1", "王芳"),
            colleague("a2", "李娜", minutes=14),
            colleague("a3", "赵磊", minutes=4, spelled="zhao lei"),
            colleague("a4", "孙晓雨", "TALKING", minutes=6),
            colleague("a5", "吴敏", "OFFLINE", phone_registered=False),
            colleague("a6", "周杰", "NOT_READY", reason="break", department="技术支持", spelled="zhou jie"),
        ],
        queues=[TargetQueueView(queue_id="q1", name=f.AFTER_SALES, number="4002", agents_ready=2, waiting=1)],
        numbers=[SavedNumberView(name="维修中心", number="057188886666", spelled="wei xiu zhong xin")],
    )


def party(leg_id: str, kind: str = "AGENT", state: str = "TALKING", **more: Any) -> PartyView:
    return PartyView.model_validate({"leg_id": leg_id, "kind": kind, "state": state, **more})


def two(customer: str = "TALKING") -> list[PartyView]:
    return [
        party("leg-c", "CUSTOMER", customer, number="138****1234"),
        party("leg-me", agent_id="a1", name="王芳", number="8001"),
    ]


def missed(number: int, **more: Any) -> MissedCallView:
    base = {
        "offer_id": f"offer-{number}",
        "call_id": f"call-{number}",
        "at": f.NOW - timedelta(minutes=number),
        "why": "no-answer",
        "number": "138****1234",
        "customer_id": None,
        "customer_name": "李明",
        "queue": f.AFTER_SALES,
    }
    return MissedCallView.model_validate({**base, **more})
