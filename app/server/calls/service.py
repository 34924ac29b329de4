"""Calls as agents and supervisors see them: lists, one call, what came of it, today's figures.

``eyes``: who looks; without them what any agent sees.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.calls import CallOutcomeName, CallRecord, CallResult, CallView, Direction
from app.contracts.parties import LegQualityView
from app.contracts.people import TodayView
from app.contracts.routing import AssignmentView
from app.server.calls import record
from app.server.calls.assignments import assignments
from app.server.calls.model import NotYourCallError, OutcomeRequiredError
from app.server.directory.service import DirectoryService
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.security.viewing import AGENT_EYES, Eyes, Viewing
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import Call, CallParty, CallResultRow, Customer, LedgerRow
from app.server.storage.types import to_us
from app.server.storage.upsert import upsert

_Row = tuple[Call, CallResultRow | None, str | None]


class CallService:
    def __init__(
        self, database: Database, directory: DirectoryService, viewing: Viewing | None = None
    ) -> None:
        self._database = database
        self._directory = directory
        self._viewing = viewing or Viewing(database)

    async def list(
        self,
        user: SignedInUser,
        *,
        mine: bool = True,
        cursor: str | None = None,
        limit: int = 50,
        eyes: Eyes = AGENT_EYES,
    ) -> Page[CallView]:
        """Newest first. Raises NotAllowedError (all calls are for supervisors), InvalidValueError."""
        if not mine and not user.leads:
            raise NotAllowedError("Only supervisors may list all calls.")
        statement = _rows()
        if mine:
            statement = statement.where(_of_agent(user.user_id))
        if cursor:
            before = decode_cursor(cursor, (int, str))
            statement = statement.where(older_than(Call.started_at, Call.call_id, before))
        statement = statement.order_by(Call.started_at.desc(), Call.call_id.desc()).limit(limit + 1)

        def read(session: Session) -> Page[CallView]:
            rows = session.execute(statement).tuples().all()
            last = rows[limit - 1][0] if len(rows) > limit else None
            return Page[CallView](
                items=[self._view(row, eyes) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.started_at), last.call_id) if last else None,
            )

        return await self._database.read(read)

    async def get(self, user: SignedInUser, call_id: str, eyes: Eyes = AGENT_EYES) -> CallRecord:
        """With parties and transfers. Raises NotFoundError, NotYourCallError."""

        def read(session: Session) -> CallRecord:
            row = self._allowed(session, user, call_id)
            return record.record(session, self._view(row, eyes), row[0], self._directory, eyes)

        return await self._database.read(read)

    async def quality(self, user: SignedInUser, call_id: str) -> list[LegQualityView]:
        """One for each line, in the order in which they ended. Raises NotFoundError, NotYourCallError."""

        def read(session: Session) -> list[LegQualityView]:
            self._allowed(session, user, call_id)
            return record.quality(session, call_id)

        return await self._database.read(read)

    async def assignments(self, user: SignedInUser, call_id: str) -> list[AssignmentView]:
        """Each offer of the call, and why. Raises NotFoundError, NotYourCallError."""

        def read(session: Session) -> list[AssignmentView]:
            self._allowed(session, user, call_id)
            return assignments(session, call_id, self._directory)

        return await self._database.read(read)

    def put_result(
        self, session: Session, user: SignedInUser, call_id: str, result: CallResult, now: datetime
    ) -> CallView:
        """Inside a write transaction; the latest result counts. What comes back is kept for a write that is
        sent again: leave for a limited time has no part in it.

        Raises NotFoundError, NotYourCallError, InvalidValueError, OutcomeRequiredError.
        """
        if result.outcome and not self._directory.knows_label("OUTCOME", result.outcome):
            raise InvalidValueError(f"There is no outcome {result.outcome!r}.")
        if result.follow_up_at is not None and result.follow_up_at.tzinfo is None:
            raise InvalidValueError("The follow-up time needs a time zone.")
        self._check_outcome(self._allowed(session, user, call_id)[0], result)
        values = {
            "outcome_code": result.outcome,
            "note": result.note,
            "follow_up_at": result.follow_up_at,
            "by": user.user_id,
            "at": now,
        }
        insert = upsert(session, CallResultRow).values(call_id=call_id, **values)
        session.execute(insert.on_conflict_do_update(index_elements=["call_id"], set_=values))
        session.expire_all()
        return self._one(session, user, call_id)

    async def today(self, agent_id: str, now: datetime | None = None) -> TodayView:
        """Since midnight in the server's time zone. Missed: rang out; a call declined is not counted."""
        midnight = (now or datetime.now(UTC)).astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return await self._database.read(lambda session: _today(session, agent_id, midnight))

    def _check_outcome(self, call: Call, result: CallResult) -> None:
        """As its queue says; of a call of no queue every outcome may be chosen, and none must be."""
        rules = self._directory.desk_rules.get(call.queue_id or "")
        if rules is None:
            return
        if not result.outcome:
            if result.finish and rules.outcome_required:
                raise OutcomeRequiredError
        elif rules.outcomes and result.outcome not in rules.outcomes:
            raise InvalidValueError(f"The outcome {result.outcome!r} is none of this queue's.")

    def _one(self, session: Session, user: SignedInUser, call_id: str) -> CallView:
        return self._view(self._allowed(session, user, call_id), self._viewing.eyes(user).without_leave)

    def _allowed(self, session: Session, user: SignedInUser, call_id: str) -> _Row:
        row = session.execute(_rows().where(Call.call_id == call_id)).tuples().one_or_none()
        if row is None:
            raise NotFoundError("There is no such call.")
        was_in_it = session.scalar(select(_of_agent(user.user_id)).where(Call.call_id == call_id))
        if not was_in_it and not user.leads:
            raise NotYourCallError
        return row

    def _view(self, row: _Row, eyes: Eyes) -> CallView:
        call, result, customer_name = row
        eyes = eyes.of(call.customer_id)
        return CallView(
            call_id=call.call_id,
            started_at=call.started_at,
            ended_at=call.ended_at,
            outcome=cast("CallOutcomeName | None", call.outcome),
            customer_id=call.customer_id,
            customer_name=eyes.name(customer_name or ""),
            caller_number=eyes.number(call.dialled if call.direction == "OUT" else call.caller_number),
            queue=self._directory.queue_label(call.queue_id),
            agent_id=call.agent_id,
            agent_name=self._directory.display_name(call.agent_id),
            waited_s=call.waited_s,
            talk_s=call.talk_s,
            hold_s=call.hold_s,
            result=result.outcome_code if result else "",
            note=result.note if result else "",
            follow_up_at=result.follow_up_at if result else None,
            recording_id=call.recording_id,
            direction=cast("Direction", call.direction),
        )


def _rows() -> Select[Call, CallResultRow | None, str | None]:
    return cast(
        "Select[Call, CallResultRow | None, str | None]",
        select(Call, CallResultRow, Customer.name)
        .outerjoin(CallResultRow, CallResultRow.call_id == Call.call_id)
        .outerjoin(Customer, Customer.customer_id == Call.customer_id),
    )


def _of_agent(agent_id: str) -> ColumnElement[bool]:
    """Calls that she led at the end, or talked in before she passed them on."""
    hers = (CallParty.call_id == Call.call_id, CallParty.agent_id == agent_id, CallParty.kind == "AGENT")
    return or_(Call.agent_id == agent_id, exists().where(*hers))


def _today(session: Session, agent_id: str, midnight: datetime) -> TodayView:
    answered_today = (Call.started_at >= midnight, Call.answered_at.is_not(None), Call.queue_id.is_not(None))
    mine = (*answered_today, _of_agent(agent_id))
    answered = session.scalar(select(func.count()).select_from(Call).where(*mine)) or 0
    average = session.scalar(select(func.avg(Call.talk_s)).where(*mine, Call.ended_at.is_not(None)))
    offers = (LedgerRow.agent_id == agent_id, LedgerRow.at >= midnight, LedgerRow.kind == "OfferEnded")
    payloads = session.scalars(select(LedgerRow.payload).where(*offers))
    missed = sum(1 for payload in payloads if payload.get("result") == "no-answer")
    return TodayView(answered=answered, talk_s_average=float(average or 0.0), missed=missed)
