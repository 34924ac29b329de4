"""The fake server's part for the telephone: directory, missed calls, calling out, several calls, passing on.

crm.talks.directory                   # colleagues, departments, numbers: CallDirectory
crm.talks.consult_answered()          # whom she consults picks up
crm.talks.second_call(), second_answered()   # a colleague calls while she talks; she takes it
crm.talks.asked                       # what the desktop wanted: ("transfer", call_id, target, mode, note)
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, HTTPException

from app.contracts.calls import ActiveCall, CallRecord, MissedCallView, OfferView
from app.contracts.colleagues import CallDirectory, ColleagueView, SavedNumberView, TargetQueueView
from app.contracts.control import ConsultNote, NewCall, NewParty, PartyChange, TransferWish
from app.contracts.customers import CustomerFile
from app.contracts.live import CallChanged, ColleagueChanged, OfferMade, OfferWithdrawn
from app.contracts.parties import ConsultView, PartyView
from app.contracts.people import CallerNumber, Label
from tests.doubles import fake_crm_content as content

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

NOBODY = Label(code="", zh="", en="")
CALLER_NUMBERS = [
    CallerNumber(number="400-820-1688", name=Label(code="hotline", zh="客服热线", en="Service line")),
    CallerNumber(number="021-6288 4000", name=Label(code="shanghai", zh="上海总机", en="Shanghai office")),
]


class FakeTalks:
    def __init__(self, crm: FakeCrm) -> None:
        now = datetime.now(UTC)
        self._crm = crm
        self.directory = directory(now)
        self.missed = missed_calls(now)
        self.other_calls: list[ActiveCall] = []
        self.asked: list[tuple[Any, ...]] = []
        self._legs = 1

    @property
    def call(self) -> ActiveCall:
        assert self._crm.current_call is not None, "there is no call"
        return self._crm.current_call

    # --- what happens ----------------------------------------------------------------------------

    def consult(self, target: str) -> None:
        """It rings at the target; the customer hears music."""
        party = self._party(target, "RINGING")
        two = self._two("WAITING")
        self._crm.call_changed(
            state="HELD",
            held_since=datetime.now(UTC),
            parties=[*two, party],
            consult=ConsultView(leg_id=party.leg_id, with_target=True),
        )

    def consult_answered(self) -> None:
        self._crm.call_changed(parties=[_talks(p) if p.state == "RINGING" else p for p in self.call.parties])

    def consult_failed(self) -> None:
        """Nobody there: she has her line to herself, the customer waits."""
        self._crm.call_changed(parties=self.call.parties[:2], consult=None)

    def party_answers(self) -> None:
        self._crm.call_changed(parties=[_talks(p) if p.state == "RINGING" else p for p in self.call.parties])

    def second_call(self, ring_s: float = 20.0, name: str = "赵磊") -> OfferView:
        """A colleague calls her while she talks."""
        now = datetime.now(UTC)
        offer = OfferView(
            offer_id="offer-second",
            call_id="call-second",
            queue=NOBODY,
            caller_number="8003",
            waited_s=0,
            made_at=now,
            expires_at=now + timedelta(seconds=ring_s),
            file=CustomerFile(customer=None, number="8003"),
            reason="direct",
            from_agent=name,
        )
        self._crm.current_offer = offer
        self._crm.say(lambda cursor: OfferMade(cursor=cursor, offer=offer))
        return offer

    def second_gone(self, why: str = "caller-left") -> None:
        offer, self._crm.current_offer = self._crm.current_offer, None
        assert offer is not None
        self._crm.say(
            lambda cursor: OfferWithdrawn(
                cursor=cursor, offer_id=offer.offer_id, call_id=offer.call_id, why=why
            )
        )

    def second_answered(self) -> None:
        """She took it: the first one is on hold now."""
        first, offer = self.call, self._crm.current_offer
        assert offer is not None
        self.second_gone("answered")
        self._say_other(first.model_copy(update={"state": "HELD", "held_since": datetime.now(UTC)}))
        self._crm.call_changed(
            ActiveCall(
                call_id=offer.call_id,
                state="TALKING",
                queue=NOBODY,
                caller_number=offer.caller_number,
                waited_s=0,
                connected_at=datetime.now(UTC),
                direction="INTERNAL",
                parties=[_me(), self._party("agent-1003", "TALKING")],
                file=offer.file,
            )
        )
        self._crm.agent_changed(call_id=offer.call_id)

    def other_hangs_up(self) -> None:
        gone = self.other_calls.pop()
        ended = gone.model_copy(
            update={"state": "ENDED", "ended_at": datetime.now(UTC), "ended_by": "customer"}
        )
        self._crm.say(lambda cursor: CallChanged(cursor=cursor, call=ended))

    def colleague_changed(self, agent_id: str, **changes: Any) -> None:
        known = self.directory.colleagues
        new = [c.model_copy(update=changes) if c.agent_id == agent_id else c for c in known]
        self.directory = self.directory.model_copy(update={"colleagues": new})
        changed = next(c for c in new if c.agent_id == agent_id)
        self._crm.say(lambda cursor: ColleagueChanged(cursor=cursor, colleague=changed))

    def conference(self, count: int = 4) -> None:
        targets = ("agent-1003", "057188886666", "agent-1005", "agent-1006")[: count - 2]
        more = [self._party(target, "TALKING") for target in targets]
        self._crm.call_changed(
            state="TALKING", held_since=None, consult=None, parties=[*self._two("TALKING"), *more]
        )

    # --- what the desktop wants ------------------------------------------------------------------

    def transfer(self, call_id: str, wish: TransferWish) -> None:
        self.asked.append(("transfer", call_id, wish.target, wish.mode, wish.note))
        if wish.mode == "consult":
            self.consult(wish.target)
        else:
            self._crm.end_call(by="agent")

    def complete(self, call_id: str, note: str) -> None:
        self.asked.append(("complete", call_id, note))
        self._crm.end_call(by="agent")

    def step(self, call_id: str, step: str) -> None:
        self.asked.append((step, call_id))
        call = self.call
        assert call.consult is not None
        match step:
            case "cancel":
                self._crm.call_changed(
                    state="TALKING",
                    held_since=None,
                    consult=None,
                    parties=[_talks(p) for p in call.parties[:2]],
                )
            case "swap":
                to_target = not call.consult.with_target
                self._crm.call_changed(
                    state="HELD" if to_target else "TALKING",
                    held_since=datetime.now(UTC) if to_target else None,
                    consult=call.consult.model_copy(update={"with_target": to_target}),
                )
            case _:
                self._crm.call_changed(
                    state="TALKING", held_since=None, consult=None, parties=[_talks(p) for p in call.parties]
                )

    def add(self, call_id: str, new: NewParty) -> None:
        self.asked.append(("add", call_id, new.target))
        before = self.call.parties or self._two("TALKING")
        self._crm.call_changed(parties=[*before, self._party(new.target, "RINGING")])

    def change(self, call_id: str, leg_id: str, change: PartyChange) -> None:
        self.asked.append(("change", call_id, leg_id, change.muted, change.held))
        updates: dict[str, Any] = {}
        if change.muted is not None:
            updates["muted"] = change.muted
        if change.held is not None:
            updates["state"] = "WAITING" if change.held else "TALKING"
        changed = [p.model_copy(update=updates) if p.leg_id == leg_id else p for p in self.call.parties]
        self._crm.call_changed(parties=changed)

    def drop(self, call_id: str, leg_id: str) -> None:
        self.asked.append(("drop", call_id, leg_id))
        self._crm.call_changed(parties=[p for p in self.call.parties if p.leg_id != leg_id])

    def leave(self, call_id: str) -> None:
        self.asked.append(("leave", call_id))
        self._crm.end_call(by="agent")

    def pause(self, call_id: str, paused: bool) -> None:
        self.asked.append(("pause" if paused else "resume-recording", call_id))
        self._crm.call_changed(recording_paused=paused)

    def activate(self, call_id: str) -> None:
        self.asked.append(("activate", call_id))
        wanted = next(call for call in self.other_calls if call.call_id == call_id)
        self.other_calls.remove(wanted)
        self._say_other(self.call.model_copy(update={"state": "HELD", "held_since": datetime.now(UTC)}))
        self._crm.call_changed(wanted.model_copy(update={"state": "TALKING", "held_since": None}))
        self._crm.agent_changed(call_id=call_id)

    def dial(self, new: NewCall) -> str:
        self.asked.append(("dial", new.number, new.call_id, new.customer_id, new.from_number))
        return f"out-{len(self.asked)}"

    # --- parties -----------------------------------------------------------------------------------

    def _say_other(self, call: ActiveCall) -> None:
        self.other_calls.append(call)
        self._crm.say(lambda cursor: CallChanged(cursor=cursor, call=call))

    def _two(self, customer_state: str) -> list[PartyView]:
        customer = PartyView.model_validate(
            {
                "leg_id": "leg-customer",
                "kind": "CUSTOMER",
                "state": customer_state,
                "number": self.call.caller_number,
            }
        )
        return [customer, _me()]

    def _party(self, target: str, state: str) -> PartyView:
        self._legs += 1
        who = next((c for c in self.directory.colleagues if c.agent_id == target), None)
        queue = next((q for q in self.directory.queues if q.queue_id == target), None)
        return PartyView.model_validate(
            {
                "leg_id": f"leg-{self._legs}",
                "kind": "AGENT" if who or queue else "OUTSIDE",
                "state": state,
                "agent_id": who.agent_id if who else None,
                "name": who.name if who else "孙晓雨" if queue else "",
                "number": who.extension if who else "0571****6666",
            }
        )


def _me() -> PartyView:
    return PartyView(
        leg_id="leg-me",
        kind="AGENT",
        state="TALKING",
        agent_id=content.AGENT_ID,
        name=content.USER.display_name,
        number="1001",
        leads=True,
    )


def _talks(party: PartyView) -> PartyView:
    return party.model_copy(update={"state": "TALKING"})


def directory(now: datetime) -> CallDirectory:
    """王芳's house: colleagues in every state, three departments, two saved numbers."""

    def person(number: int, name: str, where: str, state: Any, minutes: float, **more: Any) -> ColleagueView:
        return ColleagueView(
            agent_id=f"agent-{number}",
            name=name,
            extension=str(number),
            department=where,
            state=state,
            since=now - timedelta(minutes=minutes),
            busy=state in ("OFFERED", "TALKING"),
            phone_registered=more.pop("registered", True),
            **more,
        )

    return CallDirectory(
        colleagues=[
            person(1001, "王芳", "售后", "READY", 2),
            person(1002, "李娜", "售后", "READY", 14, spelled="li na/nuo"),
            person(1003, "赵磊", "技术支持", "READY", 4, spelled="zhao lei"),
            person(1004, "Alexander Montgomery-Whitfield", "International Customer Care", "TALKING", 6),
            person(1005, "孙晓雨", "售前", "WRAP_UP", 0.5),
            person(
                1006, "欧阳思远", "投诉处理", "NOT_READY", 22, reason="meeting", spelled="ou yang si yuan"
            ),
            person(1007, "周杰", "售后", "READY", 1),
            person(1008, "吴敏", "技术支持", "OFFLINE", 200, registered=False),
            person(1009, "郑凯", "售前", "TALKING", 1),
        ],
        queues=[
            TargetQueueView(
                queue_id="after-sales", name=content.AFTER_SALES, number="4002", agents_ready=1, waiting=3
            ),
            TargetQueueView(queue_id="sales", name=content.SALES, number="4003", agents_ready=2, waiting=0),
            TargetQueueView(
                queue_id="complaints", name=content.COMPLAINTS, number="4004", agents_ready=0, waiting=0
            ),
        ],
        numbers=[
            SavedNumberView(
                name="杭州维修中心", number="057188886666", spelled="hang zhou wei xiu zhong xin"
            ),
            SavedNumberView(name="顺丰速运（大客户专线）", number="4008111111"),
        ],
    )


def missed_calls(now: datetime) -> list[MissedCallView]:
    def missed(number: int, minutes: float, why: str, name: str, **more: Any) -> MissedCallView:
        return MissedCallView(
            offer_id=f"missed-offer-{number}",
            call_id=f"missed-{number}",
            at=now - timedelta(minutes=minutes),
            why=why,
            number=f"13{number}****88{number}2",
            customer_id=content.CUSTOMER_ID if name == "李明" else None,
            customer_name=name,
            queue=content.AFTER_SALES if number % 2 else content.SALES,
            **more,
        )

    return [
        missed(1, 4, "caller-left", "陈静"),
        missed(2, 31, "no-answer", ""),
        missed(3, 47, "no-answer", "李明", answered_elsewhere=True),
        missed(4, 95, "declined", "Alexander Montgomery-Whitfield", answered_elsewhere=True),
        missed(5, 130, "no-phone", "张伟", called_back=True),
    ]


def add_talks(app: FastAPI, crm: FakeCrm) -> None:
    """Before the general paths of calls: the first that fits answers."""
    talks = crm.talks

    @app.get("/api/v1/directory")
    async def the_directory() -> CallDirectory:
        return talks.directory

    @app.get("/api/v1/calls/missed")
    async def missed(cursor: str | None = None) -> Any:
        return {"items": talks.missed, "next_cursor": None}

    @app.get("/api/v1/calls/{call_id}", response_model=CallRecord)
    async def record(call_id: str) -> Any:
        found = next((each for each in crm.past_calls if each.call_id == call_id), None)
        if found is None:
            raise HTTPException(404)
        return CallRecord(**found.model_dump())

    @app.post("/api/v1/calls", status_code=201)
    async def dial(new: NewCall) -> Any:
        return {"call_id": talks.dial(new)}

    @app.post("/api/v1/calls/{call_id}/activate", status_code=204)
    async def activate(call_id: str) -> None:
        talks.activate(call_id)

    @app.post("/api/v1/calls/{call_id}/transfer", status_code=204)
    async def transfer(call_id: str, wish: TransferWish) -> None:
        talks.transfer(call_id, wish)

    @app.post("/api/v1/calls/{call_id}/consult/complete", status_code=204)
    async def complete(call_id: str, note: ConsultNote) -> None:
        talks.complete(call_id, note.note)

    @app.post("/api/v1/calls/{call_id}/consult/{step}", status_code=204)
    async def step(call_id: str, step: str) -> None:
        talks.step(call_id, step)

    @app.post("/api/v1/calls/{call_id}/parties", status_code=204)
    async def add(call_id: str, new: NewParty) -> None:
        talks.add(call_id, new)

    @app.patch("/api/v1/calls/{call_id}/parties/{leg_id}", status_code=204)
    async def change(call_id: str, leg_id: str, change: PartyChange) -> None:
        talks.change(call_id, leg_id, change)

    @app.delete("/api/v1/calls/{call_id}/parties/{leg_id}", status_code=204)
    async def drop(call_id: str, leg_id: str) -> None:
        talks.drop(call_id, leg_id)

    @app.post("/api/v1/calls/{call_id}/leave", status_code=204)
    async def leave(call_id: str) -> None:
        talks.leave(call_id)

    @app.post("/api/v1/calls/{call_id}/recording/{what}", status_code=204)
    async def recording(call_id: str, what: str) -> None:
        talks.pause(call_id, what == "pause")
