"""Provisional answers that must not get lost (100rel, RFC 3262), of both sides.

In:  provisional answers to send or received, PRACK requests.
Out: RSeq, repeats until the PRACK, 5xx when it never comes; what a PRACK of ours must name.
"""

from __future__ import annotations

import random
import re
from collections import deque
from collections.abc import Callable

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.timers import Alarm, Timers

_RACK = re.compile(r"\s*(\d{1,10})\s+(\d{1,10})\s+(\S+)\s*")


class ReliableAnswers:
    """Of one INVITE that we answer. One at a time waits for its PRACK, the rest behind it (§3)."""

    def __init__(self, transaction: ServerTransaction, timers: Timers, on_lost: Callable[[], None]) -> None:
        self._transaction = transaction
        self._timers = timers
        self._on_lost = on_lost
        self._alarm = Alarm()
        self._number = random.SystemRandom().randrange(1, 2**31)
        self._line: deque[SipResponse] = deque()  # the first one is on its way
        self._cseq = m.cseq(transaction.request)[0]

    @property
    def owes_description(self) -> bool:
        """A description of ours may not have arrived: no 2xx yet (§3)."""
        return any(response.body for response in self._line)

    def send(self, response: SipResponse) -> None:
        response.headers.append("Require", "100rel")
        self._line.append(response)
        if len(self._line) == 1:
            self._start()

    def acknowledge(self, prack: SipRequest) -> bool:
        """True when this PRACK names what is on its way."""
        named = _RACK.fullmatch(prack.headers.get_first("RAck") or "")
        if not named or not self._line:
            return False
        if (int(named[1]), int(named[2]), named[3].upper()) != (self._number, self._cseq, "INVITE"):
            return False
        self._line.popleft()
        self._alarm.stop()
        self._number += 1
        if self._line:
            self._start()
        return True

    def stop(self) -> None:
        """The final answer is given."""
        self._alarm.stop()
        self._line.clear()

    def _start(self) -> None:
        response = self._line[0]
        response.headers.set_single("RSeq", str(self._number))
        self._transaction.respond(response)
        t = self._timers
        self._alarm.repeat(t.t1_s, t.transaction_s, self._transaction.repeated)  # doubling without an end
        self._alarm.after(t.transaction_s, self._lost)

    def _lost(self) -> None:
        self.stop()
        self._on_lost()


class ReliableSequence:
    """Of one early dialog that answers us: which provisional answers are new (§4)."""

    def __init__(self) -> None:
        self._last: int | None = None

    def rack(self, response: SipResponse) -> str | None:
        """The RAck of the PRACK to send; None for a repeat or one that came too early."""
        word = (response.headers.get_first("RSeq") or "").strip()
        if not (word.isascii() and word.isdigit() and len(word) < 11):
            return None
        number = int(word)
        if self._last is not None and number != self._last + 1:
            return None
        self._last = number
        return f"{number} {m.cseq(response)[0]} INVITE"


def is_reliable(response: SipResponse) -> bool:
    return (
        100 < response.status_code < 200
        and "100rel" in m.options(response, "Require")
        and response.headers.get_first("RSeq") is not None
    )
