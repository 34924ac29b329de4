"""What tests of the knowledge base share: the words of Chinese, read once a run; nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from app.server.directory.service import DirectoryService
from app.server.knowledge.jieba_words import JiebaWords
from app.server.knowledge.synonyms import chinese_words, read_groups

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SYNONYMS = Path(__file__).parents[2] / "resources" / "knowledge" / "synonyms.yaml"


@cache
def words_once() -> JiebaWords:
    words = JiebaWords(tuple(chinese_words(read_groups(SYNONYMS))))
    words.load()
    return words


def nobody_here() -> DirectoryService:
    class Nobody:
        users: tuple[Any, ...] = ()

        def display_name(self, user_id: str) -> str:
            return ""

        def user(self, user_id: str) -> None:
            return None

    return cast("DirectoryService", Nobody())
