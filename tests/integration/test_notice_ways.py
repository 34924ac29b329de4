"""How the ways to the outside fare, tried from the window; which messages a customer wants."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from app.server.noticing import Notice, ToCustomer
from app.server.notify.channel_states import note_failed, note_sent
from app.server.notify.rules import set_customers_quiet
from app.server.notify.set_up import set_secret, write_channel
from app.server.storage.tables import AuditRow, ChannelRow, CustomerNumber, MessageOut, OptOutRow
from tests.doubles.api_house import KEY, House
from tests.doubles.company_system import company_system
from tests.doubles.filled import problem
from tests.doubles.notice_providers import WeCom

API = "/api/v1"


async def set_up(house: House, *channels: dict[str, object], **secrets: str) -> None:
    def work(session) -> None:
        for each in channels:
            write_channel(session, each)
        session.flush()
        for name, value in secrets.items():
            channel_id, _, secret = name.partition("__")
            set_secret(session.get(ChannelRow, channel_id), KEY, secret, value)

    await house.database.write(work)


async def channels(client) -> dict[str, dict]:
    return {each["channel_id"]: each for each in (await client.get(f"{API}/channels")).json()}


MAIL = {
    "id": "mail", "kind": "smtp",
    "settings": {"host": "mail.example.com", "port": 465, "security": "tls", "from": "a@b.example"},
}  # fmt: skip
HOOK = {"id": "erp", "kind": "webhook", "settings": {"url": "https://erp.example.com/k3y?token=t0ken"}}


async def test_an_administrator_sees_how_each_way_fares_and_no_secret(house: House) -> None:
    second = {**MAIL, "id": "spare", "position": 5}
    await set_up(house, MAIL, second, HOOK, mail__password="hunter2")
    early, late = datetime(2026, 11, 20, 8, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)
    await house.database.write(lambda s: note_sent(s, "mail", early))
    await house.database.write(lambda s: note_failed(s, "mail", late, "refused"))
    admin = await house.client("admin")
    raw = (await admin.get(f"{API}/channels")).text
    assert not [word for word in ("hunter2", "k3y", "t0ken") if word in raw]
    seen = await channels(admin)
    mail = seen["mail"]
    assert (mail["in_use"], mail["where"], mail["secrets_set"]) == (
        True,
        "mail.example.com:465",
        ["password"],
    )
    assert (mail["last_sent_at"], mail["last_failed_at"], mail["why"]) == (
        "2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z", "refused",
    )  # fmt: skip
    assert not seen["spare"]["in_use"], "another of its kind comes first"
    assert (seen["erp"]["in_use"], seen["erp"]["secrets_missing"]) == (False, ["secret"])
    assert seen["sms"]["in_use"], "the gateway, as long as no channel carries short messages"
    for who in ("1001", "2001"):
        assert problem(await (await house.client(who)).get(f"{API}/channels")) == (403, "not-allowed")


async def test_a_test_message_goes_out_at_once_and_says_what_the_provider_answered(house: House) -> None:
    async with company_system() as there:
        wecom = WeCom(robot_key="k1")
        there.behave = wecom.behave
        robot = {"id": "leads", "kind": "wecom-robot", "settings": {"endpoint": there.base_url}}
        await set_up(house, robot, leads__key="wrong")
        admin, lead = await house.client("admin"), await house.client("2001")
        path = f"{API}/channels/leads/test"
        assert problem(await lead.post(path, json={})) == (403, "not-allowed")
        refused = (await admin.post(path, json={})).json()
        assert not refused["taken"] and refused["why"]
        assert (await channels(admin))["leads"]["why"] == refused["why"]
        await set_up(house, leads__key="k1")
        taken = (await admin.post(path, json={})).json()
        assert taken["taken"] and "席聆" in wecom.taken[0]["text"]["content"]
        assert (await channels(admin))["leads"]["last_sent_at"]
    sent = (await admin.post(f"{API}/channels/sms/test", json={"to": "139 0000 1111"})).json()
    assert (sent["taken"], sent["to"]) == (True, "139****1111")
    assert house.sent.sent[-1][0] == "+8613900001111"
    assert problem(await admin.post(f"{API}/channels/sms/test", json={"to": "x"})) == (422, "invalid")
    assert problem(await admin.post(f"{API}/channels/none/test", json={})) == (404, "not-found")
    deeds = house.database.read_now(lambda s: s.scalars(select(AuditRow.action)).all())
    assert deeds.count("channel.tested") == 4


async def test_what_went_out_is_kept_with_its_way(house: House) -> None:
    await house.database.write(lambda s: set_customers_quiet(s, "off"))
    notice = Notice("k1", "ticket.created", ToCustomer(None, number="+8613999990000"), {"number": "T1"}, "")
    now = datetime.now(UTC)
    await house.database.write(lambda s: house.work.notices.post(s, notice, now))
    await house.work.notify.courier.due_now()
    assert (await channels(await house.client("admin")))["sms"]["last_sent_at"]


async def test_a_customer_who_wants_no_messages_gets_none_until_he_does(house: House) -> None:
    await house.database.write(lambda s: set_customers_quiet(s, "off"))
    number = house.database.read_now(
        lambda s: s.scalars(select(CustomerNumber).where(CustomerNumber.e164.like("+861%"))).first()
    )
    customer_id = number.customer_id
    client, path = await house.client("1001"), f"{API}/customers/{number.customer_id}/contact-ways"

    async def sms() -> dict:
        return next(each for each in (await client.get(path)).json() if each["channel"] == "SMS")

    async def tell(key: str) -> MessageOut:
        notice = Notice(key, "ticket.created", ToCustomer(customer_id), {"number": "T1"}, "")
        now = datetime.now(UTC)
        await house.database.write(lambda s: house.work.notices.post(s, notice, now))
        return house.database.read_now(
            lambda s: s.scalars(select(MessageOut).where(MessageOut.key == key)).one()
        )

    before = (await sms())["state"]
    if before == "REFUSED":  # the sample's consents
        version = (await client.get(f"{API}/customers/{customer_id}")).json()["customer"]["version"]
        wish = {"version": version, "consent": {"sms": True}}
        assert (await client.patch(f"{API}/customers/{customer_id}", json=wish)).status_code == 200
    assert (await sms())["state"] == "OK"
    out = (await client.put(path, json={"channel": "SMS", "wanted": False})).json()
    assert [each["state"] for each in out if each["channel"] == "SMS"] == ["OPTED_OUT"]
    assert (await sms())["by"] == (await client.get(f"{API}/me")).json()["user"]["display_name"]
    told = await tell("k1")
    assert (told.channel, told.state, told.error) == ("SMS", "SKIPPED", "opted-out")
    assert (await client.put(path, json={"channel": "SMS", "wanted": True})).status_code == 200
    assert (await sms())["state"] == "OK"
    assert house.database.read_now(lambda s: s.scalars(select(OptOutRow)).all()) == []
    assert (await tell("k2")).error == ""
    assert problem(
        await client.put(f"{API}/customers/none/contact-ways", json={"channel": "SMS", "wanted": True})
    ) == (404, "not-found")
    deeds = house.database.read_now(lambda s: s.scalars(select(AuditRow.action)).all())
    assert "notices.opt-out" in deeds and "notices.opt-in" in deeds


async def test_who_wants_no_messages_is_sent_none_and_his_file_says_so_beside_the_call(house: House):
    agent = await house.client("1001")
    customer_id, number = house.database.read_now(
        lambda s: s.execute(
            select(CustomerNumber.customer_id, CustomerNumber.e164).where(CustomerNumber.e164.like("+861%"))
        ).first()
    )
    await house.a_call("c1", number=number)
    ways, text = f"{API}/customers/{customer_id}/contact-ways", f"{API}/calls/c1/text"
    shown = await house.work.customers.file_by_number(number)
    assert shown.unwanted == []
    await agent.put(ways, json={"channel": "SMS", "wanted": False})
    assert (await house.work.customers.file_by_number(number)).unwanted == ["SMS"]
    assert problem(await agent.post(text, json={"text": "x"})) == (409, "text-not-wanted")
    await agent.put(ways, json={"channel": "SMS", "wanted": True})
    assert (await agent.post(text, json={"text": "x"})).status_code < 300
