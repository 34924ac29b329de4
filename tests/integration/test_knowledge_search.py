"""Articles are found by what agents type, in both languages and on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import update

from app.server.knowledge.article_files import load_sample_articles, put, read_files
from app.server.knowledge.house import KnowledgeHouse
from app.server.knowledge.jieba_words import JiebaWords
from app.server.knowledge.search import Wish
from app.server.noticing import NoNotices
from app.server.security.attachments import AttachmentStore
from app.server.storage.database import Database
from app.server.storage.tables import Article
from tests.doubles.knowledge import NOW, nobody_here, words_once

QUESTIONS = yaml.safe_load((Path(__file__).parent / "knowledge_questions.yaml").read_text("utf-8"))
RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="session")
def words() -> JiebaWords:
    return words_once()


@pytest.fixture
def house(database: Database, tmp_path: Path, words: JiebaWords) -> Iterator[KnowledgeHouse]:
    """The sample company's articles, findable."""
    made = make(database, tmp_path, words)
    database.write_now(lambda session: load_sample_articles(session, RESOURCES, NOW))
    made.index.catch_up_now()
    yield made


def make(database: Database, folder: Path, words: JiebaWords, today: date | None = None) -> KnowledgeHouse:
    return KnowledgeHouse(
        database,
        nobody_here(),
        NoNotices(),
        AttachmentStore(folder, b"k" * 32),
        folder,
        today=lambda: today or NOW.date(),
        words=words,
    )


def find(house: KnowledgeHouse, database: Database, query: str, **more: Any) -> list[str]:
    hits = database.read_now(lambda session: house.search.find_now(session, Wish(query, **more)))
    return [hit.article_id.removeprefix("article-") for hit in hits]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_agents_type_finds_the_article_that_answers(house, database, language):
    first = within_three = 0.0
    for query, *answers in QUESTIONS[language]:
        found = find(house, database, query)
        places = [found.index(answer) for answer in answers if answer in found]
        first += 1 / (min(places) + 1) if places else 0
        within_three += bool(places) and min(places) < 3
    count = len(QUESTIONS[language])
    assert count == 25
    assert first / count >= 0.85, "mean reciprocal rank"
    assert within_three / count >= 0.95


def test_a_word_that_is_not_typed_to_its_end_finds_already(house, database):
    for typed, wanted in (
        ("净", "ro-filter"), ("净水", "ro-filter"), ("warr", "en-warranty"), ("E4", "robot-stuck"),
    ):  # fmt: skip
        assert wanted in find(house, database, typed), typed
    assert find(house, database, "jinghuaqi")[0].startswith("purifier"), "by its sound, before it is a word"
    assert find(house, database, "以旧换")[0] == "trade-in"


def test_the_queues_own_articles_go_first(house, database):
    assert find(house, database, "冒烟", queue_id="complaints")[0] == "airfryer-smoke"
    usual = find(house, database, "", queue_id="complaints", limit=10)
    assert set(usual[:3]) <= {
        "script-angry", "script-compensation", "airfryer-smoke", "battery-safety", "en-script-calm",
        "en-airfryer",
    }  # fmt: skip
    both = find(house, database, "质量问题 补偿", queue_id="complaints")
    assert both[0] == "script-compensation"


def test_nonsense_finds_nothing_and_breaks_nothing(house, database):
    for query in ("", "   "):
        assert find(house, database, query), "without words: what is there"
    for query in ("?!。、", "\x00", "%_%", "'; drop table x; --", "🙂", "㍿" * 200, "qzx" * 60, "\ud7ff"):
        find(house, database, query)
    assert find(house, database, "zzzzqqq") == []


def test_the_words_found_are_marked(house, database):
    [hit] = database.read_now(lambda session: house.search.find_now(session, Wish("悬崖传感器", limit=1)))
    assert "\u0002传感器\u0003" in hit.snippet
    assert len(hit.snippet) < 160


def test_what_has_expired_or_is_not_valid_yet_is_not_found(database, tmp_path, words):
    today = NOW.date()
    house = make(database, tmp_path, words)
    database.write_now(lambda session: load_sample_articles(session, RESOURCES, NOW))
    house.index.catch_up_now()

    def set_validity(**dates: date | None) -> None:
        one = update(Article).where(Article.article_id == "article-trade-in")
        database.write_now(lambda session: session.execute(one.values(**dates)) and None)

    set_validity(valid_until=today)
    assert find(house, database, "以旧换新")[0] == "trade-in", "to the end of its last day"
    tomorrow = make(database, tmp_path, words, today + timedelta(days=1))
    assert "trade-in" not in find(tomorrow, database, "以旧换新")
    set_validity(valid_until=None, valid_from=today + timedelta(days=1))
    assert "trade-in" not in find(house, database, "以旧换新")
    assert find(tomorrow, database, "以旧换新")[0] == "trade-in"


def test_before_the_dictionary_is_read_articles_are_found_all_the_same(house, database, tmp_path):
    unread = make(database, tmp_path, JiebaWords())
    assert not unread.words.is_ready
    assert find(unread, database, "净化器红灯")[0] == "purifier-filter"
    assert find(unread, database, "charging vacuum suction")[0] == "en-vacuum"
    assert not unread.words.is_ready, "nobody waits for it"


def test_other_words_of_the_company_make_everything_findable_anew(house, database, tmp_path):
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "synonyms.yaml").write_text("- [豆豆, 扫地机器人]\n", "utf-8")
    assert find(house, database, "豆豆") == []
    again = KnowledgeHouse(
        database,
        nobody_here(),
        NoNotices(),
        AttachmentStore(tmp_path, b"k" * 32),
        tmp_path,
        today=lambda: NOW.date(),
    )
    assert again.index.catch_up_now() > 50
    assert all(name.startswith("robot") for name in find(again, database, "豆豆")[:3])
    assert find(again, database, "豆豆")


def test_importing_the_same_files_again_changes_nothing(house, database):
    files = sorted((RESOURCES / "sample" / "knowledge").glob("*.yaml"))
    count = database.write_now(lambda session: put(session, read_files(files), "x", datetime.now(UTC)))
    assert count == 0
