"""Figures of surveys and flows. Agents see how they were rated themselves, supervisors all."""

from __future__ import annotations

from datetime import datetime, timedelta

from fastapi import APIRouter, Depends, Path, Query

from app.contracts.followups import FlowFigures, SurveyFigures
from app.server.api.rooms import Rooms, utc_now
from app.server.calls.figures import flow_figures, survey_figures
from app.server.security.model import NotAllowedError, SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError

USUAL_SPAN = timedelta(days=30)
LONGEST_SPAN = timedelta(days=400)


def figures_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["figures"])
    database, directory = rooms.parts.database, rooms.parts.directory

    @router.get("/surveys")
    async def surveys(
        since: datetime | None = None,
        until: datetime | None = None,
        agent: str | None = Query(None, max_length=64),
        queue: str | None = Query(None, max_length=64),
        user: SignedInUser = Depends(rooms.user),
    ) -> list[SurveyFigures]:
        """By agent, queue and question; of the last 30 days unless a span is given."""
        begin, end = span(since, until)
        whose = agent if user.leads else user.user_id
        if not user.leads and agent not in (None, user.user_id):
            raise NotAllowedError("Only supervisors see how others were rated.")
        return await database.read(
            lambda session: survey_figures(session, directory, begin, end, whose, queue)
        )

    @router.get("/flows/{flow_id}/figures")
    async def flow(
        flow_id: str = Path(max_length=64),
        since: datetime | None = None,
        until: datetime | None = None,
        user: SignedInUser = Depends(rooms.user),
    ) -> FlowFigures:
        """Visits, exits and seconds of each node, and the self-service rate; of the last 30 days."""
        if not user.leads:
            raise NotAllowedError("Only supervisors and administrators see figures of flows.")
        begin, end = span(since, until)
        known = directory.plan.flows.get(flow_id)
        found = await database.read(lambda session: flow_figures(session, flow_id, known, begin, end))
        if known is None and not found.entered and not found.nodes:
            raise NotFoundError("There is no such flow.")
        return found

    return router


def span(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    """Raises InvalidValueError."""
    end = until or utc_now()
    if end.tzinfo is None or (since is not None and since.tzinfo is None):
        raise InvalidValueError("The times need a time zone.")
    begin = since or end - USUAL_SPAN
    if not timedelta(0) < end - begin <= LONGEST_SPAN:
        raise InvalidValueError(f"The span must be longer than nothing and at most {LONGEST_SPAN.days} days.")
    return begin, end
