"""Call-backs and voice messages as agents and supervisors see them. They leave this file as
``eyes`` see them; without eyes as any agent does.

Agents see those of their own queues, supervisors all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.followups import CallbackView, VoiceMessageView
from app.server.calls.model import NotYourQueueError
from app.server.directory.service import DirectoryService
from app.server.security.audit import note_deed
from app.server.security.model import SignedInUser
from app.server.security.viewing import AGENT_EYES, Eyes, Viewing
from app.server.storage.database import Database
from app.server.storage.errors import NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import CallbackRow, Customer, VoiceMessage
from app.server.storage.types import to_us

CallbackState = Literal["OPEN", "ENDED"]
MessageState = Literal["NEW", "DONE"]


class FollowUpService:
    def __init__(
        self, database: Database, directory: DirectoryService, viewing: Viewing | None = None
    ) -> None:
        self._database = database
        self._directory = directory
        self._viewing = viewing or Viewing(database)

    async def callbacks(
        self,
        user: SignedInUser,
        *,
        state: CallbackState | None = None,
        queue_id: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
        eyes: Eyes = AGENT_EYES,
    ) -> Page[CallbackView]:
        """The newest promise first. Raises InvalidValueError."""
        statement = _with_customer(CallbackRow)
        if state:
            statement = statement.where(CallbackRow.state == state)
        if queue_id:
            statement = statement.where(CallbackRow.queue_id == queue_id)
        if not user.leads:
            mine = CallbackRow.queue_id.in_(self._queues_of(user))
            statement = statement.where(or_(mine, CallbackRow.agent_id == user.user_id))
        if cursor:
            before = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(CallbackRow.promised_at, CallbackRow.callback_id, before))
        statement = statement.order_by(CallbackRow.promised_at.desc(), CallbackRow.callback_id.desc())

        def read(session: Session) -> Page[CallbackView]:
            rows = session.execute(statement.limit(limit + 1)).tuples().all()
            last = rows[limit - 1][0] if len(rows) > limit else None
            return Page[CallbackView](
                items=[self._callback(*row, eyes) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.promised_at), last.callback_id) if last else None,
            )

        return await self._database.read(read)

    async def callback(self, user: SignedInUser, callback_id: str, eyes: Eyes = AGENT_EYES) -> CallbackView:
        """Raises NotFoundError, NotYourQueueError."""

        def read(session: Session) -> CallbackView:
            statement = _with_customer(CallbackRow).where(CallbackRow.callback_id == callback_id)
            row = session.execute(statement).tuples().one_or_none()
            if row is None:
                raise NotFoundError("There is no such call-back.")
            self._allow(user, row[0].queue_id, row[0].agent_id)
            return self._callback(*row, eyes)

        return await self._database.read(read)

    async def messages(
        self,
        user: SignedInUser,
        *,
        state: MessageState | None = None,
        queue_id: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
        eyes: Eyes = AGENT_EYES,
    ) -> Page[VoiceMessageView]:
        """The newest first. Raises InvalidValueError."""
        statement = _with_customer(VoiceMessage)
        if state:
            statement = statement.where(VoiceMessage.state == state)
        if queue_id:
            statement = statement.where(VoiceMessage.queue_id == queue_id)
        if not user.leads:
            statement = statement.where(VoiceMessage.queue_id.in_(self._queues_of(user)))
        if cursor:
            before = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(VoiceMessage.left_at, VoiceMessage.message_id, before))
        statement = statement.order_by(VoiceMessage.left_at.desc(), VoiceMessage.message_id.desc())

        def read(session: Session) -> Page[VoiceMessageView]:
            rows = session.execute(statement.limit(limit + 1)).tuples().all()
            last = rows[limit - 1][0] if len(rows) > limit else None
            return Page[VoiceMessageView](
                items=[self._message(*row, eyes) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.left_at), last.message_id) if last else None,
            )

        return await self._database.read(read)

    async def message(self, user: SignedInUser, message_id: str, eyes: Eyes = AGENT_EYES) -> VoiceMessageView:
        """Raises NotFoundError, NotYourQueueError."""
        return await self._database.read(
            lambda session: self._message(*self._one_message(session, user, message_id), eyes)
        )

    async def number_of_message(self, user: SignedInUser, message_id: str) -> str:
        """In full, to be dialled; never shown. Raises NotFoundError, NotYourQueueError."""
        return await self._database.read(
            lambda session: self._one_message(session, user, message_id)[0].number
        )

    def done(
        self, session: Session, user: SignedInUser, message_id: str, done: bool, note: str, now: datetime
    ) -> VoiceMessageView:
        """Inside a write transaction; leave for a limited time has no part in what is kept of it.

        Raises NotFoundError, NotYourQueueError.
        """
        row, name = self._one_message(session, user, message_id)
        row.state = "DONE" if done else "NEW"
        row.done_by, row.done_at = (user.user_id, now) if done else ("", None)
        row.note = note or row.note
        note_deed(session, now, user.user_id, "message.done" if done else "message.reopened", message_id)
        session.flush()
        return self._message(row, name, self._viewing.eyes(user).without_leave)

    def _one_message(
        self, session: Session, user: SignedInUser, message_id: str
    ) -> tuple[VoiceMessage, str | None]:
        statement = _with_customer(VoiceMessage).where(VoiceMessage.message_id == message_id)
        row = session.execute(statement).tuples().one_or_none()
        if row is None:
            raise NotFoundError("There is no such message.")
        self._allow(user, row[0].queue_id)
        return row

    def _queues_of(self, user: SignedInUser) -> tuple[str, ...]:
        known = self._directory.user(user.user_id)
        return known.queue_ids if known else ()

    def _allow(self, user: SignedInUser, queue_id: str, agent_id: str = "") -> None:
        if not user.leads and queue_id not in self._queues_of(user) and agent_id != user.user_id:
            raise NotYourQueueError

    def _callback(self, row: CallbackRow, customer_name: str | None, eyes: Eyes) -> CallbackView:
        eyes = eyes.of(row.customer_id)
        return CallbackView(
            callback_id=row.callback_id,
            state=cast("CallbackState", row.state),
            queue=self._directory.queue_label(row.queue_id or None),
            number=eyes.number(row.number),
            customer_id=row.customer_id,
            customer_name=eyes.name(customer_name or ""),
            level=row.level,
            for_call_id=row.for_call_id,
            waiting_since=row.waiting_since,
            promised_at=row.promised_at,
            tries=row.tries,
            next_at=row.next_at,
            last_call_id=row.last_call_id,
            last_result=row.last_result,
            agent_id=row.agent_id,
            ended_at=row.ended_at,
            result=row.result,
        )

    def _message(self, row: VoiceMessage, customer_name: str | None, eyes: Eyes) -> VoiceMessageView:
        eyes = eyes.of(row.customer_id)
        return VoiceMessageView(
            message_id=row.message_id,
            state=cast("MessageState", row.state),
            queue=self._directory.queue_label(row.queue_id or None),
            number=eyes.number(row.number),
            customer_id=row.customer_id,
            customer_name=eyes.name(customer_name or ""),
            call_id=row.call_id,
            recording_id=row.recording_id,
            from_s=row.from_s,
            length_s=row.length_s,
            left_at=row.left_at,
            done_by=row.done_by,
            done_at=row.done_at,
            note=row.note,
        )


def _with_customer(table: Any) -> Select[Any, str | None]:
    """Rows of this table with the name of their customer."""
    of_customer: ColumnElement[bool] = Customer.customer_id == table.customer_id
    statement: Any = select(table, Customer.name).outerjoin(Customer, of_customer)
    return statement
