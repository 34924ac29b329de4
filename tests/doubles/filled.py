"""Databases with the small sample company in them: filled once a run, copied for each test.

``house`` is the API over such a copy; ``problem`` reads what it answers when it refuses. The fixtures are for
tests/integration/conftest.py; a room's tests may have a ``house`` of their own that starts from
``filled_sqlite``.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from app.server.storage.database import Database
from app.server.tickets.type_files import load_sample_types
from tests.doubles.api_house import RESOURCES, Filled, House, fill, open_house
from tests.doubles.databases import PostgresServer, SqliteTemplate
from tests.doubles.run_folder import once


class FilledSqlite(NamedTuple):
    """A file with the sample company."""

    template: Path
    content: Filled

    def copy(self, folder: Path, busy_timeout_s: float = 1.0) -> Database:
        """Opened; to be closed by who asks."""
        target = folder / "seatline.db"
        shutil.copyfile(self.template, target)
        return Database(f"sqlite:///{target}", busy_timeout_s=busy_timeout_s)


class FilledPostgres(NamedTuple):
    """A database with the sample company, for ``PostgresServer.copy_of``."""

    url: str
    content: Filled


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: SqliteTemplate) -> FilledSqlite:
    def make(folder: Path) -> list[Any]:
        content = fill(sqlite_template.new(folder), folder)
        return [str(folder / "seatline.db"), asdict(content)]

    template, content = once("filled", make)
    return FilledSqlite(Path(template), Filled(**content))


@pytest.fixture(scope="session")
def filled_with_types(filled_sqlite: FilledSqlite) -> FilledSqlite:
    """With all ticket types that come with the sample."""

    def make(folder: Path) -> str:
        database = filled_sqlite.copy(folder)
        database.write_now(lambda session: load_sample_types(session, RESOURCES, datetime.now(UTC)))
        database.close_now()
        return str(folder / "seatline.db")

    return FilledSqlite(Path(once("filled-types", make)), filled_sqlite.content)


@pytest.fixture(scope="session")
def filled_postgres(postgres_server: PostgresServer) -> FilledPostgres:
    def make(folder: Path) -> list[Any]:
        url = postgres_server.new()
        return [url, asdict(fill(url, folder))]

    url, content = once("filled-pg", make)
    return FilledPostgres(url, Filled(**content))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Database, Filled]]:
    """A copy of each kind, open."""
    if request.param == "sqlite":
        made: FilledSqlite = request.getfixturevalue("filled_sqlite")
        database = made.copy(tmp_path)
        yield database, made.content
        database.close_now()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    template: FilledPostgres = request.getfixturevalue("filled_postgres")
    url = server.copy_of(template.url)
    database = Database(url, busy_timeout_s=1.0)
    yield database, template.content
    database.close_now()
    server.drop(url)


@pytest.fixture
async def house(filled: tuple[Database, Filled], tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(*filled, tmp_path) as opened:
        yield opened


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and error_id of an answer that says in words what is wrong."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["title"]
    assert "Traceback" not in response.text
    return response.status_code, body["error_id"]
