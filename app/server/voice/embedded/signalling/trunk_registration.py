"""Our registration at a provider, kept for as long as its flow lives (RFC 3261 §10.2, RFC 5626 §4.5).

In:  an account, a flow. Out: REGISTER with digest, again at half the granted time; whether it holds.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog, hostport, own_contact
from app.server.voice.embedded.signalling.digest import authorize
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.engine import TrunkAccount

_CHALLENGES = 3  # answered in a row; a server that always finds our answer stale is not asked for ever
_LONGEST_EXPIRES_S = 7200


@dataclass(frozen=True, slots=True)
class TrunkTimes:
    """``refused``: pauses after a refusal; ``lost``: after no answer or a broken connection. Both double."""

    expires_s: int = 600
    options_s: float = 30.0
    answer_s: float = 8.0
    again_s: float = 5.0  # after the first unanswered OPTIONS
    refused_first_s: float = 30.0
    refused_longest_s: float = 300.0
    lost_first_s: float = 2.0
    lost_longest_s: float = 30.0
    refresh_s: float = 5.0  # how soon a changed account is noticed


@dataclass(slots=True)
class Backoff:
    """Pauses that double; up to half is left out by chance, so that many do not come at once."""

    first_s: float
    longest_s: float
    _next_s: float = field(init=False, default=0.0)

    def next_s(self) -> float:
        pause_s = self._next_s or self.first_s
        self._next_s = min(2 * pause_s, self.longest_s)
        return pause_s * random.uniform(0.5, 1.0)

    def reset(self) -> None:
        self._next_s = 0.0


async def ask(
    stack: SipStack, request: SipRequest, flow: Flow, limit_s: float, account: TrunkAccount
) -> tuple[SipResponse, SipRequest]:
    """The final answer and the request it is for, challenges answered; a 408 of ours after ``limit_s``."""
    answered: asyncio.Future[SipResponse] = asyncio.get_running_loop().create_future()
    sent: list[ClientTransaction] = []

    def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
        code = response.status_code
        if code < 200 or answered.done():
            return
        if code in (401, 407) and account.username and len(sent) <= _CHALLENGES:
            again = authorize(transaction.request, response, account.username, account.secret)
            if again is not None:
                sent.append(stack.send(again, flow, on_response))
                return
        answered.set_result(response)

    sent.append(stack.send(request, flow, on_response))
    try:
        # Not wait_for: before Python 3.12 it may swallow a cancellation that meets the answer.
        async with asyncio.timeout(limit_s):
            return await answered, sent[-1].request
    except TimeoutError:
        return m.local_response(sent[-1].request, 408, "no answer"), sent[-1].request
    finally:
        if not answered.done() or answered.cancelled():
            sent[-1].abandon()


def contact_user(account: TrunkAccount) -> str:
    """By which a provider that sends calls to our Contact tells them apart."""
    return m.plain(account.username) or m.plain(account.own_number.lstrip("+")) or "seatline"


def domain_of(account: TrunkAccount) -> str:
    """What stands behind the @ of our addresses there."""
    return account.domain or hostport(account.host, None)


def trunk_uri(account: TrunkAccount, user: str = "") -> str:
    """A Request-URI at the trunk; without user the trunk itself."""
    usual = 5061 if account.transport == "tls" else 5060
    place = account.domain or hostport(account.host, None if account.port == usual else account.port)
    transport = "" if account.transport == "udp" else f";transport={account.transport}"
    return f"sip:{user}@{place}{transport}" if user else f"sip:{place}{transport}"


class Registration:
    """``on_state(registered, why)`` is called on each word of the provider; ``why`` for a person."""

    def __init__(
        self,
        account: TrunkAccount,
        stack: SipStack,
        flow: Flow,
        times: TrunkTimes,
        on_state: Callable[[bool, str], None],
    ) -> None:
        self._account = account
        self._stack = stack
        self._flow = flow
        self._times = times
        self._on_state = on_state
        self._expires_s = times.expires_s
        self._valid_until_s = 0.0
        address = m.name_address(f"sip:{m.plain(account.username)}@{domain_of(account)}")
        self._dialog = Dialog(
            call_id=f"{m.new_tag()}{m.new_tag()}",
            local_tag=m.new_tag(),
            local=address,
            remote=address,
            remote_target=trunk_uri(account),
            contact=own_contact(flow, contact_user(account)),
        )

    async def run(self) -> None:
        """Register and stay registered, until cancelled."""
        loop = asyncio.get_running_loop()
        refused = Backoff(self._times.refused_first_s, self._times.refused_longest_s)
        lost = Backoff(self._times.lost_first_s, self._times.lost_longest_s)
        while True:
            response = await self._register(self._expires_s)
            code = response.status_code
            if 200 <= code < 300 and (granted_s := self._granted_s(response)):
                refused.reset()
                lost.reset()
                self._valid_until_s = loop.time() + granted_s
                self._on_state(True, "")
                await asyncio.sleep(granted_s / 2)
            elif code == 423 and self._takes_longer(response):
                continue
            elif code in (408, 500, 502, 503, 504):
                if loop.time() >= self._valid_until_s:
                    self._on_state(False, refusal("REGISTER", response))
                await asyncio.sleep(max(lost.next_s(), _retry_after_s(response, self._times)))
            else:
                self._valid_until_s = 0.0
                self._on_state(False, refusal("REGISTER", response))
                await asyncio.sleep(max(refused.next_s(), _retry_after_s(response, self._times)))

    async def take_back(self, limit_s: float) -> None:
        """Calls are not to be sent here any more."""
        if asyncio.get_running_loop().time() < self._valid_until_s:
            self._valid_until_s = 0.0
            await self._register(0, limit_s)

    async def _register(self, expires_s: int, limit_s: float = 0.0) -> SipResponse:
        request = self._dialog.request("REGISTER", self._flow, headers=(("Expires", str(expires_s)),))
        limit_s = limit_s or self._times.answer_s
        response, asked = await ask(self._stack, request, self._flow, limit_s, self._account)
        self._dialog.local_cseq = m.cseq(asked)[0]
        return response

    def _granted_s(self, response: SipResponse) -> int:
        """How long our Contact is kept; other phones of the same account may be listed beside it."""
        own = m.parse_address(self._dialog.contact).uri
        granted = response.headers.get_first("Expires")
        for raw in response.headers.get("Contact"):
            contact = m.parse_address(raw)
            if (contact.uri.user, contact.uri.host, contact.uri.port) == (own.user, own.host, own.port):
                granted = contact.params.get("expires") or granted
        return _seconds(granted, self._expires_s)

    def _takes_longer(self, response: SipResponse) -> bool:
        """Interval Too Brief (RFC 3261 §10.3): ask for as long as the provider wants."""
        wanted_s = _seconds(response.headers.get_first("Min-Expires"), 0)
        if not self._expires_s < wanted_s <= _LONGEST_EXPIRES_S:
            return False
        self._expires_s = wanted_s
        return True


def refusal(method: str, response: SipResponse) -> str:
    """What went wrong, in a sentence that says where to look."""
    code = response.status_code
    match code:
        case 408:
            return "no answer: check host, port, transport and firewall"
        case 401 | 407 | 403:
            return f"refused with {code}: check user name and password, and that this address may register"
        case 404:
            return f"refused with {code}: the provider does not know this user name or domain"
        case _:
            return f"{method} was answered {code} {m.plain(response.reason_phrase)}"


def _retry_after_s(response: SipResponse, times: TrunkTimes) -> float:
    text = (response.headers.get_first("Retry-After") or "").partition("(")[0].partition(";")[0].strip()
    return min(_seconds(text, 0), times.refused_longest_s)


def _seconds(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise
