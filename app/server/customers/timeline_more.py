"""What else stands in a customer's time line: how he rated a talk, voice messages he left, texts sent to him.

In:  a customer, after which item, how many. Out: items of one kind, newest first, each with its row's id.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.contracts.customers import TimelineItem
from app.server.customers.timeline_order import Cursor, Found, Words, newest
from app.server.customers.timeline_tickets import older
from app.server.storage.tables import Call, MessageOut, SurveyAnswerRow, VoiceMessage


def surveys(s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int) -> Found:
    """One item a talk, with all that he answered."""
    rated = exists().where(SurveyAnswerRow.call_id == Call.call_id)
    statement = select(Call).where(Call.customer_id == customer_id, Call.ended_at.is_not(None), rated)
    calls = list(s.scalars(newest(statement, Call.ended_at, Call.call_id, after, rank, limit)))
    answers: defaultdict[str, list[SurveyAnswerRow]] = defaultdict(list)
    given = select(SurveyAnswerRow).where(SurveyAnswerRow.call_id.in_([call.call_id for call in calls]))
    for row in s.scalars(given.order_by(SurveyAnswerRow.seq)):
        answers[row.call_id].append(row)
    return [(call.call_id, _survey_item(call, answers[call.call_id], words)) for call in calls]


def voice_messages(
    s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int
) -> Found:
    statement = select(VoiceMessage).where(VoiceMessage.customer_id == customer_id)
    rows = s.scalars(newest(statement, VoiceMessage.left_at, VoiceMessage.message_id, after, rank, limit))
    return [(row.message_id, _voice_item(row, words)) for row in rows]


def texts(s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int) -> Found:
    """Sent in a call of his."""
    statement = select(MessageOut).join(Call, Call.call_id == MessageOut.call_id)
    statement = statement.where(Call.customer_id == customer_id, MessageOut.customer_id.is_(None))
    return _messages(s, statement, words, after, rank, limit)


def told(s: Session, customer_id: str, words: Words, after: Cursor | None, rank: int, limit: int) -> Found:
    """Sent to him, about a ticket or by hand."""
    statement = select(MessageOut).where(MessageOut.customer_id == customer_id)
    return _messages(s, statement, words, after, rank, limit)


def _messages(
    s: Session, statement: Select[MessageOut], words: Words, after: Cursor | None, rank: int, limit: int
) -> Found:
    if after is not None:
        statement = statement.where(older(MessageOut.at, MessageOut.message_id, after, rank))
    rows = s.scalars(statement.order_by(MessageOut.at.desc(), MessageOut.message_id.desc()).limit(limit))
    return [(str(row.message_id), _text_item(row, words)) for row in rows]


def _survey_item(call: Call, answers: list[SurveyAnswerRow], words: Words) -> TimelineItem:
    assert call.ended_at is not None
    rated = next((answer.agent_id for answer in answers if answer.agent_id), None)
    return TimelineItem(
        item_id=f"survey:{call.call_id}",
        kind="SURVEY",
        at=call.ended_at,
        title=words.queue(call.queue_id),
        result=" · ".join(str(answer.score) for answer in answers),
        detail="\n".join(f"{answer.question}: {answer.score}" for answer in answers),
        agent_name=words.directory.display_name(rated),
    )


def _voice_item(row: VoiceMessage, words: Words) -> TimelineItem:
    minutes, seconds = divmod(round(row.length_s), 60)
    return TimelineItem(
        item_id=f"message:{row.message_id}",
        kind="MESSAGE",
        at=row.left_at,
        title=f"{words.either('语音留言', 'Voice message')} {minutes}:{seconds:02}",
        result=words.either("已处理", "Done") if row.state == "DONE" else words.either("待处理", "To do"),
        detail=row.note,
        status=row.state,
        agent_name=words.directory.display_name(row.done_by or None),
    )


def _text_item(row: MessageOut, words: Words) -> TimelineItem:
    result = {
        "NEW": words.either("发送中", "On its way"),
        "SENT": words.either("已发送", "Sent"),
        "FAILED": words.either("未送达", "Not sent"),
        "SKIPPED": words.either("未发送", "Not sent"),
    }
    by_mail = row.channel == "EMAIL"
    return TimelineItem(
        item_id=f"text:{row.message_id}",
        kind="MESSAGE",
        at=row.at,
        title=words.either("邮件", "E-mail") if by_mail else words.either("短信", "Text message"),
        result=result.get(row.state, row.state),
        detail=row.text,
        status=row.state,
    )
