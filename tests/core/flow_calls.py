"""Calls whose numbers or queues are led by a flow, and what is heard of it."""

from __future__ import annotations

from dataclasses import replace

from app.server.core.commands import PlayPrompts
from app.server.core.events import LegEnded, PromptFinished
from app.server.core.facts import NodeLeft
from app.server.core.flow.plan import Flow, HangUp, Node
from app.server.core.plan import Plan
from app.server.core.waiting.plan import Waiting
from tests.core.playbook import NORMAL, Playbook, a_plan

BYE = HangUp(("goodbye",))


SORRY = HangUp(("sorry",))


OUTSIDE = "02155556666"


def a_flow(**nodes: Node) -> Flow:
    return Flow("f", next(iter(nodes)), nodes)


def with_flow(plan: Plan | None = None, /, **nodes: Node) -> Playbook:
    """4003 is answered by this flow."""
    plan = plan or a_plan()
    return Playbook(replace(plan, numbers={**plan.numbers, "4003": a_flow(**nodes)}))


def while_waiting(keys: str = "1", /, **nodes: Node) -> Playbook:
    """Pressed while waiting for sales (4002), these keys begin a flow."""
    plan = a_plan()
    sales = replace(plan.queues["sales"], waiting=Waiting(keys=dict.fromkeys(keys, "w")))
    flow = replace(a_flow(**nodes), flow_id="w")
    return Playbook(replace(plan, queues={**plan.queues, "sales": sales}, flows={"w": flow}))


def said(play: Playbook) -> list[tuple[str, ...]]:
    return [each.prompts for each in play.did(PlayPrompts)]


def heard(play: Playbook) -> Playbook:
    call = next(iter(play.house.calls.values()))
    return play.happens(PromptFinished("caller-1", call.play_id or ""))


def hangs_up(play: Playbook) -> Playbook:
    return play.happens(LegEnded("caller-1", NORMAL, True))


def exits(play: Playbook) -> list[tuple[str, str, float]]:
    return [(each.node, each.exit, each.spent_s) for each in play.kept(NodeLeft)]
