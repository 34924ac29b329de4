"""The sample company's past calls of the last 60 days, drawn by chance around those that the demo needs.

No agent has two calls at once, and every call ended before the present.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.server.core.types import CallOutcome
from app.server.sample import phrases
from app.server.sample.customers import NumberBook
from app.server.sample.dice import fill, weighted, working_moment
from app.server.sample.model import Ender, SampleCall, SampleCustomer
from app.server.sample.orders import Cupboards
from app.server.sample.phrases import Matter
from app.server.sample.setup import AGENTS

CALL_COUNT = 1200
CALL_DAYS = 60
_YOUNGEST = timedelta(minutes=40)  # longer than the longest call with its wrap-up
_UNKNOWN_SHARE = 0.1
_CALLING = {"NORMAL": 1.0, "SILVER": 1.6, "GOLD": 2.5, "VIP": 4.0}
_OUTCOMES = (
    (CallOutcome.ANSWERED, 88.0),
    (CallOutcome.ABANDONED, 7.5),
    (CallOutcome.IN_MENU, 3.7),
    (CallOutcome.CUT_OFF, 0.8),
)
_NUMBERS = (("4001", 74.0), ("4002", 12.0), ("4003", 14.0))
_MENU_QUEUES = (("sales", 36.0), ("service", 52.0), ("complaints", 12.0))
_DIRECT_QUEUES = {"4002": "sales", "4003": "service"}
_RESULTS = (("RESOLVED", 60.0), ("FOLLOW_UP", 23.0), ("TRANSFERRED", 6.0), ("NO_NEED", 11.0))
_STRANGER_RESULTS = (("RESOLVED", 55.0), ("FOLLOW_UP", 5.0), ("WRONG_NUMBER", 30.0), ("NO_NEED", 10.0))
_TALK_MEDIAN_S = {"sales": 140, "service": 195, "complaints": 260}
_SHORT_RESULTS = ("WRONG_NUMBER", "NO_NEED")


@dataclass(frozen=True, slots=True)
class PastCalls:
    """The calls, oldest first, and what some of them left to do (by call id, sentences filled in)."""

    calls: tuple[SampleCall, ...]
    matters: dict[str, Matter]


class CallMaker:
    """Draws calls one after the other and remembers when which agent was busy."""

    def __init__(
        self,
        dice: random.Random,
        book: NumberBook,
        customers: Sequence[SampleCustomer],
        cupboards: Cupboards,
    ) -> None:
        self._dice = dice
        self._book = book
        self._customers = customers
        self._weights = [_CALLING[customer.level] for customer in customers]
        self._cupboards = cupboards
        self._busy: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)

    def reserve(self, call: SampleCall) -> None:
        """Keep the agent of a finished call from having another one at that time."""
        if call.agent and call.answered_at:
            self._busy[call.agent].append(
                (call.answered_at, call.ended_at + timedelta(seconds=call.wrap_up_s))
            )

    def make(self, started_at: datetime) -> tuple[SampleCall, Matter | None]:
        """A call that began at that moment, without its id, and what it left to do."""
        customer = self._caller(started_at)
        dialled = weighted(self._dice, _NUMBERS)
        outcome = weighted(self._dice, _OUTCOMES)
        queue_id = _DIRECT_QUEUES.get(dialled) or weighted(self._dice, _MENU_QUEUES)
        blank = SampleCall(
            call_id="", started_at=started_at, ended_at=started_at, dialled_number=dialled,
            caller_number=customer.number if customer else self._book.next(),
            customer_id=customer.customer_id if customer else None, queue_id=queue_id, agent=None,
            outcome=outcome, queued_at=None, answered_at=None, wait_s=0.0, talk_s=0.0, hold_s=0.0,
            wrap_up_s=0.0, result="", note="", follow_up_at=None, ended_by="customer",
        )  # fmt: skip
        greeting = timedelta(seconds=self._dice.randrange(12, 34) if dialled == "4001" else 9)
        if outcome is CallOutcome.IN_MENU:
            return replace(blank, queue_id=None, ended_at=started_at + greeting / 2), None
        queued = replace(blank, queued_at=started_at + greeting)
        if outcome is CallOutcome.ABANDONED:
            return self._abandoned(queued, started_at + greeting), None
        return self._answered(queued, started_at + greeting)

    def _caller(self, at: datetime) -> SampleCustomer | None:
        if self._dice.random() < _UNKNOWN_SHARE:
            return None
        for customer in self._dice.choices(self._customers, self._weights, k=8):
            if customer.since < at:
                return customer
        return None

    def _abandoned(self, call: SampleCall, queued_at: datetime) -> SampleCall:
        wait_s = min(300, 4 + int(self._dice.expovariate(1 / 48)))
        return replace(call, wait_s=float(wait_s), ended_at=queued_at + timedelta(seconds=wait_s))

    def _answered(self, call: SampleCall, queued_at: datetime) -> tuple[SampleCall, Matter | None]:
        dice, queue_id = self._dice, call.queue_id or ""
        cut_off = call.outcome is CallOutcome.CUT_OFF
        wait_s = weighted(
            dice, [(dice.randrange(3, 15), 70), (dice.randrange(15, 60), 24), (dice.randrange(60, 200), 6)]
        )
        result = weighted(dice, _RESULTS if call.customer_id else _STRANGER_RESULTS)
        talk_s = min(1200, 20 + int(dice.lognormvariate(0, 0.6) * _TALK_MEDIAN_S[queue_id]))
        if cut_off or result in _SHORT_RESULTS:
            talk_s = dice.randrange(12, 60)
        hold_s = dice.randrange(15, 90) if talk_s > 90 and dice.random() < 0.22 else 0
        wrap_up_s = dice.randrange(8, 60)
        answered_at = queued_at + timedelta(seconds=wait_s)
        ended_at = answered_at + timedelta(seconds=talk_s + hold_s)
        agent = self._free_agent(queue_id, answered_at, ended_at + timedelta(seconds=wrap_up_s))
        if agent is None:
            return self._abandoned(replace(call, outcome=CallOutcome.ABANDONED), queued_at), None
        note, matter = self._what_came_of_it(call, queue_id, "NO_NEED" if cut_off else result, answered_at)
        ended_by: Ender = "system" if cut_off else weighted(dice, [("customer", 80), ("agent", 20)])
        finished = replace(
            call, agent=agent, answered_at=answered_at, ended_at=ended_at, wait_s=float(wait_s),
            talk_s=float(talk_s), hold_s=float(hold_s), wrap_up_s=float(wrap_up_s), ended_by=ended_by,
            result="NO_NEED" if cut_off else result, note=phrases.CUT_OFF_NOTE if cut_off else note,
            follow_up_at=_next_day(dice, ended_at) if matter else None,
        )  # fmt: skip
        self.reserve(finished)
        return finished, matter

    def _free_agent(self, queue_id: str, start: datetime, end: datetime) -> str | None:
        able = [agent.username for agent in AGENTS if queue_id in agent.queue_ids]
        free = [name for name in able if all(end < begun or done < start for begun, done in self._busy[name])]
        return self._dice.choice(free) if free else None

    def _what_came_of_it(
        self, call: SampleCall, queue_id: str, result: str, at: datetime
    ) -> tuple[str, Matter | None]:
        owned = self._cupboards.of(call.customer_id, at)
        if result == "FOLLOW_UP":
            matter = self._dice.choice(phrases.MATTERS[queue_id])
            note, title, text = fill(self._dice, (matter.note, matter.title, matter.text), owned)
            return note, Matter(note, matter.ticket_type, title, text)
        choices = phrases.ANY_QUEUE_NOTES.get(result) or phrases.CALL_NOTES[queue_id, result]
        return fill(self._dice, (self._dice.choice(choices),), owned)[0], None


def make_calls(
    dice: random.Random,
    book: NumberBook,
    customers: Sequence[SampleCustomer],
    cupboards: Cupboards,
    demo_calls: Sequence[SampleCall],
    now: datetime,
) -> PastCalls:
    """All calls, oldest first; the demo's calls are kept as they are and get their ids here."""
    maker = CallMaker(dice, book, customers[1:], cupboards)
    drawn: list[tuple[SampleCall, Matter | None]] = [(call, None) for call in demo_calls]
    for call in demo_calls:
        maker.reserve(call)
    for _ in range(CALL_COUNT - len(demo_calls)):
        drawn.append(maker.make(working_moment(dice, now - timedelta(days=CALL_DAYS), now - _YOUNGEST)))
    drawn.sort(key=lambda pair: (pair[0].started_at, pair[0].caller_number))
    calls = tuple(replace(call, call_id=f"k{index:05d}") for index, (call, _) in enumerate(drawn, start=1))
    matters = {call.call_id: matter for call, (_, matter) in zip(calls, drawn, strict=True) if matter}
    return PastCalls(calls, matters)


def _next_day(dice: random.Random, at: datetime) -> datetime:
    return (at + timedelta(hours=dice.randrange(18, 25))).replace(minute=0, second=0)
