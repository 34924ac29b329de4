"""Who was looked at for an assignment is listed when somebody reads it, as it was at the decision."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import get_args

import pytest

from app.server.core.events import Event, LegQuality
from app.server.core.facts import OfferMade
from app.server.core.plan import Plan
from app.server.core.routing.plan import Choice
from app.server.core.switchboard import WAYS
from app.server.core.types import Explanation
from app.server.core.wishes import TalkEvent
from app.server.simulation.centre import Behaviour, Centre
from app.server.simulation.chance import exponential, fixed
from app.server.simulation.load import poisson
from app.server.simulation.scenario import Size, loads_of, plan_of
from app.server.storage.facts_codec import decode_fact, encode_fact

SMALL = Size(12, 3, 2, 1.1, wrap_up=exponential(30), patience=exponential(120))
LARGE = Size(130, 2, 1, 0.9, wrap_up=exponential(30))  # of more agents than are listed


def with_regions(plan: Plan) -> Plan:
    agents = {
        name: replace(agent, region=("", "广东 深圳", "广东")[place % 3], senior=place % 4 == 0)
        for place, (name, agent) in enumerate(plan.agents.items())
    }
    choices = (Choice("round-robin", by_region=True), Choice(senior="first", wants={"english": 1}), Choice())
    queues = {
        name: replace(queue, choice=choice)
        for (name, queue), choice in zip(plan.queues.items(), choices, strict=False)
    }
    return replace(plan, agents=agents, queues=queues)


def assignments(size: Size, *, at_once: bool) -> list[Explanation]:
    kept: list[Explanation] = []

    def offered(fact: OfferMade, _: float) -> None:
        kept.append(fact.why)
        if at_once:
            assert fact.why.candidates

    behaviour = Behaviour(answer=fixed(3), rona_share=0.1, back_after=fixed(40))
    centre = Centre(
        with_regions(plan_of(size)), poisson(loads_of(size), 200, Random(3)), Random(4), behaviour
    )
    centre.listen(OfferMade, offered)
    centre.sign_in()
    centre.run()
    return kept


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_is_read_the_next_day_is_what_would_have_been_read_at_once(size: Size):
    then, later = assignments(size, at_once=True), assignments(size, at_once=False)
    assert len(then) > 100 and then == later
    assert any(len({each.excluded for each in why.candidates}) > 2 for why in later) or size is LARGE


def test_the_ledger_holds_the_whole_list():
    for why in assignments(SMALL, at_once=False)[:20]:
        made = OfferMade("call", "offer", why.chosen, "q01", why)
        read = decode_fact("OfferMade", encode_fact(made))
        assert read == made and isinstance(read, OfferMade) and read.why.candidates == why.candidates


def test_everything_that_can_happen_is_somebodys_matter():
    named, wishes = set(WAYS), set(get_args(TalkEvent))
    assert not named & wishes
    assert named | wishes | {LegQuality} == set(get_args(Event))
