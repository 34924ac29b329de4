"""Sources in the database: their set-up and secrets; and the messages from them that were taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.server.connectors.model import SystemSetUpError
from app.server.connectors.sources.model import Source, make_source
from app.server.security.fields import FieldDamagedError, decrypt_field, encrypt_field
from app.server.storage.tables import SourceEvent, SourceRow
from app.server.storage.upsert import upsert

EVENTS_KEPT = timedelta(days=7)


def read_sources(session: Session, key: bytes) -> tuple[list[tuple[Source, dict[str, str]]], list[str]]:
    """With their secrets, in their order; and a sentence about each that cannot be used."""
    found: list[tuple[Source, dict[str, str]]] = []
    faults: list[str] = []
    for row in session.scalars(select(SourceRow).order_by(SourceRow.position, SourceRow.source_id)):
        try:
            found.append((make_source(row.definition), secrets_of(row, key)))
        except (SystemSetUpError, FieldDamagedError) as error:
            faults.append(str(error))
    return found, faults


def write_source(session: Session, data: object) -> Source:
    """Insert or replace; secrets that are set stay. Raises SystemSetUpError."""
    source = make_source(data)
    definition = dict(cast("Mapping[str, Any]", data))
    row = session.get(SourceRow, source.source_id)
    if row is None:
        position = (session.scalar(select(func.max(SourceRow.position))) or 0) + 1
        row = SourceRow(source_id=source.source_id, secret_encrypted=b"", position=position)
        session.add(row)
    row.definition = definition
    return source


def secrets_of(row: SourceRow, key: bytes) -> dict[str, str]:
    """Raises FieldDamagedError."""
    if not row.secret_encrypted:
        return {}
    text = decrypt_field(key, row.secret_encrypted, _field(row.source_id))
    return msgspec.json.decode(text, type=dict[str, str])


def set_secret(row: SourceRow, key: bytes, name: str, value: str) -> None:
    """ "" takes it away. Raises FieldDamagedError."""
    secrets = secrets_of(row, key) | {name: value}
    kept = {each: secret for each, secret in secrets.items() if secret}
    text = msgspec.json.encode(kept).decode()
    row.secret_encrypted = encrypt_field(key, text, _field(row.source_id)) if kept else b""


def is_new_event(session: Session, source_id: str, event_id: str, now: datetime) -> bool:
    """Kept from now on; False for one that was taken before."""
    insert = upsert(session, SourceEvent).values(source_id=source_id, event_id=event_id, at=now)
    made = session.execute(insert.on_conflict_do_nothing().returning(SourceEvent.event_id)).first()
    session.execute(delete(SourceEvent).where(SourceEvent.at < now - EVENTS_KEPT))
    return made is not None


def _field(source_id: str) -> str:
    """What the encrypted secrets of a source are bound to."""
    return f"sources/{source_id}"
