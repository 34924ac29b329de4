"""Writing articles: drafts, what happens to them, votes. All inside write transactions.

Who may write saves drafts and hands them in; who may approve publishes what somebody else wrote. Every text
that was ever saved is kept as a version.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.contracts.knowledge import ArticleStep, ArticleView, NewArticle, UsefulVote
from app.server.knowledge.model import (
    MOST_ARTICLES,
    ArticleChangedError,
    OwnArticleError,
    State,
    Step,
    StepNotPossibleError,
    TooManyArticlesError,
    next_state,
)
from app.server.knowledge.people import People
from app.server.knowledge.plain import plain_text
from app.server.knowledge.reading import NEWEST, ArticleReading
from app.server.noticing import Notice, Notices, ToUser
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import Article, ArticleVersionRow, ArticleVote, KnowledgeCategory

# What two people may change at the same time, each something else.
FIELDS = (
    "kind", "title", "body", "say", "questions", "category_id", "tags", "queues", "language", "valid_from",
    "valid_until",
)  # fmt: skip
_NEEDS_APPROVAL = frozenset({Step.APPROVE, Step.RETURN, Step.RESTORE})
_LONGEST_LINE = 200


class ArticleWriting:
    """Said by whoever holds a write transaction."""

    def __init__(self, reading: ArticleReading, notices: Notices, people: People) -> None:
        self._reading = reading
        self._notices = notices
        self._people = people

    def create(self, session: Session, user: SignedInUser, new: NewArticle, now: datetime) -> ArticleView:
        """Raises NotAllowedError, InvalidValueError, TooManyArticlesError."""
        _must(user, Right.WRITE_KNOWLEDGE)
        fields = _checked(session, new)
        if (session.scalar(select(func.count()).select_from(Article)) or 0) >= MOST_ARTICLES:
            raise TooManyArticlesError
        article_id = f"article-{uuid.uuid4().hex}"
        row = Article(
            article_id=article_id,
            latest_state=State.DRAFT.value,
            latest_title=fields["title"],
            latest_by=user.user_id,
            updated_at=now,
        )
        _copy_text(row, fields)
        session.add(row)
        session.flush()
        session.add(_version(article_id, 1, fields, user, new.note, now))
        session.flush()
        note_deed(session, now, user.user_id, "article.created", article_id, fields["title"])
        return self._reading.view(session, user, article_id, NEWEST)

    def save(
        self, session: Session, user: SignedInUser, article_id: str, new: NewArticle, now: datetime
    ) -> ArticleView:
        """A new draft, merged with what others changed meanwhile.

        Raises NotFoundError, NotAllowedError, InvalidValueError, ArticleChangedError.
        """
        _must(user, Right.WRITE_KNOWLEDGE)
        row = _article(session, article_id)
        fields = _checked(session, new)
        latest = _text(session, article_id, row.latest_version)
        if new.base_version is not None and new.base_version != latest.version:
            base = _text(session, article_id, new.base_version)
            fields = self._merged(session, user, article_id, base, latest, fields)
        if latest.version != row.published_version:
            latest.state = next_state(State(latest.state), Step.REPLACE).value
        row.latest_version = latest.version + 1
        session.add(_version(article_id, row.latest_version, fields, user, new.note, now))
        row.latest_state, row.latest_title = State.DRAFT.value, fields["title"]
        row.latest_by, row.updated_at = user.user_id, now
        if not row.published_version:
            _copy_text(row, fields)
        session.flush()
        note_deed(session, now, user.user_id, "article.changed", article_id, fields["title"])
        return self._reading.view(session, user, article_id, NEWEST)

    def _merged(
        self,
        session: Session,
        user: SignedInUser,
        article_id: str,
        base: ArticleVersionRow,
        latest: ArticleVersionRow,
        mine: dict[str, Any],
    ) -> dict[str, Any]:
        """Theirs where I changed nothing. Raises ArticleChangedError where both changed the same."""
        old, theirs = _fields(base), _fields(latest)
        both = [name for name in FIELDS if old[name] != theirs[name] and old[name] != mine[name]]
        both = [name for name in both if theirs[name] != mine[name]]
        if both:
            present = self._reading.view(session, user, article_id, NEWEST)
            raise ArticleChangedError(present.model_dump(mode="json"), both)
        return {name: mine[name] if mine[name] != old[name] else theirs[name] for name in FIELDS}

    def step(
        self,
        session: Session,
        user: SignedInUser,
        article_id: str,
        step: Step,
        wish: ArticleStep,
        now: datetime,
    ) -> ArticleView:
        """Raises NotFoundError, NotAllowedError, OwnArticleError, StepNotPossibleError."""
        _must(user, Right.APPROVE_KNOWLEDGE if step in _NEEDS_APPROVAL else Right.WRITE_KNOWLEDGE)
        row = _article(session, article_id)
        text = _text(session, article_id, wish.version)
        before = State(text.state)
        if wish.version not in (row.latest_version, row.published_version):
            raise StepNotPossibleError
        if step is Step.WITHDRAW and before is not State.DRAFT:
            _must(user, Right.APPROVE_KNOWLEDGE)
        if step is Step.APPROVE and user.user_id in _authors(session, row):
            raise OwnArticleError("Nobody approves what she wrote herself: ask a colleague.")
        after = next_state(before, step)
        text.state = after.value
        if wish.note.strip():
            text.note = wish.note.strip()
        if after is State.PUBLISHED:
            self._publish(session, row, text, user, now)
        elif row.published_version == text.version:
            row.published_version = 0
        if text.version == row.latest_version:
            row.latest_state = after.value
        row.updated_at = now
        session.flush()
        detail = f"version {text.version}: {before.value} to {after.value}"
        note_deed(session, now, user.user_id, f"article.{step.value}", article_id, detail)
        self._tell(session, user, row, text, step, now)
        return self._reading.view(session, user, article_id, text.version)

    def _publish(
        self, session: Session, row: Article, text: ArticleVersionRow, user: SignedInUser, now: datetime
    ) -> None:
        if row.published_version and row.published_version != text.version:
            old = _text(session, row.article_id, row.published_version)
            old.state = next_state(State(old.state), Step.REPLACE).value
        text.approved_by, text.approved_at = user.user_id, now
        row.published_version, row.indexed_as = text.version, ""
        _copy_text(row, _fields(text))

    def _tell(
        self,
        session: Session,
        user: SignedInUser,
        row: Article,
        text: ArticleVersionRow,
        step: Step,
        now: datetime,
    ) -> None:
        if step is Step.SUBMIT:
            template, to = "article.to-approve", self._people.approvers()
        elif step is Step.APPROVE:
            template, to = "article.approved", [text.written_by]
        elif step is Step.RETURN:
            template, to = "article.returned", [text.written_by]
        else:
            return
        values = {"title": text.title, "by": user.display_name, "note": text.note}
        for user_id in to:
            if user_id != user.user_id:
                key = f"{template}:{row.article_id}:{text.version}:{user_id}:{int(now.timestamp())}"
                notice = Notice(key, template, ToUser(user_id), values, f"article:{row.article_id}")
                self._notices.post(session, notice, now)

    def vote(
        self, session: Session, user: SignedInUser, article_id: str, vote: UsefulVote, now: datetime
    ) -> ArticleView:
        """Raises NotFoundError."""
        view = self._reading.view(session, user, article_id)
        mine = session.get(ArticleVote, (article_id, user.user_id))
        if vote.useful is None:
            if mine is not None:
                session.delete(mine)
        elif mine is None:
            session.add(
                ArticleVote(
                    article_id=article_id,
                    user_id=user.user_id,
                    useful=vote.useful,
                    note=vote.note.strip(),
                    version=view.version,
                    at=now,
                )
            )
        else:
            mine.useful, mine.note, mine.version, mine.at = vote.useful, vote.note.strip(), view.version, now
        session.flush()
        for_it = func.count().filter(ArticleVote.useful.is_(True))
        against = func.count().filter(ArticleVote.useful.is_(False))
        counted = select(for_it, against).where(ArticleVote.article_id == article_id)
        useful, not_useful = session.execute(counted).one()
        one = update(Article).where(Article.article_id == article_id)
        session.execute(one.values(useful=useful, not_useful=not_useful))
        session.expire_all()
        return self._reading.view(session, user, article_id)


def checked_category(session: Session, category_id: str) -> str:
    """Raises InvalidValueError."""
    if session.get(KnowledgeCategory, category_id) is None:
        raise InvalidValueError("There is no such category.")
    return category_id


def _must(user: SignedInUser, right: Right) -> None:
    if not user.may(right):
        what = "approve articles" if right is Right.APPROVE_KNOWLEDGE else "write articles"
        raise NotAllowedError(f"Your role may not {what}.")


def _article(session: Session, article_id: str) -> Article:
    row = session.get(Article, article_id)
    if row is None:
        raise NotFoundError("There is no such article.")
    return row


def _text(session: Session, article_id: str, version: int) -> ArticleVersionRow:
    text = session.get(ArticleVersionRow, (article_id, version)) if 0 < version < 2**31 else None
    if text is None:
        raise NotFoundError("There is no such version of the article.")
    return text


def _authors(session: Session, row: Article) -> set[str]:
    """Who wrote anything of what would be published now."""
    since = select(ArticleVersionRow.written_by).where(
        ArticleVersionRow.article_id == row.article_id,
        ArticleVersionRow.version > row.published_version,
    )
    return set(session.scalars(since))


def _checked(session: Session, new: NewArticle) -> dict[str, Any]:
    """Raises InvalidValueError."""
    title = " ".join(new.title.split())
    if not title:
        raise InvalidValueError("An article needs a title.")
    if new.valid_from and new.valid_until and new.valid_until < new.valid_from:
        raise InvalidValueError("The last day of validity lies before the first.")
    return {
        "kind": new.kind,
        "title": title,
        "body": new.body.replace("\r\n", "\n").strip(),
        "say": new.say.replace("\r\n", "\n").strip(),
        "questions": _lines(new.questions),
        "category_id": checked_category(session, new.category_id),
        "tags": _lines(new.tags),
        "queues": _lines(new.queues),
        "language": new.language,
        "valid_from": new.valid_from,
        "valid_until": new.valid_until,
    }


def _lines(texts: list[str]) -> list[str]:
    """Each once, without empty ones. Raises InvalidValueError."""
    found = list(dict.fromkeys(line for text in texts if (line := " ".join(text.split()))))
    if any(len(line) > _LONGEST_LINE for line in found):
        raise InvalidValueError(f"A question or tag may have at most {_LONGEST_LINE} characters.")
    return found


def _fields(text: ArticleVersionRow) -> dict[str, Any]:
    return {name: getattr(text, name) for name in FIELDS}


def _version(
    article_id: str, version: int, fields: dict[str, Any], user: SignedInUser, note: str, now: datetime
) -> ArticleVersionRow:
    return ArticleVersionRow(
        article_id=article_id,
        version=version,
        state=State.DRAFT.value,
        written_by=user.user_id,
        written_at=now,
        note=note.strip(),
        **fields,
    )


def _copy_text(row: Article, fields: dict[str, Any]) -> None:
    """What readers, lists and the index know of it."""
    for name in FIELDS:
        if name != "body":
            setattr(row, name, fields[name])
    row.plain = plain_text(fields["body"])
