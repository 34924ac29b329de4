"""Whatever is sent to the API, it says what is wrong with it: no answer is a mistake of the server's.

Short here; ``make fuzz-api`` takes longer.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.storage.database import Database
from app.server.storage.tables import Base
from tests.doubles import sample_server
from tests.fuzz.any_request import ask_everything

EXAMPLES = int(os.environ.get("API_EXAMPLES", "1"))  # of each operation, and as many that break its rules
SEED = int(os.environ.get("API_SEED", "1"))
WRONG_EVERY = 1 if EXAMPLES > 1 else 12
KEYS = {  # name of a parameter in a path → where ids of it stand
    "customer_id": ("customers", "customer_id"),
    "ticket_id": ("tickets", "ticket_id"),
    "number": ("tickets", "number"),
    "call_id": ("calls", "call_id"),
    "reply_id": ("quick_replies", "reply_id"),
    "article_id": ("articles", "article_id"),
    "segment_id": ("segments", "segment_id"),
    "rule_id": ("tag_rules", "rule_id"),
    "code": ("labels", "code"),
    "queue_id": ("queues", "queue_id"),
    "agent_id": ("users", "user_id"),
}


def ids(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, (table, column) in KEYS.items():
        if table in Base.metadata.tables:
            values = session.scalars(select(Base.metadata.tables[table].c[column]).limit(5))
            found[name] = [str(each) for each in values]
    return {name: each for name, each in found.items() if each}


async def token(client: httpx.AsyncClient, username: str, password: str) -> str:
    answer = await client.post("/api/v1/auth/token", data={"username": username, "password": password})
    return answer.raise_for_status().json()["access_token"]


@pytest.mark.timeout(1500)
async def test_no_request_makes_the_server_fail(tmp_path: Path) -> None:
    async with sample_server.server(tmp_path) as server:
        accounts = server.accounts()
        password = (server.data / "first-admin.txt").read_text("utf-8").split()[-1]
        async with httpx.AsyncClient(base_url=server.local_url, trust_env=False, timeout=20) as client:
            names = [("admin", password)] + [(each, accounts[each].password) for each in ("1001", "2001")]
            tokens = [await token(client, *each) for each in names]
        database = Database(f"sqlite:///{server.data / 'seatline.db'}")
        known = await database.read(ids)
        await database.close()
        count, faults = await asyncio.to_thread(
            ask_everything, server.local_url, tokens, known, EXAMPLES, SEED, WRONG_EVERY
        )
        log = server.log.read_text("utf-8", "replace")
    assert count > 100
    said = "\n\n".join(f"{each.status} {each.request}\n{each.body}" for each in faults[:20])
    assert not faults, said
    assert "Traceback" not in log, log[log.index("Traceback") - 500 :][:3000]
