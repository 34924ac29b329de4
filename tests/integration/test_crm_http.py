"""The desktop's HTTP line against a server on a real port: signing in, certificates, failures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.contracts.calls import CallResult
from app.contracts.customers import NewCustomer
from app.contracts.people import StateWish
from app.contracts.tickets import NewTicket
from app.crm_client.errors import (
    AnswerNotUnderstood,
    CertificateChanged,
    CertificateUnknown,
    NotSignedIn,
    Refused,
    SignInFailed,
    SignInLocked,
    Unreachable,
)
from app.crm_client.http import CrmClient
from app.crm_client.trust import TrustStore
from tests.doubles.fake_crm import PASSWORD, FakeCrm
from tests.doubles.fake_crm_content import CUSTOMER_ID
from tests.doubles.fake_crm_listener import throw_away_certificate


@pytest.fixture
def crm() -> Iterator[FakeCrm]:
    with FakeCrm() as server:
        yield server


@pytest.fixture
def secure() -> Iterator[FakeCrm]:
    with FakeCrm(tls=True) as server:
        yield server


@pytest.fixture
async def client(crm: FakeCrm, tmp_path: Path) -> AsyncIterator[CrmClient]:
    made = CrmClient(crm.url, TrustStore(tmp_path / "trust.json"), timeout_s=1.0)
    await made.sign_in("1001", PASSWORD)
    yield made
    await made.close()


async def test_a_shift_over_http(crm: FakeCrm, client: CrmClient) -> None:
    desk = await client.me()
    assert (desk.user.display_name, desk.company) == ("王芳", "晨光家居")
    assert (await client.set_state(StateWish(state="READY"))).state == "READY"
    assert [queue.name.zh for queue in await client.queues()] == ["售后", "售前", "投诉与建议"]
    crm.offer()
    call = crm.answer()
    await client.hold(call.call_id)
    assert crm.current_call is not None and crm.current_call.state == "HELD"
    await client.resume(call.call_id)
    await client.hang_up(call.call_id)
    view = await client.put_result(call.call_id, CallResult(outcome="resolved", note="好", finish=True), "k1")
    assert (view.result, crm.agent.state) == ("resolved", "READY")
    offer = crm.offer()
    await client.decline(offer.offer_id)
    assert crm.current_offer is None


async def test_customers_and_tickets(crm: FakeCrm, client: CrmClient) -> None:
    file = await client.customer_file(CUSTOMER_ID)
    assert file.customer is not None and file.customer.name == "李明"
    assert (await client.customer_by_number("+86 138 0000 1234")).customer == file.customer
    assert (await client.customer_by_number("+86 021/?#5678")).number == "+86 021-?#5678"
    assert [found.name for found in await client.search_customers("李&q=x明")] == []
    assert [found.name for found in await client.search_customers("李明")] == ["李明"]
    new = await client.create_customer(NewCustomer(name="赵敏", number="13900000000"), "k2")
    assert (await client.customer_file(new.customer_id)).customer == new
    ticket = await client.create_ticket(NewTicket(type="repair", title="铰链", customer_id=CUSTOMER_ID), "k3")
    assert (ticket.customer_name, ticket.status) == ("李明", "NEW")
    assert (await client.recording_audio("rec-1")).startswith(b"OggS")


async def test_lists_are_read_page_by_page(crm: FakeCrm, client: CrmClient) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await client.my_calls(cursor, limit=25)
        seen += [call.call_id for call in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [call.call_id for call in crm.past_calls]
    first = await client.timeline(CUSTOMER_ID, None)
    second = await client.timeline(CUSTOMER_ID, first.next_cursor)
    kept = crm.files[CUSTOMER_ID].timeline
    assert len(second.items) > 0 and second.next_cursor is None
    assert [item.item_id for item in first.items + second.items] == [item.item_id for item in kept]


async def test_a_wrong_password_and_a_locked_account_are_told_apart(crm: FakeCrm, tmp_path: Path) -> None:
    client = CrmClient(crm.url, TrustStore(tmp_path / "trust.json"))
    with pytest.raises(SignInFailed) as wrong:
        await client.sign_in("1001", "guess")
    assert wrong.value.error_id == "sign-in-failed"
    assert not isinstance(wrong.value, SignInLocked)
    crm.lock_out(75)
    with pytest.raises(SignInLocked) as locked:
        await client.sign_in("1001", PASSWORD)
    assert (locked.value.error_id, locked.value.retry_after_s) == ("sign-in-locked", 75.0)
    assert not client.is_signed_in
    await client.close()


async def test_without_a_sign_in_nothing_is_even_asked(crm: FakeCrm, tmp_path: Path) -> None:
    client = CrmClient(crm.url, TrustStore(tmp_path / "trust.json"))
    with pytest.raises(NotSignedIn):
        await client.me()
    assert crm.requests == []
    await client.close()


async def test_an_expired_sign_in_says_so_and_can_be_renewed(crm: FakeCrm, client: CrmClient) -> None:
    crm.expire_tokens()
    with pytest.raises(NotSignedIn) as expired:
        await client.me()
    assert (expired.value.error_id, client.is_signed_in) == ("not-signed-in", False)
    await client.sign_in("1001", PASSWORD)
    await client.me()


async def test_signing_out_ends_the_token_on_both_sides(crm: FakeCrm, client: CrmClient) -> None:
    await client.sign_out()
    assert (crm.tokens, client.is_signed_in, client.user) == (set(), False, None)
    await client.sign_out()


async def test_a_refusal_carries_the_servers_reason(crm: FakeCrm, client: CrmClient) -> None:
    with pytest.raises(Refused) as refused:
        await client.decline("offer-long-gone")
    assert (refused.value.status, refused.value.error_id) == (409, "offer-closed")
    with pytest.raises(Refused) as missing:
        await client.customer_file("no such customer/at all")
    assert missing.value.status == 404


async def test_a_server_that_is_gone_or_silent_is_unreachable_in_time(
    crm: FakeCrm, client: CrmClient
) -> None:
    crm.slow(5.0, "/me")
    started = asyncio.get_running_loop().time()
    with pytest.raises(Unreachable, match="within 1 s"):
        await client.me()
    assert asyncio.get_running_loop().time() - started < 1.5
    crm.go_away()
    with pytest.raises(Unreachable, match="No connection"):
        await client.me()
    crm.come_back()
    await client.me()


async def test_a_write_whose_answer_is_lost_has_one_effect(crm: FakeCrm, client: CrmClient) -> None:
    crm.die_after("/tickets")
    ticket = await client.create_ticket(NewTicket(type="repair", title="铰链"), "the-key")
    assert [made.number for made in crm.tickets] == [ticket.number]
    keys = [key for method, path, key in crm.requests if path.endswith("/tickets")]
    assert keys == ["the-key", "the-key"]


@pytest.mark.parametrize("body", [b"<html>", b'{"items": 3}', b'[{"queue_id": 1}]', b""])
async def test_an_answer_of_another_version_is_an_error_not_a_crash(
    crm: FakeCrm, client: CrmClient, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = client.transport.send

    async def other(request: object) -> object:
        answer = await send(request)  # pyright: ignore[reportArgumentType]
        return type(answer)(200, body, answer.headers)

    monkeypatch.setattr(client.transport, "send", other)
    with pytest.raises(AnswerNotUnderstood, match="different versions"):
        await client.queues()


async def test_a_proxys_error_page_is_a_refusal(crm: FakeCrm, client: CrmClient) -> None:
    crm.answer_with(502, "http-502", "/me")
    with pytest.raises(Refused) as refused:
        await client.me()
    assert refused.value.status == 502


# --- certificates -----------------------------------------------------------------------------------


async def test_first_contact_shows_the_fingerprint_and_sends_nothing(secure: FakeCrm, tmp_path: Path) -> None:
    trust = TrustStore(tmp_path / "trust.json")
    client = CrmClient(secure.url, trust)
    with pytest.raises(CertificateUnknown) as unknown:
        await client.sign_in("1001", PASSWORD)
    assert unknown.value.fingerprint == secure.fingerprint
    assert secure.requests == []
    trust.accept(secure.url, unknown.value.fingerprint)
    assert (await client.sign_in("1001", PASSWORD)).user.username == "1001"
    await client.close()
    again = CrmClient(secure.url, TrustStore(tmp_path / "trust.json"))
    await again.sign_in("1001", PASSWORD)
    await again.close()


async def test_a_changed_certificate_stops_everything_until_accepted(secure: FakeCrm, tmp_path: Path) -> None:
    trust = TrustStore(tmp_path / "trust.json", preset=secure.fingerprint)
    client = CrmClient(secure.url, trust)
    await client.sign_in("1001", PASSWORD)
    secure.change_certificate()
    before = len(secure.requests)
    for _ in range(2):
        with pytest.raises(CertificateChanged) as changed:
            await client.me()
        assert changed.value.fingerprint == secure.fingerprint
    assert len(secure.requests) == before
    trust.accept(secure.url, secure.fingerprint)
    await client.me()
    await client.close()


async def test_an_impostor_between_two_requests_gets_no_token(secure: FakeCrm, tmp_path: Path) -> None:
    """OpenSSL itself refuses: the certificate is looked at in the handshake, not only at the start."""
    client = CrmClient(secure.url, TrustStore(tmp_path / "trust.json", preset=secure.fingerprint))
    await client.sign_in("1001", PASSWORD)
    context = await client.transport.tls()
    assert context is not None
    _, _, other = throw_away_certificate(tmp_path)
    assert other != secure.fingerprint
    secure.change_certificate()
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        await asyncio.open_connection("127.0.0.1", int(secure.url.rsplit(":", 1)[1]), ssl=context)
    await client.close()


async def test_no_tls_where_tls_is_expected_is_unreachable(crm: FakeCrm, tmp_path: Path) -> None:
    client = CrmClient(crm.url.replace("http", "https"), TrustStore(tmp_path / "trust.json"), timeout_s=2.0)
    with pytest.raises(Unreachable, match="No secure connection"):
        await client.sign_in("1001", PASSWORD)
    await client.close()
