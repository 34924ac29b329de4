"""Attachments of articles: rows here, their encrypted content in the store of all attachments.

In:  a file, an article. Out: the article; later the file piece by piece. Readers get those of articles that
they may read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.contracts.knowledge import ArticleView
from app.server.knowledge.reading import NEWEST, ArticleReading
from app.server.security.attachments import AttachmentStore, StoredFile
from app.server.security.audit import note_deed
from app.server.security.model import NotAllowedError, Right, SignedInUser
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import Article, ArticleFile

MOST_FILES = 30  # of one article


@dataclass(frozen=True, slots=True)
class OpenFile:
    name: str
    media_type: str
    size_bytes: int
    pieces: Iterator[bytes]


class ArticleFiles:
    def __init__(self, database: Database, store: AttachmentStore, reading: ArticleReading) -> None:
        self._database = database
        self._store = store
        self._reading = reading

    def keep(self, file: BinaryIO, name: str) -> StoredFile:
        """Blocking. Raises as ``AttachmentStore.keep``."""
        return self._store.keep(file, name)

    def drop(self, stored: StoredFile) -> None:
        """Blocking: what could not be attached after all."""
        self._store.remove(stored.blob_id)

    def attach(
        self, session: Session, user: SignedInUser, article_id: str, stored: StoredFile, now: datetime
    ) -> ArticleView:
        """Inside a write transaction. Raises NotAllowedError, NotFoundError, InvalidValueError."""
        self.check_writable(session, user, article_id)
        count = select(func.count()).where(ArticleFile.article_id == article_id)
        if (session.scalar(count) or 0) >= MOST_FILES:
            raise InvalidValueError(f"An article may have at most {MOST_FILES} attachments.")
        session.add(
            ArticleFile(
                attachment_id=stored.blob_id,
                article_id=article_id,
                name=stored.name[:200],
                media_type=stored.media_type,
                size_bytes=stored.size_bytes,
                by=user.user_id,
                at=now,
            )
        )
        session.flush()
        note_deed(session, now, user.user_id, "article.attached", article_id, stored.name)
        return self._reading.view(session, user, article_id, NEWEST)

    def detach(self, session: Session, user: SignedInUser, attachment_id: str, now: datetime) -> ArticleView:
        """Inside a write transaction; ``remove`` its content afterwards. Raises as ``attach``."""
        row = session.get(ArticleFile, attachment_id)
        if row is None:
            raise NotFoundError("This file is no longer there.")
        self.check_writable(session, user, row.article_id)
        session.delete(row)
        session.flush()
        note_deed(session, now, user.user_id, "article.detached", row.article_id, row.name)
        return self._reading.view(session, user, row.article_id, NEWEST)

    def remove(self, attachment_id: str) -> None:
        """Blocking."""
        self._store.remove(attachment_id)

    async def open(self, user: SignedInUser, attachment_id: str) -> OpenFile:
        """Raises NotFoundError, also for files of articles that this user may not read."""

        def read(session: Session) -> OpenFile:
            row = session.get(ArticleFile, attachment_id)
            if row is None:
                raise NotFoundError("This file is no longer there.")
            version = NEWEST if user.may(Right.WRITE_KNOWLEDGE) else None
            self._reading.view(session, user, row.article_id, version)
            pieces = self._store.pieces(row.attachment_id)
            return OpenFile(row.name, row.media_type, row.size_bytes, pieces)

        return await self._database.read(read)

    @staticmethod
    def check_writable(session: Session, user: SignedInUser, article_id: str) -> None:
        """Raises NotAllowedError, NotFoundError."""
        if not user.may(Right.WRITE_KNOWLEDGE):
            raise NotAllowedError("Your role may not write articles.")
        if session.get(Article, article_id) is None:
            raise NotFoundError("There is no such article.")


def known_files(session: Session, blob_ids: Collection[str]) -> set[str]:
    """Those of these that belong to an article: what the store's sweep must not take."""
    rows = select(ArticleFile.attachment_id).where(ArticleFile.attachment_id.in_(list(blob_ids)))
    return set(session.scalars(rows))
