"""Articles as they are read: one of them, lists, versions, categories; who reads how often.

In:  who asks. Out: views. Readers know what is published and valid today and nothing else; who may write sees
drafts and every version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from app.contracts.base import Page
from app.contracts.knowledge import (
    ArticleAttachment,
    ArticleHit,
    ArticleKind,
    ArticleState,
    ArticleVersion,
    ArticleView,
    CategoryView,
)
from app.contracts.people import Label
from app.contracts.replies import ReplyLanguage
from app.server.knowledge.categories import version_of_row
from app.server.knowledge.excerpt import excerpt
from app.server.knowledge.model import State, Validity
from app.server.knowledge.search import readable
from app.server.security.model import Right, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.paging import decode_cursor, encode_cursor, older_than
from app.server.storage.tables import Article, ArticleFile, ArticleVersionRow, ArticleVote, KnowledgeCategory
from app.server.storage.types import to_us

NameOf = Callable[[str], str]  # user id → how she is called
CanSpeak = Callable[[str, str], bool]  # language, text
NEWEST = 0  # as a version: whatever is newest


def says_nothing(_language: str, _text: str) -> bool:
    return False


class ArticleReading:
    """``today``: the day here; ``name_of``: how a user is called. ``can_speak``: whether the server has a
    voice for a text."""

    def __init__(self, database: Database, today: Callable[[], date], name_of: NameOf) -> None:
        self._database = database
        self.can_speak: CanSpeak = says_nothing
        self._today = today
        self._name_of = name_of
        self._views: Counter[str] = Counter()

    async def get(self, user: SignedInUser, article_id: str, version: int | None = None) -> ArticleView:
        """``version`` None: what is published. Raises NotFoundError."""
        view = await self._database.read(lambda session: self.view(session, user, article_id, version))
        if version is None:
            self._views[article_id] += 1
        return view

    def view(
        self, session: Session, user: SignedInUser, article_id: str, version: int | None = None
    ) -> ArticleView:
        """As ``get``, inside a transaction, not counted."""
        row = session.get(Article, article_id)
        writes = user.may(Right.WRITE_KNOWLEDGE)
        if row is None or not (writes or (version is None and self._is_readable(row))):
            raise NotFoundError("There is no such article.")
        number = version or (row.latest_version if version == NEWEST else row.published_version)
        text = session.get(ArticleVersionRow, (article_id, number or row.latest_version))
        if text is None:
            raise NotFoundError("There is no such version of the article.")
        return self._view(session, user, row, text)

    def _is_readable(self, row: Article) -> bool:
        valid = Validity(row.valid_from, row.valid_until)
        return row.published_version > 0 and valid.holds_on(self._today())

    def _view(
        self, session: Session, user: SignedInUser, row: Article, text: ArticleVersionRow
    ) -> ArticleView:
        mine = session.get(ArticleVote, (row.article_id, user.user_id))
        category = session.get(KnowledgeCategory, text.category_id)
        files = session.scalars(
            select(ArticleFile).where(ArticleFile.article_id == row.article_id).order_by(ArticleFile.at)
        )
        newer = row.latest_version > text.version and row.latest_state in ("DRAFT", "REVIEW")
        return ArticleView(
            article_id=row.article_id,
            version=text.version,
            state=self._state(text.state, text.valid_until),
            kind=cast("ArticleKind", text.kind),
            title=text.title,
            body=text.body,
            say=text.say,
            questions=text.questions,
            category_id=text.category_id,
            category=_name(category, text.language),
            tags=text.tags,
            queues=text.queues,
            language=cast("ReplyLanguage", text.language),
            valid_from=text.valid_from,
            valid_until=text.valid_until,
            written_by=self._name_of(text.written_by),
            written_at=text.written_at,
            approved_by=self._name_of(text.approved_by) if text.approved_by else "",
            approved_at=text.approved_at,
            useful=row.useful,
            not_useful=row.not_useful,
            my_vote=mine.useful if mine else None,
            views=row.views + self._views[row.article_id],
            draft_version=row.latest_version if newer and user.may(Right.WRITE_KNOWLEDGE) else None,
            attachments=[
                ArticleAttachment(
                    attachment_id=each.attachment_id,
                    name=each.name,
                    media_type=each.media_type,
                    size_bytes=each.size_bytes,
                )
                for each in files
            ],
            note=text.note,
            speakable=bool(text.say) and self.can_speak(text.language, text.say),
        )

    async def to_speak(self, user: SignedInUser, article_id: str) -> ArticleView:
        """What is published, to be spoken. Raises NotFoundError, InvalidValueError."""
        view = await self._database.read(lambda session: self.view(session, user, article_id))
        if not view.say:
            raise InvalidValueError("There is nothing in this article to be said word for word.")
        return view

    def _state(self, state: str, valid_until: date | None) -> ArticleState:
        over = Validity(None, valid_until).is_over(self._today())
        return "EXPIRED" if over and state == State.PUBLISHED.value else cast("ArticleState", state)

    async def versions(self, user: SignedInUser, article_id: str) -> list[ArticleVersion]:
        """Newest first. Raises NotFoundError, also for readers."""

        def read(session: Session) -> list[ArticleVersion]:
            self.view(session, user, article_id, NEWEST)
            statement = select(ArticleVersionRow).where(ArticleVersionRow.article_id == article_id)
            rows = session.scalars(statement.order_by(ArticleVersionRow.version.desc()).limit(200))
            return [
                ArticleVersion(
                    version=row.version,
                    state=self._state(row.state, row.valid_until),
                    title=row.title,
                    written_by=self._name_of(row.written_by),
                    written_at=row.written_at,
                    note=row.note,
                )
                for row in rows
            ]

        return await self._database.read(read)

    async def page(
        self,
        user: SignedInUser,
        state: ArticleState,
        category_ids: frozenset[str],
        kind: str,
        cursor: str | None,
        limit: int,
    ) -> Page[ArticleHit]:
        """Changed last first. Readers find nothing but what is published. Raises InvalidValueError."""
        writes = user.may(Right.WRITE_KNOWLEDGE)
        if state != "PUBLISHED" and not writes:
            return Page[ArticleHit](items=[])
        after = decode_cursor(cursor, (int, str)) if cursor else None

        def read(session: Session) -> Page[ArticleHit]:
            statement = select(Article).where(*self._in_state(state))
            if category_ids:
                statement = statement.where(Article.category_id.in_(category_ids))
            if kind:
                statement = statement.where(Article.kind == kind)
            if after:
                statement = statement.where(older_than(Article.updated_at, Article.article_id, after))
            order = (Article.updated_at.desc(), Article.article_id.desc())
            rows = list(session.scalars(statement.order_by(*order).limit(limit + 1)))
            categories = {each.category_id: each for each in session.scalars(select(KnowledgeCategory))}
            last = rows[limit - 1] if len(rows) > limit else None
            return Page[ArticleHit](
                items=[self._hit(row, state, categories) for row in rows[:limit]],
                next_cursor=encode_cursor(to_us(last.updated_at), last.article_id) if last else None,
            )

        return await self._database.read(read)

    def _in_state(self, state: ArticleState) -> list[ColumnElement[bool]]:
        today = self._today()
        if state == "PUBLISHED":
            return readable(today)
        if state == "EXPIRED":
            return [Article.published_version > 0, Article.valid_until < today]
        if state == "REPLACED":
            raise InvalidValueError("Versions that were replaced are listed with their article.")
        return [Article.latest_state == state]

    def _hit(
        self, row: Article, state: ArticleState, categories: Mapping[str, KnowledgeCategory]
    ) -> ArticleHit:
        is_draft = state in ("DRAFT", "REVIEW")
        return ArticleHit(
            article_id=row.article_id,
            kind=cast("ArticleKind", row.kind),
            title=row.latest_title if is_draft else row.title,
            snippet=excerpt([row.say, row.plain], ()),
            category=_name(categories.get(row.category_id), row.language),
            language=cast("ReplyLanguage", row.language),
            score=0.0,
            state=state,
            updated_at=row.updated_at,
            useful=row.useful,
            written_by=self._name_of(row.latest_by) if is_draft else "",
        )

    async def categories(self) -> list[CategoryView]:
        def read(session: Session) -> list[CategoryView]:
            statement = select(Article.category_id, func.count()).where(*readable(self._today()))
            counts = {
                str(row[0]): int(row[1]) for row in session.execute(statement.group_by(Article.category_id))
            }
            rows = session.scalars(
                select(KnowledgeCategory).order_by(KnowledgeCategory.position, KnowledgeCategory.name_zh)
            )
            return [
                CategoryView(
                    category_id=row.category_id,
                    name=Label(code=row.category_id, zh=row.name_zh, en=row.name_en or row.name_zh),
                    parent_id=row.parent_id,
                    position=row.position,
                    articles=counts.get(row.category_id, 0),
                    experts=row.experts,
                    version=version_of_row(row),
                )
                for row in rows
            ]

        return await self._database.read(read)

    async def any_published(self) -> bool:
        one = select(Article.article_id).where(Article.published_version > 0).limit(1)
        return await self._database.read(lambda session: session.scalars(one).first() is not None)

    async def below(self, category_id: str) -> frozenset[str]:
        """The category and all that are below it; empty for ""."""
        if not category_id:
            return frozenset()

        def read(session: Session) -> frozenset[str]:
            found = {category_id}
            while True:
                inside = select(KnowledgeCategory.category_id).where(KnowledgeCategory.parent_id.in_(found))
                more = set(session.scalars(inside)) - found
                if not more:
                    return frozenset(found)
                found |= more

        return await self._database.read(read)

    async def save_views(self) -> None:
        """How often articles were opened since the last time, in one short write."""
        counts, self._views = self._views, Counter()
        if not counts:
            return

        def write(session: Session) -> None:
            for article_id, count in counts.items():
                one = update(Article).where(Article.article_id == article_id)
                session.execute(one.values(views=Article.views + count))

        await self._database.write(write)


def _name(category: KnowledgeCategory | None, language: str) -> str:
    if category is None:
        return ""
    return (category.name_en if language == "en" else "") or category.name_zh
