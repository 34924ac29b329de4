"""The desktop's own client and the server's tools understand each other: directory, replies, customers."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.contracts.customers import NewCustomer
from app.contracts.replies import NewQuickReply, SpeakWish, TextWish
from app.crm_client.errors import Refused
from app.crm_client.http import CrmClient
from app.crm_client.trust import TrustStore
from tests.doubles.api_house import House, open_house
from tests.doubles.desk_tools import SHARED, Speaker, talk


@pytest.fixture
async def house(filled_sqlite, tmp_path: Path) -> AsyncIterator[House]:
    database = filled_sqlite.copy(tmp_path)
    async with open_house(database, filled_sqlite.content, tmp_path, Speaker()) as opened:
        yield opened
    database.close_now()


@pytest.fixture
async def client(house: House, tmp_path: Path) -> AsyncIterator[CrmClient]:
    der = ssl.PEM_cert_to_DER_cert(house.certificate.read_text())
    made = CrmClient(house.url, TrustStore(tmp_path / "trust.json", preset=hashlib.sha256(der).hexdigest()))
    await made.sign_in("1001", house.passwords["1001"])
    yield made
    await made.close()


async def test_what_the_desktop_starts_with(client: CrmClient):
    me = await client.me()
    assert [each.queue_id for each in me.queue_rules] == ["sales", "service", "complaints"]
    assert me.queue_rules[2].note_templates[0].title.zh == "投诉经过"
    known = await client.directory()
    assert {each.agent_id for each in known.colleagues} == {"1002", "2001"}
    assert known.queues[0].number == "7001" and len(known.numbers) == 4


async def test_replies_from_writing_to_speaking(house: House, client: CrmClient):
    mine = await client.create_reply(NewQuickReply(title="One", text="One moment.", language="en"))
    assert mine.speakable and mine.scope == "own"
    changed = await client.change_reply(
        mine.reply_id, NewQuickReply(title="Two", text="Two moments.", language="en")
    )
    assert changed in await client.replies()
    call_id = talk(house)
    await client.speak(call_id, SpeakWish(reply_id=mine.reply_id))
    await client.stop_speaking(call_id)
    assert [deed[0] for deed in house.desk.deeds] == ["speak", "stop-speaking"]
    with pytest.raises(Refused) as refused:
        await client.speak(call_id, SpeakWish(reply_id=mine.reply_id, text="您好"))
    assert refused.value.error_id == "speech-not-possible"
    await client.delete_reply(mine.reply_id)
    assert mine.reply_id not in {each.reply_id for each in await client.replies()}


async def test_customers_and_the_phone(house: House, client: CrmClient):
    await house.a_call("c7", number=SHARED)
    await client.send_text("c7", TextWish(text="您好"))
    file = await client.customer_by_number(SHARED)
    assert len(file.matches) == 2
    await client.choose_customer("c7", file.matches[1].customer_id)
    await house.ledger.flush()
    again = await client.customer_by_number(SHARED)
    assert again.customer is not None and again.customer.customer_id == file.matches[1].customer_id
    assert (await client.reveal_number("c0001", "快递要电话")).number == "+8613812345678"
    with pytest.raises(Refused) as refused:
        await client.reveal_number("c0001", "")
    assert refused.value.error_id == "reason-needed"
    new = NewCustomer(name="李明的太太", number="13812345678", shares_number=True)
    assert (await client.create_customer(new, "k1")).name == "李明的太太"
    assert (await client.phone_test()).answered
