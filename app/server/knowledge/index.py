"""Makes articles findable: splits what is published into terms and keeps them beside it.

In:  articles whose ``indexed_as`` is not ours: new and changed ones, all after a change of words. Out: rows
of terms. Splitting runs in a thread outside of any transaction; a crash in between leaves it to be done.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.server.knowledge import ranking
from app.server.knowledge.jieba_words import JiebaWords
from app.server.storage.database import Database
from app.server.storage.tables import Article, Posting

log = logging.getLogger(__name__)
IN_ONE_GO = 20  # articles that are split before they are written
ROWS_IN_ONE_WRITE = 2000


@dataclass(frozen=True, slots=True)
class Split:
    article_id: str
    version: int
    impacts: dict[str, float]


class ArticleIndex:
    """``words``: how texts are split; with other words of the company everything is split anew."""

    def __init__(self, database: Database, words: JiebaWords, own_words: tuple[str, ...]) -> None:
        self._database = database
        self._words = words
        digest = hashlib.sha256("\n".join(sorted(own_words)).encode()).hexdigest()[:12]
        self._name = f"{ranking.VERSION}-{digest}"
        self._one_at_a_time = asyncio.Lock()

    async def catch_up(self) -> int:
        """Everything that is published and not findable yet; how many these were."""
        async with self._one_at_a_time:
            done = 0
            while pending := await self._database.read(self._pending):
                if not self._words.is_ready:
                    await asyncio.to_thread(self._words.load)
                split = await asyncio.to_thread(self._split, pending)
                for batch in _batches(split):
                    await self._database.write(lambda session, batch=batch: self._keep(session, batch))
                done += len(split)
            if done:
                log.info("%d articles are made findable", done)
            return done

    def catch_up_now(self) -> int:
        """Blocking: the same for the command line."""
        done = 0
        while pending := self._database.read_now(self._pending):
            self._words.load()
            split = self._split(pending)
            for batch in _batches(split):
                self._database.write_now(lambda session, batch=batch: self._keep(session, batch))
            done += len(split)
        return done

    def _pending(self, session: Session) -> list[Article]:
        wanted = (Article.published_version > 0, Article.indexed_as != self._name)
        return list(session.scalars(select(Article).where(*wanted).limit(IN_ONE_GO)))

    def _split(self, articles: list[Article]) -> list[Split]:
        return [
            Split(
                row.article_id,
                row.published_version,
                ranking.impacts(
                    ranking.Text(row.title, row.questions, row.tags, row.say, row.plain), self._words
                ),
            )
            for row in articles
        ]

    def _keep(self, session: Session, batch: list[Split]) -> None:
        for each in batch:
            mark = (
                update(Article)
                .where(Article.article_id == each.article_id, Article.published_version == each.version)
                .values(indexed_as=self._name)
                .returning(Article.article_id)
            )
            if session.scalars(mark).first() is None:
                continue  # another version meanwhile: it is still pending
            session.execute(delete(Posting).where(Posting.article_id == each.article_id))
            rows = [
                {"term": term, "article_id": each.article_id, "impact": impact}
                for term, impact in each.impacts.items()
            ]
            if rows:
                session.execute(insert(Posting), rows)


def _batches(split: list[Split]) -> list[list[Split]]:
    """So that nobody waits long for the one writer."""
    batches: list[list[Split]] = []
    rows = ROWS_IN_ONE_WRITE
    for each in split:
        if rows + len(each.impacts) > ROWS_IN_ONE_WRITE:
            batches.append([])
            rows = 0
        batches[-1].append(each)
        rows += len(each.impacts)
    return batches
