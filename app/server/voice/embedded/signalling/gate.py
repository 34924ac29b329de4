"""The gate: scanners, guessers and floods are refused before they cost anything.

In:  the source of each datagram and connection, new requests, what became of passwords.
Out: let in, told to wait, not answered, or (for a source that is shut out) not even read.
Requests inside a dialog pass ``admit`` by, but not ``passes``.
"""

from __future__ import annotations

import ipaddress
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeVar

from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.nat import source_key

log = logging.getLogger(__name__)

_SCANNERS = (
    "friendly-scanner", "friendly-request", "sipvicious", "sundayddr", "sip-scan", "sipsak", "sipcli", "iwar",
    "pplsip", "vaxsipuseragent", "smap", "sivus", "gulp", "siparmyknife", "svmap", "svwar", "svcrack",
    "masscan", "zgrab", "nmap",
)  # fmt: skip
_SOURCES_KEPT = 20_000
T = TypeVar("T")


class Admission(Enum):
    IN = auto()
    WAIT = auto()  # 503 with Retry-After
    IGNORE = auto()  # an answer would only tell that we are here


@dataclass(frozen=True, slots=True)
class GateRule:
    """What shuts a source out. A shut-out lasts ``first_s``, and twice as long each further time."""

    first_s: float = 600.0
    longest_s: float = 86_400.0
    pause_s: float = 1.0  # a stranger beyond his rate is not read for so long
    pauses: int = 5  # so many of them within the window are a flood
    wrong_passwords: int = 20
    users_tried: int = 5  # wrong passwords for so many users
    unproved_calls: int = 10  # INVITEs whose sender never shows a password
    window_s: float = 60.0  # misdeeds older than this are forgotten
    remembered_s: float = 7 * 86_400.0  # a shut-out this long ago no longer lengthens the next
    vouched_s: float = 7_200.0  # a right password makes its source familiar for so long
    familiar_factor: float = 10.0  # a familiar source (an office full of phones) may send so much more
    strangers_per_s: float = 300.0  # all strangers together; beyond it only familiar sources are read


@dataclass(slots=True)
class _Bucket:
    """Holds at most 3 s of its rate; below zero: how much more was tried."""

    tokens: float
    at_s: float

    def take(self, rate: float, now_s: float) -> float:
        self.tokens = min(3 * rate, self.tokens + rate * (now_s - self.at_s))
        self.at_s = now_s
        self.tokens = max(-3 * rate, self.tokens - 1)
        return self.tokens


@dataclass(slots=True)
class _Record:
    since_s: float
    pauses: int = 0
    wrong: int = 0
    unproved: int = 0
    users: set[str] = field(default_factory=set[str])


class Gate:
    """``clock`` counts seconds. A trunk is never shut out, a familiar source only warned of in the log."""

    def __init__(
        self, per_s: float, trunk_per_s: float, clock: Callable[[], float], rule: GateRule | None = None
    ) -> None:
        self._trunks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        self._per_s = per_s
        self._trunk_per_s = trunk_per_s
        self._clock = clock
        self._rule = rule or GateRule()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._strangers = _Bucket(3 * self._rule.strangers_per_s, clock())
        self._records: OrderedDict[str, _Record] = OrderedDict()
        self._vouched: OrderedDict[str, float] = OrderedDict()
        self._shut: OrderedDict[str, float] = OrderedDict()  # until when
        self._history: OrderedDict[str, tuple[int, float]] = (
            OrderedDict()
        )  # shut-outs so far, end of the last
        self._crowded_until_s = 0.0
        self.trunk_at: Callable[[str], bool] = lambda _host: False  # further trunks, by address

    def trust(self, trunks: tuple[str, ...]) -> None:
        """Addresses or networks of trunks. Raises ValueError with the one that is none."""
        self._trunks = [ipaddress.ip_network(text, strict=False) for text in trunks]

    def is_trunk(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        known = any(address.version == net.version and address in net for net in self._trunks)
        return known or self.trunk_at(host)

    def is_familiar(self, host: str) -> bool:
        """A trunk, or somebody there knew a password not long ago."""
        until_s = self._vouched.get(source_key(host))
        return (until_s is not None and self._clock() < until_s) or self.is_trunk(host)

    # --- before anything is read -----------------------------------------------------------------

    def passes(self, host: str) -> bool:
        """Whether a datagram or connection from there is looked at. Nothing may be cheaper."""
        key = source_key(host) if ":" in host else host
        until_s = self._shut.get(key)
        if until_s is not None:
            if self._clock() < until_s:
                return False
            del self._shut[key]
        return not self._crowded_until_s or self._passes_in_a_crowd(host)

    def _passes_in_a_crowd(self, host: str) -> bool:
        if self._clock() >= self._crowded_until_s:
            self._crowded_until_s = 0.0
            return True
        return self.is_familiar(host)

    # --- new requests ----------------------------------------------------------------------------

    def admit(self, request: SipRequest, host: str) -> Admission:
        agent = (request.headers.get_first("User-Agent") or "").lower()
        if any(name in agent for name in _SCANNERS):
            self._accuse(host, f"a scanner ({agent[:40]!r})")
            return Admission.IGNORE
        return self.count(host)

    def rubbish(self, host: str) -> None:
        """What came from there was no message, or belongs to nothing that we know."""
        self.count(host)

    def count(self, host: str) -> Admission:
        """One more message that only costs us."""
        trunk = self.is_trunk(host)
        familiar = trunk or self.is_familiar(host)
        rate = self._trunk_per_s if trunk else self._per_s * (self._rule.familiar_factor if familiar else 1)
        now_s = self._clock()
        key = source_key(host)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = _kept(self._buckets, key, _Bucket(3 * rate, now_s))
        else:
            self._buckets.move_to_end(key)
        left = bucket.take(rate, now_s)
        if left >= 0:
            return Admission.IN if familiar else self._among_strangers(now_s)
        if left > -rate:
            return Admission.WAIT
        if not familiar:
            self._pause(host, now_s)
        return Admission.IGNORE

    def _among_strangers(self, now_s: float) -> Admission:
        if self._strangers.take(self._rule.strangers_per_s, now_s) >= 0:
            return Admission.IN
        self._crowded_until_s = now_s + self._rule.pause_s
        return Admission.IGNORE

    def _pause(self, host: str, now_s: float) -> None:
        """He goes on in spite of the 503: not read for a moment; shut out if he does not learn."""
        record = self._record(host, now_s)
        record.pauses += 1
        bucket = self._buckets.get(source_key(host))
        if bucket:
            bucket.tokens = 0.0
        if record.pauses >= self._rule.pauses:
            self._accuse(host, "a flood")
        else:
            _kept(self._shut, source_key(host), now_s + self._rule.pause_s)

    # --- what became of passwords (``digest.Watcher``) ---------------------------------------------

    def right(self, host: str) -> None:
        key = source_key(host)
        self._records.pop(key, None)
        _kept(self._vouched, key, self._clock() + self._rule.vouched_s)

    def wrong(self, host: str, sip_user: str) -> None:
        record = self._record(host, self._clock())
        record.wrong += 1
        if len(record.users) < self._rule.users_tried:
            record.users.add(sip_user)
        if record.wrong >= self._rule.wrong_passwords or len(record.users) >= self._rule.users_tried:
            self._accuse(host, f"{record.wrong} wrong passwords for {len(record.users)} users")

    def unproved(self, host: str) -> None:
        """A call without a password was challenged. A phone answers the challenge, a scanner does not."""
        record = self._record(host, self._clock())
        record.unproved += 1
        if record.unproved >= self._rule.unproved_calls:
            self._accuse(host, "calls without a password")

    # --- shutting out ----------------------------------------------------------------------------

    def _record(self, host: str, now_s: float) -> _Record:
        key = source_key(host)
        record = self._records.get(key)
        if record is None or now_s - record.since_s > self._rule.window_s:
            record = _kept(self._records, key, _Record(now_s))
        return record

    def _accuse(self, host: str, why: str) -> None:
        key = source_key(host)
        if self.is_familiar(host):
            if self._records.pop(key, None) is not None:
                log.warning("%s: %s, but it is a trunk or its phones are registered", host, why)
            return
        now_s = self._clock()
        times, over_at_s = self._history.get(key, (0, 0.0))
        if now_s - over_at_s > self._rule.remembered_s:
            times = 0
        for_s = min(self._rule.first_s * 2**times, self._rule.longest_s)
        _kept(self._history, key, (min(times + 1, 20), now_s + for_s))
        _kept(self._shut, key, now_s + for_s)
        self._records.pop(key, None)
        log.warning("%s is shut out for %d min: %s", key, round(for_s / 60), why)

    def is_shut(self, host: str) -> bool:
        """Shut out or told to pause; for tests and for showing."""
        return self._clock() < self._shut.get(source_key(host), 0.0)


def _kept(kept: OrderedDict[str, T], key: str, value: T) -> T:
    """Note it as the newest; the oldest goes where there are too many."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _SOURCES_KEPT:
        kept.popitem(last=False)
    return value
