"""Facts survive the way to the ledger and back, all kinds of them; a damaged row is named, not guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.server.calls.projection import change_of
from app.server.core.facts import CallQueued, Fact
from app.server.storage.facts_codec import FactUnreadableError, decode_fact, encode_fact, fact_row
from app.server.storage.types import from_us, to_us


def is_possible(fact) -> bool:
    return "nan" not in repr(fact) and "inf" not in repr(fact)  # no number of seconds is one of these


facts = st.one_of([st.from_type(kind) for kind in get_args(Fact)]).filter(is_possible)


@given(facts)
def test_every_fact_is_read_back_as_it_was(fact):
    on_disk = msgspec.json.decode(msgspec.json.encode(encode_fact(fact)))
    assert decode_fact(type(fact).__name__, on_disk) == fact


@given(facts)
def test_every_fact_can_be_projected(fact):
    change = change_of(fact, datetime(2026, 1, 1, tzinfo=UTC))
    assert change is None or change.call_id == fact.call_id


def test_unknown_kinds_and_damaged_payloads_are_said():
    with pytest.raises(FactUnreadableError, match="Nonsense"):
        decode_fact("Nonsense", {})
    with pytest.raises(FactUnreadableError, match="position"):
        decode_fact("CallQueued", {"call_id": "c", "queue_id": "q", "position": "first"})


def test_an_older_payload_without_a_later_field_is_read():
    assert decode_fact("CallQueued", {"call_id": "c", "queue_id": "q", "position": 1}) == CallQueued(
        "c", "q", 1, again=False
    )


def test_a_row_names_call_and_agent():
    row = fact_row(7, datetime(2026, 1, 1, tzinfo=UTC), CallQueued("c1", "sales", 1))
    assert (row["seq"], row["kind"], row["call_id"], row["agent_id"]) == (7, "CallQueued", "c1", None)


@given(st.integers(-(2**53), 2**53), st.integers(-14 * 60, 14 * 60))
def test_times_are_kept_to_the_microsecond_whatever_their_zone(microseconds, offset_min):
    elsewhere = from_us(microseconds).astimezone(timezone(timedelta(minutes=offset_min)))
    assert to_us(elsewhere) == microseconds
    assert from_us(to_us(elsewhere)) == elsewhere


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        to_us(datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))
