"""Trunks on real sockets: registering, staying registered, finding out who is dead, and choosing ways."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.flows import Flow, server_tls
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.trunk_registration import TrunkTimes
from app.server.voice.embedded.signalling.trunks import Trunks, caller_in, dialled_in
from app.server.voice.engine import NumberRule, SrtpPolicy, TrunkAccount
from app.tasks import Spawner
from tests.doubles.patience import PATIENCE_S
from tests.doubles.sip_house import QUICK, make_certificate
from tests.doubles.sip_provider import Provider
from tests.doubles.sip_wire import until

FAST = TrunkTimes(
    options_s=0.2, answer_s=0.3, again_s=0.05, refused_first_s=0.1, refused_longest_s=0.2, lost_first_s=0.05,
    lost_longest_s=0.1, refresh_s=0.05,
)  # fmt: skip
ANY = (r"\+?\d+",)


@dataclass
class Listed:
    """The accounts, as the directory gives them."""

    accounts: list[TrunkAccount]

    def trunks(self) -> tuple[TrunkAccount, ...]:
        return tuple(self.accounts)


@dataclass
class Bench:
    """Trunks on a stack of their own, and what they say."""

    accounts: list[TrunkAccount] = field(default_factory=list)
    changes: list[tuple[str, bool, str]] = field(default_factory=list)
    invites: list[tuple[SipRequest, Flow]] = field(default_factory=list)
    providers: list[Provider] = field(default_factory=list)

    async def start(self, host: str = "127.0.0.1", times: TrunkTimes = FAST) -> Bench:
        self.stack = SipStack(self._on_request, QUICK)
        self.port = await self.stack.listen_udp(host, 0)
        self.spawner = Spawner("test")
        self.trunks = Trunks(Listed(self.accounts), self._changed, self.spawner, ("192.0.2.0/24",), times)
        return self

    async def provider(self, transport: str = "udp", **options: object) -> Provider:
        host = str(options.pop("host", "127.0.0.1"))
        tls = options.pop("tls", None)
        provider = await Provider(**options).open(transport, host, tls)  # type: ignore[arg-type]
        self.providers.append(provider)
        return provider

    def account(self, provider: Provider, name: str = "one", **changes: object) -> TrunkAccount:
        account = TrunkAccount(name, provider.host, provider.port, numbers_out=ANY)
        if changes.pop("register", False):
            account = replace(account, register=True, username=provider.user, secret=provider.password)
        account = replace(account, **changes)  # type: ignore[arg-type]
        self.accounts.append(account)
        return account

    async def go(self) -> None:
        await self.trunks.start(self.stack)

    async def wait(self, name: str, up: bool, seconds: float = PATIENCE_S) -> str:
        """The sentence that came with the change."""
        await until(lambda: any(change[:2] == (name, up) for change in self.changes), seconds)
        return next(change[2] for change in self.changes if change[:2] == (name, up))

    def _changed(self, trunk_id: str, up: bool, why: str) -> None:
        self.changes.append((trunk_id, up, why))

    def _on_request(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        self.invites.append((request, flow))
        transaction.reply(486)

    async def close(self) -> None:
        await self.trunks.stop()
        await self.spawner.close()
        for provider in self.providers:
            await provider.close()
        await self.stack.close()


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    one = await Bench().start()
    yield one
    await one.close()


@pytest.mark.parametrize("algorithm", ["SHA-256", "MD5"])
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_trunk_registers_with_digest_and_is_up(bench: Bench, transport: str, algorithm: str) -> None:
    provider = await bench.provider(transport, algorithms=(algorithm,))
    bench.account(provider, register=True, transport=transport)
    await bench.go()
    assert await bench.wait("one", True) == ""
    request, _ = provider.registered[0]
    assert f"algorithm={algorithm}" in (request.headers.get_first("Authorization") or "").replace('"', "")
    assert request.headers.get_first("To") == "<sip:trunk-user@127.0.0.1>"
    assert provider.contact().startswith("sip:trunk-user@127.0.0.1:")


async def test_both_digests_offered_the_stronger_is_used(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider, register=True)
    await bench.go()
    await bench.wait("one", True)
    assert "SHA-256" in (provider.registered[0][0].headers.get_first("Authorization") or "")


async def test_a_registration_is_renewed_at_half_its_time_with_a_rising_number(bench: Bench) -> None:
    provider = await bench.provider(granted_s=1)
    bench.account(provider, register=True)
    await bench.go()
    loop = asyncio.get_running_loop()
    await until(lambda: len(provider.registered) == 1)
    begun = loop.time()
    await until(lambda: len(provider.registered) == 3)
    assert 0.8 < loop.time() - begun < 2.0
    numbers = [m.cseq(request)[0] for request, _ in provider.registered]
    assert numbers == sorted(set(numbers))
    assert len({m.call_id(request) for request, _ in provider.registered}) == 1
    assert bench.changes == [("one", True, "")]


async def test_an_interval_too_brief_is_made_longer(bench: Bench) -> None:
    provider = await bench.provider(min_expires_s=1800, granted_s=7000)
    bench.account(provider, register=True)
    await bench.go()
    await bench.wait("one", True)
    assert provider.registered[0][0].headers.get_first("Expires") == "1800"


async def test_a_wrong_password_is_said_and_tried_again_only_after_a_pause(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider, register=True, secret="wrong")
    await bench.go()
    assert "check user name and password" in await bench.wait("one", False)
    begun = len(provider.heard("REGISTER"))
    await until(lambda: len(provider.heard("REGISTER")) > begun)
    assert len(bench.changes) == 1  # said once
    provider.password = "wrong"
    await bench.wait("one", True)


async def test_a_silent_trunk_is_down_after_two_misses_and_up_at_its_first_answer(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider)
    await bench.go()
    await bench.wait("one", True)
    provider.silent = True
    assert "no answer" in await bench.wait("one", False)
    provider.silent = False
    await until(lambda: [change[1] for change in bench.changes] == [True, False, True])


async def test_one_lost_options_changes_nothing(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider)
    provider.answers["OPTIONS"] = deque([200, 503, 200, 503])
    await bench.go()
    await until(lambda: len(provider.heard("OPTIONS")) >= 6)
    assert bench.changes == [("one", True, "")]


async def test_any_answer_to_options_means_that_it_lives(bench: Bench) -> None:
    provider = await bench.provider(answers_options=404)
    bench.account(provider)
    await bench.go()
    await bench.wait("one", True)


async def test_a_provider_that_never_answers_options_is_judged_by_its_registration(bench: Bench) -> None:
    provider = await bench.provider()
    provider.answers["OPTIONS"] = deque([0] * 100)
    bench.account(provider, register=True)
    await bench.go()
    await until(lambda: len(provider.heard("OPTIONS")) >= 3)
    assert bench.changes == [("one", True, "")]


async def test_a_broken_connection_is_opened_again_and_registered_again(bench: Bench) -> None:
    provider = await bench.provider("tcp")
    bench.account(provider, register=True, transport="tcp")
    await bench.go()
    await bench.wait("one", True)
    provider.drop_connections()
    assert "connection was lost" in await bench.wait("one", False)
    await until(lambda: [change[1] for change in bench.changes] == [True, False, True])
    assert len(provider.registered) == 2


async def test_a_registration_is_taken_back_at_the_end(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider, register=True)
    await bench.go()
    await bench.wait("one", True)
    await bench.trunks.stop()
    assert provider.registered[-1][0].headers.get_first("Expires") == "0"


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_stopping_in_the_very_moment_of_an_answer_neither_hangs_nor_registers_again(
    bench: Bench, transport: str
) -> None:
    provider = await bench.provider(transport, granted_s=1)
    bench.account(provider, register=True, transport=transport, options=False)
    for _ in range(10):
        await bench.go()
        known = len(provider.registered)
        await until(lambda known=known: len(provider.registered) > known)  # type: ignore[misc]
        async with asyncio.timeout(2):  # the answer is on its way
            await bench.trunks.stop()
    count = len(provider.heard("REGISTER"))
    await asyncio.sleep(0.7)
    assert len(provider.heard("REGISTER")) == count


async def test_tls_to_a_trunk_is_verified(bench: Bench, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    context = server_tls(str(certificate), str(key), ssl.TLSVersion.TLSv1_2)
    provider = await bench.provider("tls", tls=context)
    bench.account(provider, "good", register=True, transport="tls", tls_ca=str(certificate))
    bench.account(provider, "strange", register=True, transport="tls")
    await bench.go()
    await bench.wait("good", True)
    assert "certificate" in await bench.wait("strange", False)
    assert provider.registered[0][1].secure
    assert provider.contact().endswith(";transport=tls")


async def test_an_unknown_host_is_explained(bench: Bench) -> None:
    bench.accounts.append(TrunkAccount("one", "no-such-host.invalid"))
    await bench.go()
    assert "cannot be found" in await bench.wait("one", False)


async def test_a_host_name_is_looked_up_and_its_addresses_are_trusted(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider, host="localhost")
    await bench.go()
    await bench.wait("one", True)
    assert bench.trunks.is_trunk("127.0.0.1")
    assert not bench.trunks.is_trunk("127.0.0.2")


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_trunk_over_ipv6(transport: str) -> None:
    bench = await Bench().start("::1")
    try:
        provider = await bench.provider(transport, host="::1")
        bench.account(provider, register=True, transport=transport)
        await bench.go()
        await bench.wait("one", True)
        assert provider.contact().startswith("sip:trunk-user@[::1]:")
        assert "[::1]" in (provider.registered[0][0].headers.get("Via")[0])
        assert bench.trunks.ways("13800138000")[0].target.startswith("sip:+8613800138000@[::1]:")
    finally:
        await bench.close()


# --- ways ------------------------------------------------------------------------------------------


async def two_up(bench: Bench, **changes: object) -> None:
    first, second = await bench.provider(), await bench.provider()
    bench.account(first, "first", **{"priority": 1, **changes})
    bench.account(second, "second", priority=2)
    await bench.go()
    await bench.wait("first", True)
    await bench.wait("second", True)


def names(bench: Bench, number: str = "13800138000") -> list[str]:
    return [way.trunk_id for way in bench.trunks.ways(number)]


async def test_ways_go_by_priority_and_leave_out_the_dead(bench: Bench) -> None:
    await two_up(bench)
    assert names(bench) == ["first", "second"]
    bench.providers[0].silent = True
    await bench.wait("first", False)
    assert names(bench) == ["second"]
    bench.providers[1].silent = True
    await bench.wait("second", False)
    assert names(bench) == ["first", "second"]  # none is known to work: better tried than given up


async def test_equal_trunks_share_their_calls_and_a_full_one_is_left_out(bench: Bench) -> None:
    await two_up(bench, priority=2, call_limit=2)
    used: list[str] = []
    for _ in range(5):
        used.append(names(bench)[0])
        bench.trunks.call_began(used[-1])
    assert sorted(used) == ["first"] * 2 + ["second"] * 3
    assert not bench.trunks.has_room("first")
    assert names(bench) == ["second"]
    bench.trunks.call_ended("first")
    assert names(bench) == ["first", "second"]


async def test_a_trunk_takes_only_the_numbers_it_is_meant_for(bench: Bench) -> None:
    await two_up(bench, numbers_out=(r"\+86\d+",))
    assert names(bench) == ["first", "second"]
    assert names(bench, "+442079460000") == ["second"]
    assert names(bench, "sip:evil@example") == []
    bench.accounts[:] = [replace(account, numbers_out=()) for account in bench.accounts]
    await until(lambda: names(bench) == [])


async def test_a_way_says_all_that_a_call_needs(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(
        provider,
        register=True,
        domain="ims.example",
        rules_out=(NumberRule(r"\+86(\d+)", r"0\1"),),
        own_number="+861088886666",
        codecs=("PCMU",),
        srtp=SrtpPolicy.OFF,
    )
    await bench.go()
    await bench.wait("one", True)
    way = bench.trunks.ways("13800138000")[0]
    assert way.target == "sip:013800138000@ims.example"
    assert way.shown_as == "sip:013800138000@ims.example"
    assert way.from_host == "ims.example"
    assert way.caller_number == "01088886666"
    assert way.own_contact.startswith("<sip:trunk-user@127.0.0.1:")
    assert way.credentials is not None
    assert (way.credentials.username, way.credentials.secret) == ("trunk-user", "trunk-secret")
    assert "trunk-secret" not in repr(way)
    assert "trunk-secret" not in repr(bench.accounts)
    assert (way.media.codecs, way.media.srtp) == (("PCMU",), SrtpPolicy.OFF)
    assert bench.trunks.ways("13800138000", "+861088880000")[0].caller_number == "01088880000"


async def test_a_rule_that_cannot_be_used_stops_calls_out_not_the_server(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider, rules_out=(NumberRule("(", "1"),))
    await bench.go()
    await bench.wait("one", True)
    assert names(bench) == []


async def test_a_changed_account_is_taken_over_and_a_removed_one_forgotten(bench: Bench) -> None:
    first, second = await bench.provider(), await bench.provider()
    bench.account(first, register=True)
    await bench.go()
    await bench.wait("one", True)
    bench.trunks.call_began("one")
    bench.accounts[0] = replace(bench.accounts[0], port=second.port, call_limit=1)
    await until(lambda: bool(second.registered))
    assert not bench.trunks.has_room("one")  # the call still runs
    bench.accounts.clear()
    await until(lambda: second.registered[-1][0].headers.get_first("Expires") == "0")
    assert names(bench) == []


# --- where a call came from --------------------------------------------------------------------------


async def source(bench: Bench, provider: Provider, flow: Flow, uri: str, **options: str) -> str:
    known = len(bench.invites)
    await provider.call(flow, uri, **options)  # type: ignore[arg-type]
    request, came_over = bench.invites[known]
    account = bench.trunks.source_of(came_over, request)
    return account.trunk_id if account else ""


async def test_a_call_over_the_registered_connection_is_the_trunks(bench: Bench) -> None:
    provider = await bench.provider("tcp")
    bench.account(provider, register=True, transport="tcp")
    await bench.go()
    await bench.wait("one", True)
    assert await source(bench, provider, provider.registered[0][1], provider.contact()) == "one"


async def test_trunks_of_one_address_are_told_apart(bench: Bench) -> None:
    provider = await bench.provider()
    for number, name in enumerate(("sales", "service", "third")):
        bench.account(
            provider,
            name,
            username=name,
            own_number=f"+86108888000{number}",
            rules_in=(NumberRule(r"0(\d+)", r"+86\1"),),
            domain=f"{name}.example",
        )
    await bench.go()
    await bench.wait("third", True)
    flow = provider.stack.udp_flow("127.0.0.1", bench.port)
    here = f"127.0.0.1:{bench.port}"
    assert await source(bench, provider, flow, f"sip:service@{here}") == "service"
    assert await source(bench, provider, flow, f"sip:01088880002@{here}") == "third"
    assert await source(bench, provider, flow, f"sip:4001@{here}", to="sip:4001@service.example") == "service"
    request, _ = bench.invites[1]
    assert dialled_in(bench.accounts[2], request) == "+861088880002"


async def test_a_stranger_is_no_trunk_and_networks_are_the_default_one(bench: Bench) -> None:
    stranger = await bench.provider()
    await bench.go()
    flow = stranger.stack.udp_flow("127.0.0.1", bench.port)
    assert await source(bench, stranger, flow, f"sip:4001@127.0.0.1:{bench.port}") == ""
    assert bench.trunks.is_trunk("192.0.2.7")
    assert not bench.trunks.is_trunk("198.51.100.1")


async def test_a_call_in_the_clear_is_not_taken_for_one_of_a_tls_trunk(bench: Bench) -> None:
    provider = await bench.provider()
    bench.account(provider, transport="tls", addresses=("127.0.0.1",))
    await bench.go()
    flow = provider.stack.udp_flow("127.0.0.1", bench.port)
    assert await source(bench, provider, flow, f"sip:4001@127.0.0.1:{bench.port}") == ""


async def test_the_called_number_of_a_registered_trunk_stands_in_to(bench: Bench) -> None:
    provider = await bench.provider()
    account = bench.account(
        provider, register=True, rules_in=(NumberRule(r"0(\d+)", r"+86\1"),), own_number="+861066668888"
    )
    await bench.go()
    await bench.wait("one", True)
    flow = provider.stack.udp_flow("127.0.0.1", bench.port)
    assert await source(bench, provider, flow, provider.contact(), to="sip:01088886666@127.0.0.1") == "one"
    assert dialled_in(account, bench.invites[0][0]) == "+861088886666"
    assert await source(bench, provider, flow, provider.contact()) == "one"
    assert dialled_in(account, bench.invites[1][0]) == "+861066668888"
    assert caller_in(account, "013800138000") == "+8613800138000"
