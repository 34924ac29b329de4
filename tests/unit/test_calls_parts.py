"""Facts of one group become few statements, and those about the same record keep their order."""

from __future__ import annotations

from datetime import UTC, datetime

from app.server.calls.parts import runs_of
from app.server.core.facts import CallHeld, Fact, PartyJoined, PartyLeft, TransferCameBack, TransferStarted
from app.server.storage.ledger import Kept

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def joined(leg_id: str) -> PartyJoined:
    return PartyJoined("c1", leg_id, "AGENT", "1001", "1001")


def left(leg_id: str) -> PartyLeft:
    return PartyLeft("c1", leg_id, "AGENT", "1001", 5.0, 0.0)


def runs(*facts: Fact) -> list[tuple[str, int]]:
    kept = [Kept(number, NOW, fact) for number, fact in enumerate(facts)]
    return [(run.name.partition("/")[2], len(run.rows)) for run in runs_of(kept)]


def test_legs_of_different_people_share_two_statements():
    facts = (joined("a"), left("a"), joined("b"), left("b"), CallHeld("c1", "1001"), joined("d"), left("d"))
    assert runs(*facts) == [("party-joined", 3), ("party-left", 3)]


def test_who_leaves_and_joins_again_does_so_in_that_order():
    assert runs(left("a"), joined("a"), joined("b")) == [("party-left", 1), ("party-joined", 2)]
    twice = (joined("a"), left("a"), joined("a"), left("a"), left("b"))
    assert runs(*twice) == [("party-joined", 1), ("party-left", 2), ("party-joined", 1), ("party-left", 1)]


def test_a_transfer_that_comes_back_at_once_is_begun_first():
    begun = TransferStarted("c1", "t1", "1001", "blind", "AGENT", "1002")
    back = TransferCameBack("c1", "t1", "1001", "agent")
    assert runs(left("a"), begun, back, left("b")) == [
        ("party-left", 2),
        ("transfer-started", 1),
        ("transfer-came-back", 1),
    ]
