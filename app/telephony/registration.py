"""Keeps the phone registered: says when to try again and what to tell the desktop, once per change.

In:  answers of the registrar, the tunnel's state, the monotonic clock.
Out: ``due`` (time to send REGISTER) and Registered events. Nothing here knows a socket.
"""

from __future__ import annotations

from collections.abc import Callable

from app.telephony.ports import Registered
from app.telephony.tunnel import TunnelState

# How soon to try again, by problem. A server that comes back must have its phones within a second.
RETRY_S: dict[str, float] = {"unreachable": 0.35, "expired": 0.35, "certificate": 5.0, "refused": 30.0}
RETRY_JITTER_S = 0.3  # so that a thousand desktops do not knock at the same moment
LONGEST_WISH_S = 300.0  # how far a server's Retry-After is followed
NO_ANSWER_S = 12.0  # a server that took the REGISTER and says nothing

_REFUSALS = frozenset({401, 403, 404, 407, 423})


class RegistrationKeeper:
    def __init__(self, jitter: Callable[[], float]) -> None:
        """``jitter`` gives a number between 0 and 1."""
        self._jitter = jitter
        self._next_try_s: float | None = None
        self._was_ok = False
        self._said: tuple[bool, str] | None = None
        self._tunnel_problem = ""
        self._tunnel_detail = ""

    @property
    def registered(self) -> bool:
        return self._was_ok

    def begin(self, now_s: float) -> None:
        """New account data: register now and report afresh."""
        self._next_try_s = now_s
        self._was_ok = False
        self._said = None
        self._tunnel_problem = ""

    def due(self, now_s: float) -> bool:
        """True once when it is time to send REGISTER; the next one then waits for what comes of it."""
        if self._next_try_s is None or now_s < self._next_try_s:
            return False
        self._next_try_s = now_s + NO_ANSWER_S
        return True

    def on_tunnel(self, state: TunnelState, detail: str, now_s: float) -> Registered | None:
        match state:
            case TunnelState.UP:
                self._tunnel_problem = ""
                return None
            case TunnelState.UNREACHABLE:
                return self._trouble("unreachable", detail, now_s, tunnel=True)
            case TunnelState.CERTIFICATE:
                return self._trouble("certificate", detail, now_s, tunnel=True)
            case TunnelState.DOWN:
                # While a REGISTER is on its way, its own answer tells what became of it.
                return self._trouble("unreachable", detail, now_s) if self._was_ok else None

    def on_answer(
        self, sip_status: int, reason: str, now_s: float, retry_after_s: float = 0.0
    ) -> Registered | None:
        """The registrar's answer; PJSIP reports its own troubles as 408 and 5xx.

        ``retry_after_s``: the server's wish (RFC 3261 §20.33), as after too many wrong passwords.
        """
        if 200 <= sip_status < 300:
            self._was_ok = True
            self._next_try_s = None  # PJSIP renews by itself
            return self._say(True, "", "")
        detail = f"{sip_status} {reason}".strip()
        if self._tunnel_problem:
            return self._trouble(self._tunnel_problem, self._tunnel_detail, now_s)
        if retry_after_s > 0:
            told = self._trouble("refused", detail, now_s)
            self._next_try_s = now_s + min(retry_after_s, LONGEST_WISH_S) + self._jitter()
            return told
        if sip_status in _REFUSALS:
            return self._trouble("refused", detail, now_s)
        if sip_status == 408 and self._was_ok:
            return self._trouble("expired", detail, now_s)
        return self._trouble("unreachable", detail, now_s)

    def _trouble(self, problem: str, detail: str, now_s: float, tunnel: bool = False) -> Registered | None:
        if tunnel:
            self._tunnel_problem, self._tunnel_detail = problem, detail
        self._was_ok = False
        self._next_try_s = now_s + RETRY_S[problem] + self._jitter() * RETRY_JITTER_S
        return self._say(False, problem, detail)

    def _say(self, ok: bool, problem: str, detail: str) -> Registered | None:
        if self._said == (ok, problem):
            return None
        self._said = (ok, problem)
        return Registered(ok=ok, problem=problem, detail=detail)
