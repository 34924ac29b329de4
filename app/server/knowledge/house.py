"""The knowledge base as a whole: its parts, made and kept running.

In:  the database, who is here, where notices go. Out: services for the API. Words of Chinese are read some
time after the start, in a thread; until then articles are found by pairs of characters.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from app.resources import resource_dir
from app.server.directory.service import DirectoryService
from app.server.knowledge.articles import ArticleWriting
from app.server.knowledge.files import ArticleFiles
from app.server.knowledge.index import ArticleIndex
from app.server.knowledge.jieba_words import JiebaWords
from app.server.knowledge.people import People
from app.server.knowledge.questions import Questions
from app.server.knowledge.reading import ArticleReading
from app.server.knowledge.search import ArticleSearch
from app.server.knowledge.synonyms import chinese_words, read_groups, synonyms_of
from app.server.noticing import Notices
from app.server.security.attachments import AttachmentStore
from app.server.storage.database import Database
from app.server.storage.errors import StorageError
from app.tasks import Spawner

log = logging.getLogger(__name__)
FIRST_AFTER_S = 5.0  # the start has other things to do
EVERY_S = 60.0


def local_today() -> date:
    """The day here, by which validity counts."""
    return datetime.now().astimezone().date()


class KnowledgeHouse:
    """One per server. ``start`` and ``close`` once each, on the event loop."""

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        notices: Notices,
        attachments: AttachmentStore,
        data: Path,
        today: Callable[[], date] = local_today,
        words: JiebaWords | None = None,
    ) -> None:
        groups = read_groups(
            resource_dir() / "knowledge" / "synonyms.yaml", data / "knowledge" / "synonyms.yaml"
        )
        own_words = tuple(chinese_words(groups))
        self.words = words or JiebaWords(own_words)
        self.index = ArticleIndex(database, self.words, own_words)
        people = People(directory)
        self.reading = ArticleReading(database, today, people.name)
        self.writing = ArticleWriting(self.reading, notices, people)
        self.files = ArticleFiles(database, attachments, self.reading)
        self.questions = Questions(database, self.writing, notices, people)
        self.search = ArticleSearch(database, self.words, synonyms_of(groups), today)
        self._tasks = Spawner("knowledge")

    def start(self) -> None:
        self._tasks.spawn(self._run(), "index")

    async def close(self) -> None:
        await self._tasks.close()
        await self._save_views()

    def changed(self) -> None:
        """Something was published: it will be found in a moment."""
        self._tasks.spawn(self._catch_up(), "changed")

    async def _run(self) -> None:
        await asyncio.sleep(FIRST_AFTER_S)
        while True:
            await self._catch_up()
            if not self.words.is_ready and await self._any_article():
                await asyncio.to_thread(self.words.load)
            await self._save_views()
            await asyncio.sleep(EVERY_S)

    async def _catch_up(self) -> None:
        try:
            await self.index.catch_up()
        except StorageError as error:
            log.warning("articles are not made findable yet: %s", error)

    async def _any_article(self) -> bool:
        """Who keeps no articles needs no dictionary."""
        try:
            return await self.reading.any_published()
        except StorageError as error:
            log.warning("whether there are articles is not known: %s", error)
            return False

    async def _save_views(self) -> None:
        try:
            await self.reading.save_views()
        except StorageError as error:
            log.warning("how often articles were read is not kept: %s", error)
