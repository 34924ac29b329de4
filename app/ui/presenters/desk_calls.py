"""Several calls at once: in which the agent speaks, and which wait for her.

In:  all calls that the server has told of. Out: the active one and the others. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.contracts.calls import ActiveCall
from app.contracts.people import AgentView

Arranged = tuple[ActiveCall | None, tuple[ActiveCall, ...]]
_WITH_CALL = ("OFFERED", "TALKING", "WRAP_UP")
_SPOKEN_IN = ("TALKING", "DIALLING")


def arrange(calls: Iterable[ActiveCall], agent: AgentView | None, present_id: str) -> Arranged:
    """The active call and those that wait.

    The server names the active one in ``agent.call_id``; its messages come one after the other, so the only
    call in which somebody talks goes first. An ended call gives way to one that lives: the server brings it
    back when it is to be written up.
    """
    living = [call for call in calls if call.state != "ENDED"]
    if living:
        active = _active(living, agent, present_id)
        return active, tuple(call for call in living if call is not active)
    ended = list(calls)
    if not ended:
        return None, ()
    latest = _named(ended, agent.call_id if agent else "") or _named(ended, present_id) or ended[-1]
    return (None if _is_over(latest, agent) else latest), ()


def _active(living: list[ActiveCall], agent: AgentView | None, present_id: str) -> ActiveCall:
    spoken = [call for call in living if call.state in _SPOKEN_IN]
    if len(spoken) == 1:
        return spoken[0]
    return _named(living, agent.call_id if agent else "") or _named(living, present_id) or living[0]


def _named(calls: list[ActiveCall], call_id: str | None) -> ActiveCall | None:
    return next((call for call in calls if call.call_id == call_id), None)


def _is_over(call: ActiveCall, agent: AgentView | None) -> bool:
    """A call that ended leaves the desk when the agent's wrap-up is over."""
    if agent is None:
        return False
    return agent.state not in _WITH_CALL or agent.call_id not in (None, call.call_id)
