"""All trunks: which of them a call may take out, and which one a call came from.

In:  trunk accounts (asked again every few seconds), numbers, INVITEs from outside.
Out: ways in the order to try them; the account behind an INVITE; ``on_trunk`` on each change.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import hostport, own_contact
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.number_rules import (
    NumberRuleError,
    allowed,
    check_pattern,
    check_rule,
    dialled_to_e164,
    rewrite,
)
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.trunk_line import TrunkLine, TrunkState
from app.server.voice.embedded.signalling.trunk_registration import (
    TrunkTimes,
    contact_user,
    domain_of,
    trunk_uri,
)
from app.server.voice.embedded.signalling.ways import Credentials, MediaPolicy, Way
from app.server.voice.engine import TrunkAccount, TrunkAccounts
from app.tasks import Spawner

log = logging.getLogger(__name__)

DEFAULT_TRUNK = "default"
GOODBYE_S = 0.5


class NoTrunks:
    """Implements TrunkAccounts for an engine that has none."""

    def trunks(self) -> tuple[TrunkAccount, ...]:
        return ()


class Trunks:
    """``addresses``: hosts and networks trusted without an account; they make up the trunk "default"."""

    def __init__(
        self,
        accounts: TrunkAccounts,
        on_trunk: Callable[[str, bool, str], None],
        spawner: Spawner,
        addresses: tuple[str, ...] = (),
        times: TrunkTimes | None = None,
    ) -> None:
        self._accounts = accounts
        self._on_trunk = on_trunk
        self._spawner = spawner
        self._default = TrunkAccount(DEFAULT_TRUNK, host="", addresses=addresses)
        self._times = times or TrunkTimes()
        self._stack: SipStack | None = None
        self._lines: dict[str, TrunkLine] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._refresher: asyncio.Task[None] | None = None

    async def start(self, stack: SipStack) -> None:
        """``stack`` has its sockets open already. The accounts' host names are looked up afterwards."""
        self._stack = stack
        self.refresh()
        self._refresher = self._spawner.spawn(self._keep_fresh(), "trunk accounts")

    async def stop(self) -> None:
        """Take registrations back, at most ``GOODBYE_S``."""
        for line in self._lines.values():
            line.over = True
        tasks = [*self._tasks.values(), *([self._refresher] if self._refresher else [])]
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        lines, self._lines = list(self._lines.values()), {}
        await asyncio.gather(*(line.leave(GOODBYE_S) for line in lines))

    def refresh(self) -> None:
        """Make the lines what the accounts say; a changed account begins anew, its calls go on."""
        assert self._stack is not None
        wanted = {account.trunk_id: _usable(account) for account in (*self._accounts.trunks(), self._default)}
        for trunk_id in [known for known in self._lines if known not in wanted]:
            self._end(self._lines.pop(trunk_id))
            log.info("trunk %s is taken away", trunk_id)
        for trunk_id, account in wanted.items():
            old = self._lines.get(trunk_id)
            if old and old.account == account:
                continue
            line = TrunkLine(account, self._stack, self._times, self._on_trunk)
            if old:
                line.calls = old.calls
                self._end(old)
            self._lines[trunk_id] = line
            self._tasks[trunk_id] = self._spawner.spawn(line.run(), f"trunk {trunk_id}")

    def _end(self, line: TrunkLine) -> None:
        line.over = True
        if task := self._tasks.pop(line.account.trunk_id, None):
            task.cancel()
        self._spawner.spawn(line.leave(GOODBYE_S), f"leave trunk {line.account.trunk_id}")

    async def _keep_fresh(self) -> None:
        while True:
            await asyncio.sleep(self._times.refresh_s)
            self.refresh()

    # --- out ---------------------------------------------------------------------------------------

    def ways(self, number: str, caller_number: str = "") -> list[Way]:
        """The trunks that may take a call to ``number``, the one to try first in front.

        ``number`` as dialled or in E.164; ``caller_number`` "" : each trunk's own. Empty: no trunk may.
        """
        wanted = dialled_to_e164(number)
        fit = [
            (line, line.flow)
            for line in self._lines.values()
            if wanted and line.flow and line.flow.alive and line.has_room and _may_go(line.account, wanted)
        ]
        up = [(line, flow) for line, flow in fit if line.state is TrunkState.UP]
        in_order = sorted(up or fit, key=lambda each: (each[0].account.priority, each[0].calls))
        return [_way(line.account, flow, wanted, caller_number) for line, flow in in_order]

    def leads_out(self, number: str) -> bool:
        """Whether some trunk may be used for this number, up or not."""
        wanted = dialled_to_e164(number)
        return bool(wanted) and any(_may_go(line.account, wanted) for line in self._lines.values())

    # --- in ----------------------------------------------------------------------------------------

    def source_of(self, flow: Flow, request: SipRequest) -> TrunkAccount | None:
        """Which trunk this INVITE came from; None: from no trunk."""
        lines = [line for line in self._lines.values() if line.is_source(flow)]
        named = [line for line in lines if line.account.trunk_id != DEFAULT_TRUNK] or lines
        if not named:
            return None
        return max(named, key=lambda line: _likeness(line, flow, request)).account

    def is_trunk(self, host: str) -> bool:
        """Whether an address is a trunk's, of whatever kind."""
        return any(line.has_address(host) for line in self._lines.values())

    def has_room(self, trunk_id: str) -> bool:
        """Whether one more call may run over it."""
        line = self._lines.get(trunk_id)
        return line is not None and line.has_room

    def flow_of(self, trunk_id: str) -> Flow | None:
        """The way to a trunk as it is now, for a call whose connection is gone."""
        line = self._lines.get(trunk_id)
        return line.flow if line and line.flow and line.flow.alive else None

    def call_began(self, trunk_id: str) -> None:
        if line := self._lines.get(trunk_id):
            line.calls += 1

    def call_ended(self, trunk_id: str) -> None:
        line = self._lines.get(trunk_id)
        if line and line.calls:
            line.calls -= 1

    def states(self) -> dict[str, TrunkState]:
        """For showing; the built-in trunk has none."""
        return {name: line.state for name, line in self._lines.items() if line.account.host}


def dialled_in(account: TrunkAccount, request: SipRequest) -> str:
    """The number that was called, by the trunk's rules.

    A provider we register at may send every call to our Contact; the number then stands in To.
    """
    user = m.user_of(request.uri)
    if account.register and user == contact_user(account):
        user = m.header_user(request.headers.get_first("To") or "") or user
        if user == contact_user(account) and account.own_number:
            return account.own_number
    return rewrite(account.rules_in, user)


def caller_in(account: TrunkAccount, number: str) -> str:
    """The caller's number by the trunk's rules."""
    return rewrite(account.rules_in, number)


@lru_cache(maxsize=64)
def _usable(account: TrunkAccount) -> TrunkAccount:
    """The account; without any rules, and so without calls out, where one of them cannot be used."""
    try:
        for rule in (*account.rules_in, *account.rules_out):
            check_rule(rule)
        for pattern in account.numbers_out:
            check_pattern(pattern)
    except NumberRuleError as error:
        log.error("trunk %s takes no calls out until its rules are put right: %s", account.trunk_id, error)
        return replace(account, rules_in=(), rules_out=(), numbers_out=())
    return account


def _may_go(account: TrunkAccount, number: str) -> bool:
    return bool(account.host) and allowed(account.numbers_out, number)


def _way(account: TrunkAccount, flow: Flow, number: str, caller_number: str) -> Way:
    sent = quote(rewrite(account.rules_out, number), safe="+*")
    own_place = domain_of(account) if account.username else hostport(flow.local[0], None)
    return Way(
        flow=flow,
        target=trunk_uri(account, sent),
        shown_as=f"sip:{sent}@{domain_of(account)}",
        own_contact=own_contact(flow, contact_user(account)),
        from_host=own_place,
        trunk_id=account.trunk_id,
        caller_number=rewrite(account.rules_out, caller_number or account.own_number),
        credentials=Credentials(account.username, account.secret) if account.username else None,
        media=MediaPolicy(account.codecs, account.srtp),
    )


def _likeness(line: TrunkLine, flow: Flow, request: SipRequest) -> tuple[bool, bool, bool, bool]:
    """How well an INVITE fits one of several trunks of the same address."""
    account = line.account
    place = domain_of(account).lower()
    to, sender = m.to_address(request).uri, m.from_address(request).uri
    called = m.user_of(request.uri)
    return (
        flow.reliable and flow == line.flow,
        bool(account.username) and called == contact_user(account),
        bool(account.own_number) and account.own_number == dialled_in(account, request),
        place in (to.host.lower(), sender.host.lower())
        or (bool(account.username) and to.user == account.username),
    )
