"""Skills: what levels a call wants of who takes it, and how that relaxes while it waits. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from app.server.core.routing.plan import Choice

Wants = tuple[tuple[str, int], ...]  # (skill, least level), by name of the skill
ANYBODY: Wants = ()


def ring_at(choice: Choice, waited_s: float) -> int:
    """How many relaxations apply after so long a wait."""
    ring = 0
    for relaxation in choice.relax:
        if waited_s < relaxation.after_s:
            break
        ring += 1
    return ring


def wanted(choice: Choice, extra: Mapping[str, int], ring: int) -> Wants:
    """Levels wanted in this ring. ``extra``: what the call wants besides (a language, a customer type).

    A relaxation replaces the queue's levels, and the call's own where it names the same skill; one without
    levels lets any agent of the queue take it.
    """
    if ring:
        relaxed = choice.relax[ring - 1].levels
        levels = {**extra, **relaxed} if relaxed else {}
    elif not (choice.wants or extra):
        return ANYBODY
    else:
        levels = dict(choice.wants)
        for skill, level in extra.items():
            levels[skill] = max(level, levels.get(skill, 0))
    return tuple(sorted((skill, level) for skill, level in levels.items() if level > 0))


def meets(skills: Mapping[str, int], wants: Wants) -> bool:
    return all(skills.get(skill, 0) >= level for skill, level in wants)
