"""How quickly articles are found: ``python -m app.demo.bench_knowledge [--articles N] [--database URL]``.

In:  an empty database (a file of its own without one). Out: JSON: milliseconds of searches in Chinese and
English and of what is typed letter by letter, how long splitting takes, memory.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from app.contracts.knowledge import NewArticle
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


def measured(work: list[float]) -> dict[str, float]:
    ordered = sorted(work)
    return {
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
        "worst_ms": round(ordered[-1], 2),
        "searches": len(ordered),
    }


def bench(database: Database, folder: Path, count: int) -> dict[str, object]:
    """Blocking, some minutes for 10,000 articles."""
    files = read_files(sorted((resource_dir() / SAMPLE_FOLDER).glob("*.yaml")))
    content = grown(files, count, random.Random(7))
    names = list(content.articles)
    for start in range(0, len(names), IN_ONE_GO):
        some = {name: content.articles[name] for name in names[start : start + IN_ONE_GO]}
        part = ArticleFileContent(content.categories, some)
        database.write_now(lambda session, part=part: put(session, part, "bench", datetime.now(UTC)))
    nobody = cast("DirectoryService", None)
    house = KnowledgeHouse(database, nobody, NoNotices(), AttachmentStore(folder, b"k" * 32), folder)
    started = time.perf_counter()
    house.words.load()
    loaded_s = time.perf_counter() - started
    started = time.perf_counter()
    house.index.catch_up_now()
    split_s = time.perf_counter() - started

    def search(queries: Sequence[str], rounds: int) -> dict[str, float]:
        took: list[float] = []
        worked = time.process_time()
        for query in [*queries] * rounds:
            began = time.perf_counter()
            wish = Wish(query, "service")
            database.read_now(lambda session, wish=wish: house.search.find_now(session, wish))
            took.append((time.perf_counter() - began) * 1000)
        work_ms = (time.process_time() - worked) * 1000 / len(took)
        return measured(took) | {"processor_ms_each": round(work_ms, 2)}

    letters = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
    return {
        "articles": len(names),
        "dictionary_s": round(loaded_s, 2),
        "splitting_ms_each": round(split_s * 1000 / len(names), 2),
        "searches": search(QUERIES, 20),
        "letter_by_letter": search(letters, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="seatline-bench-") as inside:
        folder = Path(inside)
        database = Database(options.database or f"sqlite:///{folder / 'bench.db'}")
        migrate(database)
        result = {"database": "SQLite" if database.is_sqlite else "PostgreSQL"}
        json.dump(result | bench(database, folder, options.articles), sys.stdout, indent=1)
        database.close_now()
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
