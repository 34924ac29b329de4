"""The sample company's bell is not empty, nor are its messages to customers; none of them is sent."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from app.server.notify.outbox import next_due
from app.server.notify.sample_notices import load_sample_notices
from app.server.storage.tables import MessageOut, NoticeRow
from tests.doubles.api_house import RESOURCES, House

API = "/api/v1"


async def test_who_works_on_tickets_was_told_and_supervisors_see_what_customers_were(house: House) -> None:
    now = datetime.now(UTC)
    await house.database.write(lambda session: load_sample_notices(session, RESOURCES, now))
    rows = house.database.read_now(lambda s: s.scalars(select(NoticeRow).order_by(NoticeRow.notice_id)).all())
    assert rows and [row.at for row in rows] == sorted(row.at for row in rows), "the newest stands first"
    hers = await house.client(rows[-1].user_id)
    [first, *_] = (await hers.get(f"{API}/notices")).json()["items"]
    assert first["subject"].startswith("ticket:") and "{" not in first["title"] + first["text"]
    assert "REPAIR" not in first["text"] and "CONSULT" not in first["text"], "types by their names"
    lead = await house.client("2001")
    sent = (await lead.get(f"{API}/outgoing", params={"to": "customers", "limit": 200})).json()["items"]
    assert {"SENT"} <= {each["state"] for each in sent} <= {"SENT", "FAILED", "SKIPPED"}
    assert all(each["number"] and each["customer_name"] for each in sent)
    assert [each["at"] for each in sent] == sorted((each["at"] for each in sent), reverse=True)
    assert house.database.read_now(lambda s: next_due(s, datetime(2000, 1, 1, tzinfo=UTC))) is None
    left = house.database.read_now(
        lambda s: s.scalars(select(MessageOut).where(MessageOut.state == "NEW")).all()
    )
    assert left == [] and house.sent.sent == []
