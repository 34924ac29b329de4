"""What a queue does while callers wait, and when it is open. Plain data with sound defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Announcements:
    """Position and expected wait. Seconds; 0 as ``first_after_s``: never.

    ``only_if_better``: silent unless place or wait is better than what was said last.
    """

    first_after_s: int = 20
    gap_s: int = 60
    position: bool = True
    expected_wait: bool = True
    only_if_better: bool = True
    comfort: tuple[str, ...] = ("still-waiting",)  # in turn, when there is nothing better to say
    comfort_every_s: int = 45


class Trigger:
    """When an overflow rule applies. Stable words of data, records and API."""

    CLOSED = "closed"  # the queue's opening hours; looked at on entry
    NO_AGENTS = "no-agents"  # nobody signed in; on entry, and when the last one goes
    AFTER_CLOSING_S = "after-closing-s"  # so long after closing time he still waits
    WAITED_S = "waited-s"
    LENGTH = "length"  # that many wait before him; on entry
    EXPECTED_WAIT_S = "expected-wait-s"  # on entry, where it is reliable
    PER_AGENT = "calls-per-agent"  # waiting ÷ signed in, with him; on entry


class Way:
    """Where an overflow leads."""

    QUEUE = "queue"  # target: queue id; keeps the time he entered the first one
    FLOW = "flow"  # target: flow id (message, call-back, announcement and end, …)
    OUTSIDE = "outside"  # target: number


@dataclass(frozen=True, slots=True)
class Overflow:
    """``threshold`` counts from it on; unused by CLOSED and NO_AGENTS."""

    trigger: str
    way: str
    target: str
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Reconnect:
    """A caller who is cut off in a talk is called back. 0 tries: not."""

    tries: int = 0
    within_s: int = 10  # the first try, after the cut
    ring_s: int = 25
    pause_s: int = 5  # between tries


@dataclass(frozen=True, slots=True)
class CallBackRules:
    """``other_numbers``: to a number that is not the caller's own, too (toll fraud: know why)."""

    tries: int = 3
    retry_after_s: int = 600
    ring_s: int = 40
    give_up_after_s: int = 24 * 3600
    other_numbers: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """``keys``: digit → flow run while the place is kept. ``grace_s``: who hangs up and calls again within
    it has his place back."""

    announcements: Announcements = field(default_factory=Announcements)
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    grace_s: int = 120
    call_back: CallBackRules = field(default_factory=CallBackRules)
    reconnect: Reconnect = field(default_factory=Reconnect)


Span = tuple[time, time]  # local; the end 00:00 is midnight


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days of a holiday, lunar ones too, since they are a list. ``open``: spans all the same."""

    name: str
    days: tuple[date, ...]
    open: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """``week``: spans of Monday … Sunday. ``workdays``: days that count as the weekday given (调休)."""

    hours_id: str
    timezone: str
    week: tuple[tuple[Span, ...], ...]
    holidays: tuple[Holiday, ...] = ()
    workdays: Mapping[date, int] = field(default_factory=dict[date, int])


@dataclass(frozen=True, slots=True)
class NumberHours:
    """Of a number of ours: outside of these hours ``closed_flow_id`` answers."""

    hours_id: str
    closed_flow_id: str
