"""The ledger is enough: at any moment the live state made from the facts alone is that of the house."""

from __future__ import annotations

from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from app.server.core import events as e
from app.server.core.commands import Consequence
from app.server.core.events import Event
from app.server.core.facts import CallBackPromised, CallBackTried, Fact, is_fact
from app.server.core.live import snapshot
from app.server.core.replay import Replay, replay
from app.server.core.types import AgentState, CallState
from app.server.storage.facts_codec import decode_fact, encode_fact
from tests.core.playbook import Playbook, a_plan
from tests.core.test_never import CentreMachine


class Ledger:
    """Writes down what a switchboard keeps, in between as the rows of the real ledger."""

    def __init__(self, play: Playbook) -> None:
        self.facts: list[tuple[datetime, Fact]] = []
        self.told = Replay()
        self._play = play
        self._handle = play.board.handle
        play.board.handle = self.handle  # type: ignore[method-assign]

    def handle(self, event: Event, now: datetime) -> list[Consequence]:
        callbacks = self._play.house.callbacks
        restored = isinstance(event, e.CallBackRestored) and callbacks.get(event.callback_id) is None
        followed = self._handle(event, now)
        if isinstance(event, e.CallBackRestored) and restored and callbacks.get(event.callback_id):
            for fact in kept_before(event):
                self._write(fact, now)
        for command in followed:
            if is_fact(command):
                self._write(command, now)
        return followed

    def _write(self, fact: Fact, now: datetime) -> None:
        read = decode_fact(type(fact).__name__, encode_fact(fact))
        self.facts.append((now, read))
        self.told.apply(read, now)


def kept_before(event: e.CallBackRestored) -> list[Fact]:
    """What the run before the restart had kept of it."""
    promised = CallBackPromised(
        event.callback_id,
        event.queue_id,
        event.number,
        event.for_call_id,
        event.waiting_since.isoformat(),
        event.agent_id,
        event.level,
    )
    return [promised, CallBackTried(event.callback_id, "", event.tries, "no-answer")]


class ReplayMachine(CentreMachine):
    """Chance plays callers, agents, phones and time, and reads the ledger beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(self.play)

    @precondition(lambda self: self.play.house.calls)
    @rule(n=st.integers(min_value=0, max_value=7), level=st.sampled_from(["", "GOLD", "VIP"]))
    def somebody_is_known(self, n: int, level: str) -> None:
        calls = sorted(self.play.house.calls)
        self.happens(e.CallerIdentified(calls[n % len(calls)], "customer-1", level, "广东 深圳"))

    @rule()
    def three_ring_at_once(self) -> None:
        for _ in range(3):
            self.somebody_rings(number="4002", caller=f"1380000{self.callers:04}")

    @invariant()
    def the_ledger_says_what_is(self) -> None:
        house = self.play.house
        assert self.ledger.told.live(house.plan) == snapshot(house)


ReplayMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestReplay = ReplayMachine.TestCase


def test_who_waits_is_known_in_order_from_the_ledger_alone() -> None:
    """Two wait, one of them urgent; one talks on hold; one agent writes up."""
    play = Playbook(a_plan(3))
    ledger = Ledger(play)
    play.ready("wang").rings("caller-1").answers("wang").ready("li").passes(10)
    play.happens(e.HoldWished("wang", "call-1"))
    play.rings("caller-2").answers("li").passes(5).happens(e.HangUpWished("li", "call-2"))
    play.rings("caller-3").passes(30).rings("caller-4")
    play.happens(e.CallerIdentified("call-4", "customer-4", "VIP"))
    live = replay(ledger.facts, play.house.plan)
    assert live == snapshot(play.house)
    assert live.waiting == {"sales": ["call-4", "call-3"]}
    assert live.calls["call-1"].state is CallState.HELD
    assert [party.agent_id for party in live.calls["call-1"].parties.values()] == ["wang"]
    assert live.agents["li"].state is AgentState.WRAP_UP and live.agents["li"].call_id == "call-2"
    assert "zhao" not in live.agents
    assert live.balances["sales"] == {"offered": 4, "answered": 2}


def test_half_a_ledger_is_the_state_of_half_the_day() -> None:
    """Cut anywhere: what was true after that event is what comes out."""
    play = Playbook(a_plan(2))
    ledger = Ledger(play)
    moments = [(0, snapshot(play.house))]
    steps: list[Event] = [
        e.PhoneRegistered("wang"),
        e.StateWished("wang", AgentState.READY, "", "wang"),
        e.LegIncoming("c1", "4002", "13800138000", "", "trunk:t"),
        e.OfferDeclined("wang", "offer-1"),
        e.LegIncoming("c2", "4002", "13900139000", "", "trunk:t"),
        e.StateWished("wang", AgentState.READY, "", "wang"),
        e.LegAnswered("leg-2"),
        e.LegEnded("c2", e.EndCause.NORMAL, True),
        e.LegEnded("c1", e.EndCause.NORMAL, True),
    ]
    for step in steps:
        play.happens(step)
        moments.append((len(ledger.facts), snapshot(play.house)))
    for length, live in moments:
        assert replay(ledger.facts[:length], play.house.plan) == live
