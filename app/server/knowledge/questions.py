"""Ask the expert: questions that no article answers, and their answers. Writes run inside transactions.

Who asks sees her own questions; the experts of a category and who may write articles see and answer all.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.knowledge import NewArticle, NewQuestion, QuestionAnswer, QuestionView
from app.server.knowledge.articles import ArticleWriting, checked_category
from app.server.knowledge.people import People
from app.server.noticing import Notice, Notices, ToUser
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import Article, ExpertQuestion, KnowledgeCategory
from app.server.storage.types import to_us

_LONGEST_TITLE = 200


class Questions:
    def __init__(self, database: Database, writing: ArticleWriting, notices: Notices, people: People) -> None:
        self._database = database
        self._writing = writing
        self._notices = notices
        self._people = people

    async def page(
        self, user: SignedInUser, *, is_open: bool | None, cursor: str | None, limit: int
    ) -> Page[QuestionView]:
        """Newest first; ``is_open``: only those without (or with) an answer. Raises InvalidValueError."""
        after = decode_cursor(cursor, (int, str)) if cursor else None

        def read(session: Session) -> Page[QuestionView]:
            statement = select(ExpertQuestion)
            if not user.may(Right.WRITE_KNOWLEDGE):
                mine = [row.category_id for row in _categories(session) if user.user_id in row.experts]
                seen = or_(ExpertQuestion.asked_by == user.user_id, ExpertQuestion.category_id.in_(mine))
                statement = statement.where(seen)
            if is_open is not None:
                answered = ExpertQuestion.answered_at
                statement = statement.where(answered.is_(None) if is_open else answered.is_not(None))
            if after:
                older = older_than(ExpertQuestion.asked_at, ExpertQuestion.question_id, after)
                statement = statement.where(older)
            order = (ExpertQuestion.asked_at.desc(), ExpertQuestion.question_id.desc())
            rows = list(session.scalars(statement.order_by(*order).limit(limit + 1)))
            names = {row.category_id: row for row in _categories(session)}
            last = rows[limit - 1] if len(rows) > limit else None
            return Page[QuestionView](
                items=[self._view(user, row, names.get(row.category_id)) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.asked_at), last.question_id) if last else None,
            )

        return await self._database.read(read)

    def ask(self, session: Session, user: SignedInUser, new: NewQuestion, now: datetime) -> QuestionView:
        """Raises InvalidValueError."""
        text = new.text.strip()
        if len(text) < 3:
            raise InvalidValueError("A question needs some words.")
        category_id = checked_category(session, new.category_id) if new.category_id else ""
        if new.article_id:
            article = session.get(Article, new.article_id)
            if article is None:
                raise InvalidValueError("There is no such article.")
            category_id = category_id or article.category_id
        row = ExpertQuestion(
            question_id=f"question-{uuid.uuid4().hex}",
            text=text,
            category_id=category_id,
            article_id=new.article_id or None,
            call_id=new.call_id or None,
            asked_by=user.user_id,
            asked_at=now,
            answered_at=None,
        )
        session.add(row)
        session.flush()
        category = session.get(KnowledgeCategory, category_id)
        for user_id in self._people.experts(category.experts if category else ()):
            self._tell(session, user, row, "question.asked", user_id, now)
        return self._view(user, row, category)

    def answer(
        self, session: Session, user: SignedInUser, question_id: str, answer: QuestionAnswer, now: datetime
    ) -> QuestionView:
        """An answer may be put right later. Raises NotFoundError, NotAllowedError, InvalidValueError."""
        row = session.get(ExpertQuestion, question_id)
        category = session.get(KnowledgeCategory, row.category_id) if row else None
        may = self._may_answer(user, category)
        if row is None or not (may or row.asked_by == user.user_id):
            raise NotFoundError("There is no such question.")
        if not may:
            raise NotAllowedError("Questions are answered by the experts of their category.")
        text = answer.text.strip()
        if not text:
            raise InvalidValueError("An answer needs some words.")
        row.answer, row.answered_by, row.answered_at = text, user.user_id, now
        if answer.make_article:
            row.article_id = self._article_of(session, user, row, category, now)
        session.flush()
        note_deed(session, now, user.user_id, "question.answered", question_id)
        self._tell(session, user, row, "question.answered", row.asked_by, now)
        return self._view(user, row, category)

    def _article_of(
        self,
        session: Session,
        user: SignedInUser,
        row: ExpertQuestion,
        category: KnowledgeCategory | None,
        now: datetime,
    ) -> str:
        first = category or next(iter(_categories(session)), None)
        if first is None:
            raise InvalidValueError("There is no category yet in which the article could stand.")
        is_chinese = any("\u4e00" <= character <= "\u9fff" for character in row.text)
        new = NewArticle(
            kind="FAQ",
            title=" ".join(row.text.split())[:_LONGEST_TITLE],
            body=row.answer,
            category_id=first.category_id,
            language="zh" if is_chinese else "en",
        )
        return self._writing.create(session, user, new, now).article_id

    def _tell(
        self, session: Session, by: SignedInUser, row: ExpertQuestion, template: str, to: str, now: datetime
    ) -> None:
        if to == by.user_id:
            return
        values = {"question": row.text[:200], "answer": row.answer[:400], "by": by.display_name}
        key = f"{template}:{row.question_id}:{to}:{int(now.timestamp())}"
        notice = Notice(key, template, ToUser(to), values, f"question:{row.question_id}")
        self._notices.post(session, notice, now)

    def _may_answer(self, user: SignedInUser, category: KnowledgeCategory | None) -> bool:
        return user.may(Right.WRITE_KNOWLEDGE) or (category is not None and user.user_id in category.experts)

    def _view(
        self, user: SignedInUser, row: ExpertQuestion, category: KnowledgeCategory | None
    ) -> QuestionView:
        return QuestionView(
            question_id=row.question_id,
            text=row.text,
            category=category.name_zh if category else "",
            article_id=row.article_id,
            asked_by=self._people.name(row.asked_by),
            asked_at=row.asked_at,
            answer=row.answer,
            answered_by=self._people.name(row.answered_by) if row.answered_by else "",
            answered_at=row.answered_at,
            mine=row.asked_by == user.user_id,
            call_id=row.call_id,
            may_answer=self._may_answer(user, category),
        )


def _categories(session: Session) -> list[KnowledgeCategory]:
    return list(session.scalars(select(KnowledgeCategory).order_by(KnowledgeCategory.position)))
