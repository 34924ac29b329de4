"""What notices say, in the company's own words: changed in the window, used by the next message."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from app.server.noticing import Notice, ToCustomer
from app.server.storage.tables import AuditRow, MessageOut
from tests.doubles.api_house import House
from tests.doubles.filled import problem

API = "/api/v1/notices/texts"
VALUES = {"number": "T1", "title": "冰箱", "type": "维修", "priority": "高", "code": "ABCD2345"}


async def test_the_companys_own_words_are_used_by_the_next_message_and_given_back(house: House) -> None:
    admin, second, lead = await house.client("admin"), await house.client("admin"), await house.client("2001")
    assert problem(await lead.get(API)) == (403, "not-allowed")
    found = {each["template"]: each for each in (await admin.get(API)).json()}
    created = found["ticket.created"]
    assert created["to"] == "customer" and "number" in created["values"] and created["own_zh"]["text"] == ""
    path = f"{API}/ticket.created"
    none = {"title": "", "text": ""}
    wish = {
        "zh": {"title": "", "text": "晨光：工单 {number} 已受理"},
        "en": none,
        "version": created["version"],
    }
    assert problem(await lead.put(path, json=wish)) == (403, "not-allowed")
    mine = (await admin.put(path, json=wish)).json()
    assert mine["own_zh"]["text"] == "晨光：工单 {number} 已受理" and mine["usual_zh"] == created["usual_zh"]
    late = await second.put(path, json={**wish, "zh": none})
    assert problem(late) == (409, "file-changed") and late.json()["present"] == mine

    async def said(key: str) -> str:
        to = ToCustomer(None, number="+8613999990000")
        notice = Notice(key, "ticket.created", to, VALUES, "ticket:t1")
        now = datetime.now(UTC)
        await house.database.write(lambda session: house.work.notices.post(session, notice, now))
        newest = select(MessageOut.text).order_by(MessageOut.message_id.desc()).limit(1)
        return str(house.database.read_now(lambda session: session.scalar(newest)))

    assert await said("k1") == "晨光：工单 T1 已受理"
    for wrong in ("{nobody}", "[[{number}]]", "x" * 601):
        refused = await admin.put(path, json={"zh": {"title": "", "text": wrong}, "en": none})
        assert problem(refused) == (422, "invalid"), wrong
    back = {"zh": {"title": "", "text": created["usual_zh"]["text"]}, "en": none, "version": mine["version"]}
    assert (await admin.put(path, json=back)).json()["own_zh"]["text"] == "", (
        "the usual words are no own ones"
    )
    assert await said("k2") != "晨光：工单 T1 已受理"
    assert problem(await admin.put(f"{API}/nobody", json=wish)) == (404, "not-found")
    deeds = house.database.read_now(lambda session: session.scalars(select(AuditRow.action)).all())
    assert deeds.count("notices.texts") == 2
