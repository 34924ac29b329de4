"""The audit list: who looked at, changed or exported what. Written in the transaction of the deed itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.server.storage.tables import AuditRow


def note_deed(
    session: Session, at: datetime, user_id: str, action: str, subject: str, detail: str = ""
) -> None:
    """``action`` is a stable word such as "recording.played"; ``subject`` the id of what it was done to."""
    session.add(AuditRow(at=at, user_id=user_id, action=action, subject=subject, detail=detail))
