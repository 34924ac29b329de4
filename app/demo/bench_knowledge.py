"""How quickly articles are found: ``python -m app.demo.bench_knowledge [--articles N] [--database URL]``.

In:  an empty database (a file of its own without one), or one filled by this before (``--filled``). Out: rows
of percentiles in milliseconds: whole questions in Chinese and English, and what is typed letter by letter;
how long splitting takes, memory. ``cpu_ms``: what this process computed for it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import text

from app.contracts.knowledge import NewArticle
from app.demo.bench_machine import percentiles
from app.resources import resource_dir
from app.server.directory.service import DirectoryService
from app.server.knowledge.article_files import SAMPLE_FOLDER, ArticleFileContent, put, read_files
from app.server.knowledge.house import KnowledgeHouse
from app.server.knowledge.search import Wish
from app.server.noticing import NoNotices
from app.server.security.attachments import AttachmentStore
from app.server.storage.database import Database
from app.server.storage.migrate import migrate

QUERIES = (
    "空调不制冷怎么办", "拆封了能退货吗", "扫地机连不上wifi", "净化器红灯一直亮", "发票抬头写错了", "滤芯",
    "保修几年", "客户骂人", "how long is the warranty", "robot offline", "return after opening", "filter",
    "E4", "where is my parcel", "jinghuaqi",
)  # fmt: skip
IN_ONE_GO = 250


@dataclass(frozen=True, slots=True)
class KnowledgeExtent:
    articles: int = 2000
    rounds: int = 20  # of fifteen questions


FULL = KnowledgeExtent()
QUICK = KnowledgeExtent(articles=200, rounds=5)


def grown(content: ArticleFileContent, count: int, dice: random.Random) -> ArticleFileContent:
    """As many articles, each put together from the texts of several: words stay as frequent as they are."""
    known = list(content.articles.values())
    made = dict(content.articles)
    while len(made) < count:
        base = dice.choice(known)
        others = [each for each in known if each.language == base.language]
        parts = dice.sample(others, 4)
        number = len(made)
        made[f"grown-{number}"] = NewArticle(
            kind=base.kind,
            title=f"{base.title} {number}",
            body="\n\n".join(part.body for part in parts) * 2,
            say=parts[0].say,
            questions=[*base.questions[:2], *parts[1].questions[:1]],
            category_id=base.category_id,
            tags=base.tags,
            queues=parts[2].queues,
            language=base.language,
        )
    return ArticleFileContent(content.categories, made)


def fill(database: Database, count: int) -> None:
    """Blocking."""
    files = read_files(sorted((resource_dir() / SAMPLE_FOLDER).glob("*.yaml")))
    content = grown(files, count, random.Random(7))
    names = list(content.articles)
    for start in range(0, len(names), IN_ONE_GO):
        some = {name: content.articles[name] for name in names[start : start + IN_ONE_GO]}
        part = ArticleFileContent(content.categories, some)
        database.write_now(lambda session, part=part: put(session, part, "bench", datetime.now(UTC)))


def measure(database: Database, folder: Path, rounds: int) -> dict[str, Any]:
    """Blocking; the first time some minutes for 10,000 articles, which are made findable."""
    nobody = cast("DirectoryService", None)
    house = KnowledgeHouse(database, nobody, NoNotices(), AttachmentStore(folder, b"k" * 32), folder)
    begin_s = time.perf_counter()
    house.words.load()
    loaded_s = time.perf_counter() - begin_s
    begin_s = time.process_time()
    split = house.index.catch_up_now()
    split_s = time.process_time() - begin_s
    if split and not database.is_sqlite:
        with database.connection() as connection:
            connection.execute(text("ANALYZE"))

    def search(what: str, queries: Sequence[str]) -> dict[str, Any]:
        took_ms: list[float] = []
        cpu_ms: list[float] = []
        for query in queries:
            begin_s, begin_cpu_s = time.perf_counter(), time.process_time()
            wish = Wish(query, "service")
            database.read_now(lambda session, wish=wish: house.search.find_now(session, wish))
            cpu_ms.append((time.process_time() - begin_cpu_s) * 1000)
            took_ms.append((time.perf_counter() - begin_s) * 1000)
        return {"what": what, "ms": percentiles(took_ms), "cpu_ms": percentiles(cpu_ms)}

    letters = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
    search("first", QUERIES)
    return {
        "dictionary_s": round(loaded_s, 2),
        "split": split,
        "splitting_cpu_ms_each": round(split_s * 1000 / split, 2) if split else None,
        "rows": [
            search("whole questions", [*QUERIES] * rounds),
            search("letter by letter", letters * max(1, rounds // 10)),
        ],
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def knowledge_bench(
    extent: KnowledgeExtent, url: str, folder: Path, *, is_filled: bool = False
) -> dict[str, Any]:
    """``url`` "": SQLite in this folder."""
    database = Database(url or f"sqlite:///{folder / 'knowledge.db'}")
    try:
        migrate(database)
        if not is_filled:
            fill(database, extent.articles)
        found = measure(database, folder, extent.rounds)
    finally:
        database.close_now()
    return {
        "database": "SQLite" if database.is_sqlite else "PostgreSQL",
        "articles": extent.articles,
        **found,
    }


def lines_of(result: Mapping[str, Any]) -> Iterator[str]:
    """For a person."""
    yield f"{result['articles']:,} articles in {result['database']}"
    for row in result["rows"]:
        ms, cpu_ms = row["ms"], row["cpu_ms"]
        said = "   ".join(f"{name} {ms[name]:8.2f} ms" for name in ("p50", "p95", "max"))
        yield f"  {row['what']:28} {said}   cpu p95 {cpu_ms['p95']:8.2f} ms"


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench_knowledge", description=__doc__)
    parser.add_argument("--articles", type=int, default=FULL.articles)
    parser.add_argument("--database", default="", metavar="URL", help="an empty one; without: SQLite")
    parser.add_argument("--filled", action="store_true", help="so many stand in it already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="seatline-bench-") as inside:
        extent = KnowledgeExtent(options.articles)
        result = knowledge_bench(extent, options.database, Path(inside), is_filled=options.filled)
    json.dump(result, sys.stdout, indent=1)
    print()
    for line in lines_of(result):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
