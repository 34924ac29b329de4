"""To whom a call was offered, and why: rows of table ``offers`` as data and in sentences.

In:  a session, a call's id. Out: every offer in the order in which they were made.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.contracts.routing import AssignmentView, CandidateView, ScoreView
from app.server.calls.explaining import Words, sentences
from app.server.core.types import Explanation
from app.server.directory.service import DirectoryService
from app.server.storage.tables import Call, OfferRow, QueueEntry

log = logging.getLogger(__name__)


def assignments(session: Session, call_id: str, directory: DirectoryService) -> list[AssignmentView]:
    call = session.get(Call, call_id)
    entered = session.scalars(
        select(QueueEntry.entered_at).where(QueueEntry.call_id == call_id).order_by(QueueEntry.seq)
    ).all()
    offers = session.scalars(
        select(OfferRow).where(OfferRow.call_id == call_id).order_by(OfferRow.made_at, OfferRow.offer_id)
    )
    return [
        _view(row, call.level if call else "", _waited_s(row.made_at, entered), directory) for row in offers
    ]


def _waited_s(made_at: datetime, entered: Sequence[datetime]) -> float | None:
    before = [at for at in entered if at <= made_at]
    return (made_at - before[-1]).total_seconds() if before else None


def _view(row: OfferRow, level: str, waited_s: float | None, directory: DirectoryService) -> AssignmentView:
    why = _explanation(row)
    base, of_level, extra, ageing = why.score_parts
    said = {
        language: sentences(
            why,
            Words(
                language,
                agent=lambda agent_id, language=language: directory.name_in(agent_id, language),
                skill=lambda skill, language=language: directory.label_name("SKILL", skill, language),
                level=level,
                waited_s=waited_s,
            ),
        )
        for language in ("zh", "en")
    }
    return AssignmentView(
        offer_id=row.offer_id,
        agent_id=row.agent_id,
        agent_name=directory.display_name(row.agent_id),
        queue=directory.queue_label(row.queue_id),
        made_at=row.made_at,
        ended_at=row.ended_at,
        result=row.result,
        rule=why.rule,
        special=why.special,
        wants=why.wants,
        relaxed=why.relaxed,
        waited_s=waited_s,
        line=why.line,
        score=ScoreView(total=why.score, base=base, level=of_level, extra=extra, ageing=ageing),
        candidates=[
            CandidateView(
                agent_id=each.agent_id,
                name=directory.display_name(each.agent_id),
                idle_s=each.idle_s,
                excluded=each.excluded,
                standing=list(each.standing),
            )
            for each in why.candidates
        ],
        others=why.others,
        zh=said["zh"],
        en=said["en"],
    )


def _explanation(row: OfferRow) -> Explanation:
    """One written by an older program lacks some fields; a damaged one says only who was chosen."""
    try:
        return msgspec.convert(row.why, type=Explanation)
    except msgspec.ValidationError as error:
        log.warning("explanation of offer %s: %s", row.offer_id, error)
        return Explanation(rule="", chosen=row.agent_id, candidates=())
