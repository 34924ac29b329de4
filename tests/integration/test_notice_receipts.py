"""Whether a short message arrived, as Aliyun and Tencent Cloud report it later, on the ticket it is about."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.server.notify.channels.aliyun import CHINA
from app.server.notify.model import ChannelSetUpError
from app.server.notify.outbox import settle_sent
from app.server.notify.rules import set_customers_quiet
from app.server.notify.set_up import set_secret, write_channel
from app.server.storage.tables import ChannelRow, CustomerNumber, MessageOut
from tests.doubles.api_house import KEY, House
from tests.doubles.company_system import company_system
from tests.doubles.filled import problem
from tests.doubles.notice_providers import Aliyun, Tencent

API = "/api/v1"
HOOK_KEY = "aVeryLongKeyThatNobodyGuesses01"
TEMPLATES = {"*": {"code": "SMS_1", "values": ["text"]}}


def in_china(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def aliyun_report(biz_id: str, out_id: str = "", why: str = "", at: datetime | None = None) -> dict:
    """As "SmsReport" of its HTTP push has it."""
    return {
        "phone_number": "13900001234", "send_time": in_china(datetime.now(UTC)),
        "report_time": in_china(at or datetime.now(UTC)), "success": not why, "err_code": why or "DELIVERED",
        "err_msg": "用户接收成功", "sms_size": "1", "biz_id": biz_id, "out_id": out_id,
    }  # fmt: skip


def tencent_report(sid: str, why: str = "") -> dict:
    return {
        "user_receive_time": in_china(datetime.now(UTC)), "nationcode": "86", "mobile": "13900001234",
        "report_status": "FAIL" if why else "SUCCESS", "errmsg": why or "DELIVRD",
        "description": "用户短信送达成功", "sid": sid,
    }  # fmt: skip


async def set_up(house: House, kind: str, endpoint: str, settings: dict, secret: str) -> None:
    def work(session) -> None:
        whole = {**settings, "sign_name": "席聆", "templates": TEMPLATES, "endpoint": f"{endpoint}/"}
        write_channel(session, {"id": "texts", "kind": kind, "settings": whole})
        session.flush()
        row = session.get(ChannelRow, "texts")
        set_secret(row, KEY, secret, "s3cret")
        set_secret(row, KEY, "receipt_key", HOOK_KEY)
        set_customers_quiet(session, "off")

    await house.database.write(work)
    await house.work.notify.follow()


async def told_ticket(house: House, hers) -> str:
    """A ticket whose customer got a short message, as far as the provider's hands."""
    customer = house.database.read_now(
        lambda s: s.query(CustomerNumber).where(CustomerNumber.e164.like("+861%")).first()
    )
    new = {"customer_id": customer.customer_id, "type": "REPAIR", "title": "冰箱不制冷", "assign": "none"}
    ticket_id = (await hers.post(f"{API}/tickets", json=new)).json()["ticket_id"]
    async with asyncio.timeout(5):
        while (await delivery(hers, ticket_id))["state"] != "SENT":
            await asyncio.sleep(0.01)
    return ticket_id


async def delivery(hers, ticket_id: str) -> dict:
    [told] = (await hers.get(f"{API}/tickets/{ticket_id}")).json()["deliveries"]
    return told


async def push(house: House, *reports: dict, key: str = HOOK_KEY, channel: str = "texts"):
    provider = await house.client()
    return await provider.post(f"{API}/hooks/receipts/{channel}/{key}", content=json.dumps(reports))


async def test_the_ticket_says_that_the_message_arrived_and_when(house: House) -> None:
    async with company_system() as there:
        there.behave = Aliyun("s3cret").behave
        await set_up(house, "aliyun-sms", there.base_url, {"access_key_id": "id"}, "access_key_secret")
        hers, lead = await house.client("1001"), await house.client("2001")
        ticket_id = await told_ticket(house, hers)
        answer = await push(house, aliyun_report("biz-1"), aliyun_report("of-another", at=_long_ago()))
        assert (answer.status_code, answer.json()["code"]) == (200, 0)
        assert ((told := await delivery(hers, ticket_id))["state"], told["why"]) == ("DELIVERED", "")
        [row] = (await lead.get(f"{API}/outgoing", params={"state": "DELIVERED"})).json()["items"]
        assert row["delivered_at"] and not row["may_retry"]
        assert problem(await lead.post(f"{API}/outgoing/{row['outgoing_id']}/retry"))[0] == 409


async def test_what_the_network_could_not_deliver_says_why_and_can_be_sent_again(house: House) -> None:
    async with company_system() as there:
        provider = Tencent("id", "s3cret", int(time.time()))
        there.behave = provider.behave
        settings = {"secret_id": "id", "sdk_app_id": "1400"}
        await set_up(house, "tencent-sms", there.base_url, settings, "secret_key")
        hers, lead = await house.client("1001"), await house.client("2001")
        ticket_id = await told_ticket(house, hers)
        for _ in range(2):
            assert (await push(house, tencent_report("serial-1", "MK:0001"))).json()["result"] == 0
        told = await delivery(hers, ticket_id)
        assert (told["state"], told["why"]) == ("FAILED", "MK:0001")
        assert (await lead.get(f"{API}/outgoing/counts")).json()["failed"] == 1
        [row] = (await lead.get(f"{API}/outgoing", params={"state": "FAILED"})).json()["items"]
        assert (await lead.post(f"{API}/outgoing/{row['outgoing_id']}/retry")).status_code == 200
        async with asyncio.timeout(5):
            while (await delivery(hers, ticket_id))["state"] != "SENT":
                await asyncio.sleep(0.01)
        assert len(provider.taken) == 2
        assert (await push(house, tencent_report("serial-1"))).json()["result"] == 0
        assert (await delivery(hers, ticket_id))["state"] == "DELIVERED"


async def test_a_report_that_is_quicker_than_the_answer_is_not_lost(house: House) -> None:
    """Aliyun names our own number too; of Tencent's it is asked for again."""
    async with company_system() as there:
        there.behave = Aliyun("s3cret").behave
        await set_up(house, "aliyun-sms", there.base_url, {"access_key_id": "id"}, "access_key_secret")
        hers = await house.client("1001")
        ticket_id = await told_ticket(house, hers)
        being_sent = update(MessageOut).values(state="NEW", receipt="", sent_at=None)
        await house.database.write(lambda session: session.execute(being_sent))
        row = house.database.read_now(lambda session: session.query(MessageOut).one())
        assert (await push(house, aliyun_report("biz-9", row.once))).json()["code"] == 0
        await house.database.write(
            lambda session: settle_sent(session, row.message_id, datetime.now(UTC), "biz-9")
        )
        assert (await delivery(hers, ticket_id))["state"] == "DELIVERED"
        unknown = await push(house, aliyun_report("biz-of-a-moment-ago"))
        assert (unknown.status_code, unknown.json()["code"]) == (200, 1), "it is to come again"


async def test_nobody_reports_without_the_channels_key(house: House) -> None:
    async with company_system() as there:
        there.behave = Aliyun("s3cret").behave
        await set_up(house, "aliyun-sms", there.base_url, {"access_key_id": "id"}, "access_key_secret")
        hers = await house.client("1001")
        ticket_id = await told_ticket(house, hers)
        for wrong in ({"key": "x" * 30}, {"key": "s3cret"}, {"channel": "sms"}, {"channel": "nobody"}):
            assert problem(await push(house, aliyun_report("biz-1"), **wrong)) == (404, "not-found")
        stranger = await house.client()
        for rubbish in (b"", b"[1]", b"\xff", b"[" * 5000, json.dumps([{}] * 501).encode()):
            answer = await stranger.post(f"{API}/hooks/receipts/texts/{HOOK_KEY}", content=rubbish)
            assert problem(answer) == (422, "invalid"), rubbish[:20]
        assert (await push(house, {"biz_id": None, "report_time": 5})).json()["code"] == 0
        assert (await delivery(hers, ticket_id))["state"] == "SENT"

    def guess(session) -> None:
        set_secret(session.get(ChannelRow, "texts"), KEY, "receipt_key", "short")

    with pytest.raises(ChannelSetUpError, match="receipt_key"):
        await house.database.write(guess)


def _long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)
