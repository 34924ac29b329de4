"""The gate: scanners and floods are refused before they cost anything.

In:  a new request and the address it came from. Out: let in, told to wait, or not answered at all.
Requests inside a dialog do not pass here.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from app.server.voice.embedded.signalling.messages import SipRequest

_SCANNERS = (
    "friendly-scanner", "sipvicious", "sundayddr", "sip-scan", "sipsak", "sipcli", "iwar", "pplsip",
    "vaxsipuseragent", "smap", "sivus", "gulp", "siparmyknife",
)  # fmt: skip
_ADDRESSES_KEPT = 20_000


class Admission(Enum):
    IN = auto()
    WAIT = auto()  # 503 with Retry-After
    IGNORE = auto()  # an answer would only tell that we are here


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_s: float


class Gate:
    """A bucket of requests for each address, refilled all the time; ``clock`` counts seconds."""

    def __init__(self, per_s: float, trunk_per_s: float, clock: Callable[[], float]) -> None:
        self._trunks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        self._per_s = per_s
        self._trunk_per_s = trunk_per_s
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def trust(self, trunks: tuple[str, ...]) -> None:
        """Addresses or networks of trunks. Raises ValueError with the one that is none."""
        self._trunks = [ipaddress.ip_network(text, strict=False) for text in trunks]

    def is_trunk(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address.version == net.version and address in net for net in self._trunks)

    def admit(self, request: SipRequest, host: str) -> Admission:
        agent = (request.headers.get_first("User-Agent") or "").lower()
        if any(name in agent for name in _SCANNERS):
            return Admission.IGNORE
        rate = self._trunk_per_s if self.is_trunk(host) else self._per_s
        now_s = self._clock()
        bucket = self._buckets.get(host)
        if bucket is None:
            bucket = self._buckets[host] = _Bucket(3 * rate, now_s)
            if len(self._buckets) > _ADDRESSES_KEPT:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(host)
        bucket.tokens = min(3 * rate, bucket.tokens + rate * (now_s - bucket.at_s))
        bucket.at_s = now_s
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Admission.IN
        bucket.tokens = max(-3 * rate, bucket.tokens - 1)  # who goes on in spite of it is not answered
        return Admission.WAIT if bucket.tokens > -rate else Admission.IGNORE
