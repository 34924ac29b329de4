"""Digest authentication, as server and as client (RFC 7616, RFC 8760).

In:  requests with credentials; challenges of another server.
Out: who it is, or a challenge; a request that answers a challenge.
Nonces carry their own proof (time and random number under an HMAC), so nothing is kept for strangers.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from aiosipua import SipDigestAuth, build_credentials
from aiosipua.headers import AuthChallenge, parse_auth, stringify_auth

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.engine import PhoneAccounts

ALGORITHMS = ("SHA-256", "MD5")  # in the order of preference, RFC 8760 §2.4
_MD5_ONLY_AGENTS = ("baresip",)  # give up on any challenge that also names SHA-256
NONCE_LIFE_S = 300.0
_NONCES_KEPT = 20_000
_LOCKS_KEPT = 20_000


class Verdict(Enum):
    GOOD = auto()
    NONE = auto()  # no credentials for our realm: challenge
    STALE = auto()  # right, but the nonce is old or was used before: challenge with stale=true
    WRONG = auto()
    LOCKED = auto()  # too many wrong answers from there: not even looked at


@dataclass(frozen=True, slots=True)
class Checked:
    verdict: Verdict
    sip_user: str = ""


@dataclass(frozen=True, slots=True)
class LockRule:
    """``tries`` wrong answers for one account from one address lock it for that address."""

    tries: int = 8
    lock_s: float = 60.0


class Watcher(Protocol):
    """Who hears what became of passwords, by the address they came from."""

    def right(self, host: str) -> None: ...

    def wrong(self, host: str, sip_user: str) -> None:
        """Only for answers to a challenge of ours, so that nobody can accuse another's address."""
        ...

    def unproved(self, host: str) -> None:
        """An INVITE brought no password and was challenged."""
        ...


@dataclass(slots=True)
class _Failures:
    count: int = 0
    locked_until_s: float = 0.0


@dataclass(slots=True)
class DigestServer:
    """``clock`` counts seconds monotonically."""

    realm: str
    accounts: PhoneAccounts
    clock: Callable[[], float]
    rule: LockRule = field(default_factory=LockRule)
    watcher: Watcher | None = None
    _key: bytes = field(default_factory=lambda: os.urandom(32))
    _counts: OrderedDict[str, int] = field(default_factory=OrderedDict[str, int])
    _asked: OrderedDict[str, None] = field(default_factory=OrderedDict[str, None])  # Call-IDs
    _failures: OrderedDict[tuple[str, str], _Failures] = field(
        default_factory=OrderedDict[tuple[str, str], _Failures]
    )

    def challenges(self, request: SipRequest, stale: bool = False) -> tuple[tuple[str, str], ...]:
        """WWW-Authenticate headers, one for each algorithm.

        Old phones give up when SHA-256 is offered beside MD5: an account that says so, and one that asks a
        second time without credentials, is offered MD5 alone.
        """
        agent = (request.headers.get_first("User-Agent") or "").lower()
        call_id = m.call_id(request)
        account = self.accounts.find(m.plain(m.from_address(request).uri.user or ""))
        old = (
            (account is not None and account.md5_only)
            or any(name in agent for name in _MD5_ONLY_AGENTS)
            or call_id in self._asked
        )
        if not stale and not request.headers.get("Authorization"):
            self._asked[call_id] = None
            if len(self._asked) > _NONCES_KEPT:
                self._asked.popitem(last=False)
        nonce = self._nonce()
        extra = {"stale": "true"} if stale else {}
        return tuple(
            (
                "WWW-Authenticate",
                stringify_auth(
                    AuthChallenge(
                        "Digest",
                        {"realm": self.realm, "nonce": nonce, "algorithm": name, "qop": "auth", **extra},
                    )
                ),
            )
            for name in (ALGORITHMS[-1:] if old else ALGORITHMS)
        )

    def check(self, request: SipRequest, source: str) -> Checked:
        """Who sent this request from the address ``source``."""
        for raw in request.headers.get("Authorization"):
            given = parse_auth(raw, credentials=True).params
            if given.get("realm") == self.realm:
                self._asked.pop(m.call_id(request), None)
                return self._check(given, request.method, source)
        if request.method == "INVITE" and self.watcher:
            self.watcher.unproved(source)
        return Checked(Verdict.NONE)

    def _check(self, given: dict[str, str], method: str, source: str) -> Checked:
        user = given.get("username", "")[:64]
        lock = self._failures.get((user, source))
        if lock and lock.locked_until_s > self.clock():
            return Checked(Verdict.LOCKED, user)
        account = self.accounts.find(user)
        # An unknown user costs the same work and gets the same answer as a wrong password.
        secret = account.secret if account else self._key.hex()
        right = _response(user, secret, given, method)
        if not (hmac.compare_digest(right, given.get("response", "").lower().encode()) and account):
            self._count_failure((user, source))
            if self.watcher and self._ours(given.get("nonce", "")) is not None:
                self.watcher.wrong(source, user)
            return Checked(Verdict.WRONG, user)
        self._failures.pop((user, source), None)
        if not self._fresh(given):
            return Checked(Verdict.STALE, user)
        if self.watcher:
            self.watcher.right(source)
        return Checked(Verdict.GOOD, user)

    def _nonce(self) -> str:
        body = int(self.clock() * 1000).to_bytes(8, "big") + os.urandom(8)
        return base64.urlsafe_b64encode(body + self._seal(body)).decode()

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")[:14]

    def _fresh(self, given: dict[str, str]) -> bool:
        """Ours, young, and its count higher than any before (RFC 7616 §3.3 "nc")."""
        nonce = given.get("nonce", "")
        made_s = self._ours(nonce)
        try:
            count = int(given.get("nc", "1"), 16)
        except ValueError:
            return False
        if made_s is None or not -1 <= self.clock() - made_s <= NONCE_LIFE_S:
            return False
        if count <= self._counts.get(nonce, 0):
            return False
        self._counts[nonce] = count
        if len(self._counts) > _NONCES_KEPT:
            self._counts.popitem(last=False)
        return True

    def _ours(self, nonce: str) -> float | None:
        """When we made this nonce; None where we did not."""
        try:
            raw = base64.urlsafe_b64decode(nonce)
        except (ValueError, binascii.Error):
            return None
        body = raw[:16]
        if len(raw) != 30 or not hmac.compare_digest(raw[16:], self._seal(body)):
            return None
        return int.from_bytes(body[:8], "big") / 1000

    def _count_failure(self, who: tuple[str, str]) -> None:
        failures = self._failures.setdefault(who, _Failures())
        self._failures.move_to_end(who)
        failures.count += 1
        if failures.count >= self.rule.tries:
            failures.count = 0
            failures.locked_until_s = self.clock() + self.rule.lock_s
        if len(self._failures) > _LOCKS_KEPT:
            self._failures.popitem(last=False)


def _response(user: str, secret: str, given: dict[str, str], method: str) -> bytes:
    """The response that fits the given parameters (RFC 7616 §3.4.1); random when it cannot be computed."""
    algorithm = given.get("algorithm", "MD5")
    digest = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}.get(algorithm.upper())
    if digest is None or given.get("qop", "auth") != "auth":
        return os.urandom(32)

    def h(text: str) -> str:
        return digest(text.encode(errors="replace")).hexdigest()

    middle = given.get("nonce", "")
    if "qop" in given:
        middle += f":{given.get('nc', '')}:{given.get('cnonce', '')}:auth"
    first = h(f"{user}:{given.get('realm', '')}:{secret}")
    last = h(f"{method}:{given.get('uri', '')}")
    return h(f"{first}:{middle}:{last}").encode()


def authorize(request: SipRequest, response: SipResponse, user: str, secret: str) -> SipRequest | None:
    """The request once more, with the strongest answer we know to a 401 or 407 (RFC 3261 §22.2).

    CSeq is one higher, the branch new. None when there is no challenge we can answer or the request
    already carried an answer that was refused.
    """
    proxy = response.status_code == 407
    asked, answered = (
        ("Proxy-Authenticate", "Proxy-Authorization") if proxy else ("WWW-Authenticate", "Authorization")
    )
    challenges = [parse_auth(raw) for raw in response.headers.get(asked)]
    stale = any(c.params.get("stale", "").lower() == "true" for c in challenges)
    if request.headers.get(answered) and not stale:
        return None
    rank = {name: place for place, name in enumerate(ALGORITHMS)}
    known = [c for c in challenges if c.params.get("algorithm", "MD5").upper() in rank]
    for challenge in sorted(known, key=lambda c: rank[c.params.get("algorithm", "MD5").upper()]):
        credentials = build_credentials(SipDigestAuth(user, secret), challenge, request.method, request.uri)
        if credentials is None:
            continue
        again = SipRequest(
            method=request.method, uri=request.uri, headers=request.headers.copy(), body=request.body
        )
        via = m.parse_via(request.headers.get("Via")[0])
        via.branch = m.new_branch()
        again.headers.set_single("Via", m.stringify_via(via))
        again.headers.set_single("CSeq", f"{m.cseq(request)[0] + 1} {request.method}")
        again.headers.set_single(answered, stringify_auth(credentials))
        return again
    return None
