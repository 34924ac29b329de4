"""Agents come, go, wish for states, lose and find their phones, finish their wrap-up."""

from __future__ import annotations

from datetime import timedelta

from app.server.core.agent import DEVICE_FAULT, ENGAGED, Agent, AgentEvent, Wish
from app.server.core.events import AgentRestored
from app.server.core.facts import WrapUpEnded, WrapUpLengthened
from app.server.core.timers import WrapUpRunsOut
from app.server.core.turn import Turn
from app.server.core.types import AgentState

_READY, _WRAP_UP = AgentState.READY, AgentState.WRAP_UP
_AFTER_OFFER = {AgentEvent.NOT_TAKEN: AgentState.NOT_READY}


def wish(turn: Turn, agent: Agent, wanted: Wish, cause: str = "wish") -> None:
    """Meet a wish now, or keep it for after the call. The latest wish wins."""
    if agent.state is _WRAP_UP and wanted.state is _READY:
        end_wrap_up(turn, agent, how="finished", wanted=wanted)
    elif agent.state in ENGAGED:
        agent.next_wish = wanted
    else:
        agent.next_wish = None
        meet(turn, agent, wanted, cause)


def restored(turn: Turn, agent: Agent, event: AgentRestored) -> None:
    """Where she was before the server was restarted; nothing where she has moved since."""
    if agent.state is not AgentState.OFFLINE:
        return
    queue = turn.house.plan.queues.get(event.queue_id)
    if event.state is _WRAP_UP and queue is not None:
        agent.call_id = event.call_id
        begin_wrap_up(turn, agent, AgentEvent.CUT_OFF_BY_RESTART, queue.wrap_up_s, queue.wrap_up_more_s)
    elif event.state in (_READY, AgentState.NOT_READY):
        meet(turn, agent, Wish(event.state, event.reason, "system"), cause="restart")


def begin_wrap_up(turn: Turn, agent: Agent, event: AgentEvent, wrap_up_s: float, more_s: int) -> None:
    """She writes up what came of her call, with a time limit that she may extend by ``more_s``."""
    _write(turn, agent, event, wrap_up_s)
    agent.wrap_up_spent_s = 0.0
    agent.wrap_up_more_s, agent.wrap_up_extended = more_s, False


def go_back_to_wrap_up(turn: Turn, agent: Agent) -> None:
    """The latest of those that had to wait."""
    rest = agent.unfinished.pop()
    agent.call_id = rest.call_id
    _write(turn, agent, AgentEvent.WRITES_ON, rest.left_s)
    agent.wrap_up_spent_s = rest.spent_s
    agent.wrap_up_more_s, agent.wrap_up_extended = rest.more_s, rest.extended


def _write(turn: Turn, agent: Agent, event: AgentEvent, wrap_up_s: float) -> None:
    assert agent.call_id is not None
    agent.wrap_up_ends_at = turn.now + timedelta(seconds=wrap_up_s)
    turn.move_agent(agent, event)
    turn.set_timer(WrapUpRunsOut(agent.agent_id, agent.call_id), agent.wrap_up_ends_at)


def phone_registered(turn: Turn, agent: Agent) -> None:
    agent.phone_registered = True
    turn.house.lines.agent_changed(agent, turn.now)
    if agent.state is AgentState.TECH_FAULT and agent.reason != DEVICE_FAULT:
        wanted = agent.next_wish or Wish(_READY, "", "system")
        agent.next_wish = None
        meet(turn, agent, wanted, cause="phone-back")


def phone_lost(turn: Turn, agent: Agent) -> None:
    """No new call can reach her. A running one goes on: its sound may well still flow."""
    agent.phone_registered = False
    turn.house.lines.agent_changed(agent, turn.now)
    agent.phone_broke_in_talk = agent.state is AgentState.TALKING
    if agent.state is _READY:
        turn.move_agent(agent, AgentEvent.PHONE_LOST, reason="no-phone")


def end_wrap_up(
    turn: Turn, agent: Agent, how: str, wanted: Wish | None = None, actor: str = "system"
) -> None:
    """Wrap-up over: another that had to wait is next, then the newest wish, else she is ready again.

    Nothing where it is over already.
    """
    if agent.state is not _WRAP_UP or agent.call_id is None:
        return
    written_up(turn, agent, how)
    if agent.unfinished:
        agent.next_wish = wanted or agent.next_wish
        go_back_to_wrap_up(turn, agent)
        return
    wanted = wanted or agent.next_wish or Wish(_READY, "", actor)
    agent.next_wish = None
    meet(turn, agent, wanted, cause=f"wrap-up-{how}")


def extend_wrap_up(turn: Turn, agent: Agent) -> None:
    """Once for each wrap-up, by as much as the queue of the call allows."""
    call_id, ends_at = agent.call_id, agent.wrap_up_ends_at
    if agent.state is not _WRAP_UP or call_id is None or ends_at is None or agent.wrap_up_extended:
        return
    agent.wrap_up_extended = True
    agent.wrap_up_ends_at = ends_at + timedelta(seconds=agent.wrap_up_more_s)
    turn.cancel_timers(agent.agent_id, WrapUpRunsOut)
    turn.set_timer(WrapUpRunsOut(agent.agent_id, call_id), agent.wrap_up_ends_at)
    turn.keep(WrapUpLengthened(call_id, agent.agent_id, agent.wrap_up_more_s))


def written_up(turn: Turn, agent: Agent, how: str) -> None:
    """The fact that her wrap-up is over; what she does next is not said here."""
    assert agent.call_id is not None
    spent_s = agent.wrap_up_spent_s + (turn.now - agent.since).total_seconds()
    stop_wrap_up_clock(turn, agent)
    agent.wrap_up_extended = False
    turn.keep(WrapUpEnded(agent.call_id, agent.agent_id, spent_s, how))
    agent.idle_since = turn.now
    agent.wrap_up_spent_s = 0.0
    agent.call_id = None


def stop_wrap_up_clock(turn: Turn, agent: Agent) -> None:
    turn.cancel_timers(agent.agent_id, WrapUpRunsOut)
    agent.wrap_up_ends_at = None


def released(turn: Turn, agent: Agent, event: AgentEvent, reason: str = "") -> None:
    """An offer ended without a talk: back to what she was, or to what she wished for meanwhile.

    Where she has picked up the phone meanwhile, that is met when she puts it down.
    """
    agent.call_id = None
    if agent.talks:
        after = _AFTER_OFFER.get(event, _READY)
        agent.after_talk = Wish(after, reason if after is AgentState.NOT_READY else "", "system")
        agent.call_id = next(iter(agent.talks))
        turn.move_agent(agent, AgentEvent.ON_PHONE)
        return
    if agent.unfinished:
        go_back_to_wrap_up(turn, agent)
        return
    wanted, agent.next_wish = agent.next_wish, None
    if wanted is not None and wanted.state is not _READY:
        turn.move_agent(agent, wanted.event, reason=wanted.reason, actor=wanted.actor)
        return
    turn.move_agent(agent, event, reason=reason)
    if agent.state is _READY and not agent.phone_registered:
        turn.move_agent(agent, AgentEvent.PHONE_LOST, reason="no-phone")


def meet(turn: Turn, agent: Agent, wanted: Wish, cause: str = "wish") -> None:
    """Into the state that was asked for; READY without a phone waits for the phone."""
    if wanted.state is _READY and not agent.phone_registered:
        agent.next_wish = wanted  # met as soon as her phone is there
        turn.move_agent(agent, AgentEvent.PHONE_LOST, reason="no-phone", actor=wanted.actor, cause=cause)
        return
    if wanted.state is _READY and agent.idle_since is None:
        agent.idle_since = turn.now
    turn.move_agent(agent, wanted.event, reason=wanted.reason, actor=wanted.actor, cause=cause)
