"""Legal holds over the API."""

from __future__ import annotations

from sqlalchemy import select

from app.server.storage.tables import AuditRow
from tests.doubles.api_house import House
from tests.doubles.filled import problem


async def test_supervisors_hold_and_release_and_agents_do_not(house: House) -> None:
    await house.a_call()
    agent, leader = await house.client("1001"), await house.client("2001")
    path = "/api/v1/recordings/r-c1/hold"
    assert problem(await agent.put(path, json={"reason": "court"})) == (403, "not-allowed")
    held = await leader.put(path, json={"reason": "court, file 7"})
    assert (held.status_code, held.json()["held"], held.json()["hold_reason"]) == (200, True, "court, file 7")
    assert (await agent.get("/api/v1/recordings/r-c1")).json()["held"] is True
    released = await leader.put(path, json={"held": False, "reason": "settled"})
    assert released.json()["held"] is False
    assert problem(await leader.put(path, json={"reason": "  "}))[0] == 422
    assert problem(await leader.put("/api/v1/recordings/none/hold", json={"reason": "x"}))[0] == 404
    deeds = house.database.read_now(
        lambda s: s.scalars(
            select(AuditRow).where(AuditRow.subject == "r-c1").order_by(AuditRow.audit_id)
        ).all()
    )
    assert [(row.user_id, row.action, row.detail) for row in deeds] == [
        ("2001", "recording.held", "court, file 7"),
        ("2001", "recording.released", "settled"),
    ]
