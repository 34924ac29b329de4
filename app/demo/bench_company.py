"""The company that is measured: the sample, and a hundred agents more than it has.

In:  a data folder that no server uses yet. Out: queues without greeting, their numbers, agents' accounts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.server.composition import Foundation, lay_foundation
from app.server.directory.model import SampleAccount
from app.server.directory.repository import phone_field
from app.server.security.fields import encrypt_field
from app.server.security.passwords import hash_password, random_password
from app.server.settings import parse
from app.server.storage import tables

DESK_NUMBER, LOAD_NUMBER = "4901", "4902"
DESK_AGENT = "1001"
_QUEUES = {DESK_NUMBER: "bench-desk", LOAD_NUMBER: "bench-load"}
RING_S, WRAP_UP_S = 30, 1


def prepare(data: Path, agents: int) -> list[SampleAccount]:
    """Blocking, some seconds. Raises what the server's start raises (StorageError, KeyFileError…)."""
    base = lay_foundation(parse(["--data", str(data), "--sample"]), lambda _text: None)
    try:
        password = random_password()
        hashed = hash_password(password)  # the same for all: hashing is slow on purpose
        accounts = [
            SampleAccount(name, password, "AGENT", name, name, random_password(20))
            for name in (f"8{number:03}" for number in range(1, agents + 1))
        ]
        base.database.write_now(lambda session: _add(session, base, accounts, hashed))
    finally:
        base.database.close_now()
    return accounts


def _add(session: Session, base: Foundation, accounts: list[SampleAccount], hashed: str) -> None:
    for place, (number, queue_id) in enumerate(_QUEUES.items()):
        session.add(
            tables.Queue(
                queue_id=queue_id,
                name_zh="测量",
                name_en="Measurement",
                ring_s=RING_S,
                wrap_up_s=WRAP_UP_S,
                service_level_s=20,
                position=100 + place,
            )
        )
        session.add(
            tables.Flow(flow_id=queue_id, name_zh="测量", name_en="Measurement", definition=_flow(queue_id))
        )
        session.flush()
        session.add(tables.Number(number=number, flow_id=queue_id))
    session.add(tables.QueueMember(queue_id=_QUEUES[DESK_NUMBER], user_id=DESK_AGENT))
    for account in accounts:
        session.add(
            tables.User(
                user_id=account.username,
                username=account.username,
                display_name=f"坐席{account.username}",
                display_name_en=f"Agent {account.username}",
                role=account.role,
                password_hash=hashed,
                disabled=False,
            )
        )
    session.flush()
    for account in accounts:
        secret = encrypt_field(base.keys.phones, account.sip_password, phone_field(account.sip_user))
        session.add(
            tables.Phone(sip_user=account.sip_user, user_id=account.username, secret_encrypted=secret)
        )
        session.add(tables.QueueMember(queue_id=_QUEUES[LOAD_NUMBER], user_id=account.username))


def _flow(queue_id: str) -> dict[str, Any]:
    """Straight into the queue: a greeting would only make the measurement longer."""
    return {
        "language": "zh",
        "start": "in",
        "nodes": {"in": {"type": "queue", "queue": queue_id, "music": "calm"}},
    }
