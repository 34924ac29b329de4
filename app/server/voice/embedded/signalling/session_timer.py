"""Session timers: a call that no side keeps fresh is over (RFC 4028).

In:  requests and answers with Session-Expires, time.
Out: the headers of ours, calls of ``refresh`` and ``expired``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.messages import SipMessage, SipRequest, SipResponse
from app.server.voice.embedded.signalling.timers import Alarm

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SessionRule:
    """``expires_s`` 0: sessions of ours have no timer; those of others are honoured all the same."""

    expires_s: int = 1800
    min_s: int = 90


def too_brief(request: SipRequest, rule: SessionRule) -> Headers | None:
    """The headers of a 422 (§9): asked for less than we grant. Only who knows timers can be told."""
    wanted_s = m.seconds_of(request, "Session-Expires")
    if wanted_s is None or wanted_s >= rule.min_s or "timer" not in m.options(request, "Supported"):
        return None
    return (("Min-SE", str(rule.min_s)),)


class SessionTimer:
    """Of one dialog; silent until an answer agrees on an interval."""

    def __init__(self, rule: SessionRule, refresh: Callable[[], None], expired: Callable[[], None]) -> None:
        self._rule = rule
        self._refresh = refresh
        self._expired = expired
        self._alarm = Alarm()
        self._interval_s = 0
        self._min_s = rule.min_s
        self._ours = False

    def asked(self) -> Headers:
        """For a request of ours that opens or refreshes the session (§7.1, §7.4)."""
        if self._interval_s:
            role = "uac" if self._ours else "uas"
            value = f"{self._interval_s};refresher={role}"
        elif self._rule.expires_s:
            value = str(max(self._rule.expires_s, self._min_s))
        else:
            return ()
        return ("Session-Expires", value), ("Min-SE", str(self._min_s))

    def raise_minimum(self, response: SipResponse) -> bool:
        """After a 422: False when the answer does not say how much it wants (§7.3)."""
        wanted_s = m.seconds_of(response, "Min-SE")
        if wanted_s is None or wanted_s <= self._min_s:
            return False
        self._min_s = wanted_s
        if self._interval_s:
            self._interval_s = max(self._interval_s, wanted_s)
        return True

    def answered(self, request: SipRequest) -> Headers:
        """For our 2xx to a request of the peer (§9); the timer runs from now on."""
        knows = "timer" in m.options(request, "Supported") or "timer" in m.options(request, "Require")
        wanted_s = m.seconds_of(request, "Session-Expires")
        self._min_s = max(self._min_s, m.seconds_of(request, "Min-SE") or 0)
        own_s = max(self._interval_s or self._rule.expires_s, self._min_s)
        if wanted_s is None and not (knows and (self._interval_s or self._rule.expires_s)):
            self.stop()
            return ()
        interval_s = own_s if wanted_s is None else min(wanted_s, own_s) if self._rule.expires_s else wanted_s
        if interval_s < self._rule.min_s:  # a proxy asked for it, its caller could not be told (422)
            self.stop()
            return ()
        role = _refresher(request) if knows else "uas"
        if not role:  # nobody said: who did it before goes on, we at first
            role = "uac" if self._interval_s and not self._ours else "uas"
        self._run(interval_s, ours=role == "uas")
        headers: Headers = (("Session-Expires", f"{interval_s};refresher={role}"),)
        return (*headers, ("Require", "timer")) if knows else headers

    def agreed(self, response: SipResponse) -> None:
        """A 2xx to our request (§7.2): without Session-Expires there is no timer (any more)."""
        interval_s = m.seconds_of(response, "Session-Expires")
        if interval_s:
            self._run(interval_s, ours=_refresher(response) != "uas")
        else:
            self.stop()

    def stop(self) -> None:
        self._alarm.stop()
        self._interval_s = 0

    def _run(self, interval_s: int, ours: bool) -> None:
        self._alarm.stop()
        self._interval_s, self._ours = interval_s, ours
        if ours:
            self._alarm.after(interval_s / 2, self._refresh)
            self._alarm.after(interval_s, self._over)  # no refresh got through
        else:
            self._alarm.after(interval_s - min(32, interval_s / 3), self._over)  # §10

    def _over(self) -> None:
        self.stop()
        self._expired()


def _refresher(message: SipMessage) -> str:
    """The party that refreshes: "uac" or "uas" of this request; "" when it is not said."""
    value = (message.headers.get_first("Session-Expires") or "").lower()
    for part in value.split(";")[1:]:
        name, _, role = part.partition("=")
        if name.strip() == "refresher" and role.strip() in ("uac", "uas"):
            return role.strip()
    return ""
