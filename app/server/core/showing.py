"""Which number an outgoing call shows: the company's rules, or the agent's choice among its numbers.

In:  who calls whom for which queue, and the rules in their order. Out: a number of the company's, "" for the
line's own. Never a number that the company has not set up: nobody calls under a foreign one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

_DECORATION = str.maketrans("", "", " -()/.\u00a0")


@dataclass(frozen=True, slots=True)
class CallerRule:
    """Show ``number`` where all conditions that are given hold; without any, always.

    ``prefixes``: how the number that is called begins, as it is dialled. ``queues``: of the call, else the
    agent's. ``departments``: hers.
    """

    number: str
    prefixes: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallOut:
    """A call to the outside. ``queues``: its own, or those of who makes it."""

    number: str
    agent_id: str = ""
    department: str = ""
    queues: tuple[str, ...] = ()


def shown_number(
    rules: Sequence[CallerRule], allowed: Collection[str], out: CallOut, chosen: str = ""
) -> str:
    """``chosen`` where it is one of the company's, else by the first rule that holds."""
    if chosen and chosen in allowed:
        return chosen
    found = (rule.number for rule in rules if rule.number in allowed and _holds(rule, out))
    return next(found, "")


def _holds(rule: CallerRule, out: CallOut) -> bool:
    called = out.number.translate(_DECORATION)
    return (
        (not rule.prefixes or called.startswith(rule.prefixes))
        and (not rule.queues or any(queue in rule.queues for queue in out.queues))
        and (not rule.departments or out.department in rule.departments)
        and (not rule.agents or out.agent_id in rule.agents)
    )
