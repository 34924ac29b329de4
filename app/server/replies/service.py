"""Quick replies in the database: listed, searched, written, given a recording.

Everybody sees the team's and her own; her own are hers to change, the team's their supervisors'.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from app.contracts.replies import NewQuickReply, QuickReplyView, ReplyLanguage, ReplyScope
from app.server.replies.model import MOST_OWN, MOST_TEAM, Reply, TooManyRepliesError, check_text, is_fixed
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import QuickReply, ReplyUse

OWN, TEAM = "own", "team"
CanSpeak = Callable[[str, str], bool]  # language, text


class ReplyService:
    """``can_speak``: whether a text could be rendered."""

    def __init__(self, database: Database, can_speak: CanSpeak) -> None:
        self._database = database
        self._can_speak = can_speak

    async def find(self, user: SignedInUser, query: str = "") -> list[QuickReplyView]:
        """The team's first, each in the order of groups; ``query``: a part of title, text or group."""

        def read(session: Session) -> list[tuple[QuickReply, int]]:
            statement = select(QuickReply).where(_seen_by(user))
            for word in query.split()[:8]:
                found = (QuickReply.title, QuickReply.text, QuickReply.group)
                ways = [func.lower(each).contains(word.lower(), autoescape=True) for each in found]
                statement = statement.where(or_(*ways))
            order = (QuickReply.scope.desc(), QuickReply.group, QuickReply.position, QuickReply.title)
            rows = list(session.scalars(statement.order_by(*order, QuickReply.reply_id)))
            mine = select(ReplyUse.reply_id, ReplyUse.uses).where(ReplyUse.user_id == user.user_id)
            uses = {str(row[0]): int(row[1]) for row in session.execute(mine)}
            return [(row, uses.get(row.reply_id, 0)) for row in rows]

        return [self._view(row, uses) for row, uses in await self._database.read(read)]

    async def get(self, user: SignedInUser, reply_id: str) -> Reply:
        """Raises NotFoundError."""
        return await self._database.read(lambda session: _reply(_visible(session, user, reply_id)))

    async def fixed_texts(self) -> list[tuple[str, str]]:
        """(language, text) of the team's replies that are always the same and have no recording."""

        def read(session: Session) -> list[tuple[str, str]]:
            rows = session.scalars(select(QuickReply).where(QuickReply.scope == TEAM, QuickReply.clip == ""))
            return [(row.language, row.text) for row in rows if is_fixed(row.text)]

        return await self._database.read(read)

    async def clips(self) -> set[str]:
        """Names of all recordings."""
        return await self._database.read(
            lambda session: {*session.scalars(select(QuickReply.clip).where(QuickReply.clip != ""))}
        )

    # --- inside a write transaction ----------------------------------------------------------------

    def create(
        self, session: Session, user: SignedInUser, new: NewQuickReply, now: datetime
    ) -> QuickReplyView:
        """Raises NotAllowedError, InvalidValueError, TooManyRepliesError."""
        owner_id = _owner(user, new.scope)
        count = select(func.count()).select_from(QuickReply).where(QuickReply.owner_id == owner_id)
        if (session.scalar(count) or 0) >= (MOST_OWN if owner_id else MOST_TEAM):
            raise TooManyRepliesError
        last = select(func.max(QuickReply.position)).where(QuickReply.owner_id == owner_id)
        position = (session.scalar(last) or 0) + 1
        row = QuickReply(reply_id=f"reply-{uuid.uuid4().hex}", owner_id=owner_id, clip="", position=position)
        _fill(row, user, new, now)
        session.add(row)
        session.flush()
        self._note(session, user, now, "reply.created", row)
        return self._view(row)

    def change(
        self, session: Session, user: SignedInUser, reply_id: str, new: NewQuickReply, now: datetime
    ) -> QuickReplyView:
        """A new text has no recording yet. Raises NotFoundError, NotAllowedError, InvalidValueError."""
        row = _writable(session, user, reply_id)
        row.owner_id = _owner(user, new.scope)
        if " ".join(row.text.split()) != " ".join(new.text.split()) or row.language != new.language:
            row.clip = ""
        _fill(row, user, new, now)
        session.flush()
        self._note(session, user, now, "reply.changed", row)
        return self._view(row)

    def delete(self, session: Session, user: SignedInUser, reply_id: str, now: datetime) -> QuickReplyView:
        """What is no longer there. Raises NotFoundError, NotAllowedError."""
        row = _writable(session, user, reply_id)
        view = self._view(row)
        session.execute(delete(ReplyUse).where(ReplyUse.reply_id == reply_id))
        session.delete(row)
        self._note(session, user, now, "reply.deleted", row)
        return view

    def arrange(
        self, session: Session, user: SignedInUser, scope: ReplyScope, reply_ids: list[str], now: datetime
    ) -> None:
        """Those named in this order, all others of the scope after them. Raises NotAllowedError."""
        owner_id = _owner(user, scope)
        rows = session.scalars(
            select(QuickReply).where(QuickReply.scope == scope, QuickReply.owner_id == owner_id)
        )
        wanted = {reply_id: place for place, reply_id in enumerate(reply_ids)}
        most = len(wanted)
        ordered = sorted(rows, key=lambda row: (wanted.get(row.reply_id, most), row.position, row.title))
        for place, row in enumerate(ordered):
            row.position = place
        session.flush()
        if scope == TEAM:
            note_deed(session, now, user.user_id, "reply.arranged", "", f"{len(ordered)} replies")

    def used(self, session: Session, user: SignedInUser, reply_id: str, now: datetime) -> QuickReplyView:
        """Raises NotFoundError."""
        row = _visible(session, user, reply_id)
        uses = session.get(ReplyUse, (reply_id, user.user_id))
        if uses is None:
            uses = ReplyUse(reply_id=reply_id, user_id=user.user_id, uses=0, last_at=now)
            session.add(uses)
        uses.uses, uses.last_at = uses.uses + 1, now
        session.flush()
        return self._view(row, uses.uses)

    def set_clip(
        self, session: Session, user: SignedInUser, reply_id: str, clip: str, now: datetime
    ) -> QuickReplyView:
        """``clip`` "": none any more. Raises as ``delete``."""
        row = _writable(session, user, reply_id)
        row.clip = clip
        row.changed_by, row.changed_at = user.user_id, now
        session.flush()
        self._note(session, user, now, "reply.recorded" if clip else "reply.recording-removed", row)
        return self._view(row)

    async def check_writable(self, user: SignedInUser, reply_id: str) -> None:
        """Raises NotFoundError, NotAllowedError."""
        await self._database.read(lambda session: _writable(session, user, reply_id))

    @staticmethod
    def _note(session: Session, user: SignedInUser, now: datetime, action: str, row: QuickReply) -> None:
        if row.scope == TEAM:  # her own are her own matter
            note_deed(session, now, user.user_id, action, row.reply_id, row.title)

    def _view(self, row: QuickReply, uses: int = 0) -> QuickReplyView:
        return QuickReplyView(
            reply_id=row.reply_id,
            scope=cast("ReplyScope", row.scope),
            group=row.group,
            title=row.title,
            text=row.text,
            language=cast("ReplyLanguage", row.language),
            clip=bool(row.clip),
            speakable=bool(row.clip) or self._can_speak(row.language, row.text),
            position=row.position,
            uses=uses,
            queues=row.queues or [],
        )


def _seen_by(user: SignedInUser) -> ColumnElement[bool]:
    mine = and_(QuickReply.scope == OWN, QuickReply.owner_id == user.user_id)
    return or_(QuickReply.scope == TEAM, mine)


def _visible(session: Session, user: SignedInUser, reply_id: str) -> QuickReply:
    row = session.scalars(select(QuickReply).where(QuickReply.reply_id == reply_id, _seen_by(user))).first()
    if row is None:  # another agent's own reply is nobody's business
        raise NotFoundError("There is no such quick reply.")
    return row


def _writable(session: Session, user: SignedInUser, reply_id: str) -> QuickReply:
    row = _visible(session, user, reply_id)
    _owner(user, cast("ReplyScope", row.scope))
    return row


def _owner(user: SignedInUser, scope: ReplyScope) -> str:
    """Whose a reply of this scope is. Raises NotAllowedError."""
    if scope == TEAM and not user.leads:
        raise NotAllowedError("The team's quick replies are its supervisors' to change.")
    return "" if scope == TEAM else user.user_id


def _fill(row: QuickReply, user: SignedInUser, new: NewQuickReply, now: datetime) -> None:
    title, text = new.title.strip(), new.text.strip()
    if not title or not text:
        raise InvalidValueError("A quick reply needs a title and a text.")
    check_text(text)
    row.scope, row.group, row.title, row.text = new.scope, new.group.strip(), title, text
    row.queues = list(dict.fromkeys(queue_id[:64] for queue_id in new.queues))
    row.language, row.changed_by, row.changed_at = new.language, user.user_id, now


def _reply(row: QuickReply) -> Reply:
    return Reply(row.reply_id, row.owner_id, row.title, row.text, row.language, row.clip)
