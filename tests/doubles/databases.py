"""Real databases for tests: SQLite files and a PostgreSQL that is started for the test run.

Each is migrated once; a test gets a copy of that template. PostgreSQL speaks only through a socket in
a private folder, keeps nothing safe (fsync off) and is stopped at the end of the run.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.server.storage.database import Database
from app.server.storage.migrate import migrate

_TEMPLATE = "seatline_template"


class SqliteTemplate:
    """A migrated SQLite file; ``new`` copies it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="seatline-sqlite-")
        self._template = Path(self._folder.name) / "template.db"
        database = Database(f"sqlite:///{self._template}")
        migrate(database)
        database.close_now()

    def new(self, folder: Path) -> str:
        """The address of a fresh copy in ``folder``."""
        target = folder / "seatline.db"
        shutil.copyfile(self._template, target)
        return f"sqlite:///{target}"

    def close(self) -> None:
        self._folder.cleanup()


class PostgresServer:
    """A private PostgreSQL; ``new`` makes a database from the migrated template."""

    def __init__(self) -> None:
        self._programs = _postgres_programs()
        if self._programs is None:
            raise PostgresMissingError("no PostgreSQL here: install the package postgresql")
        # A short path: a socket's name may have about 100 characters.
        self._folder = Path(tempfile.mkdtemp(prefix="slpg-", dir="/tmp"))
        self._data = self._folder / "data"
        self._as_user: list[str] = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            owner = pwd.getpwnam("postgres")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
            self._as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self._user = "postgres"
        self._count = itertools.count(1)
        self._start()
        self._make_template()

    def _run(self, program: str, *arguments: str) -> None:
        assert self._programs is not None
        command = [*self._as_user, str(self._programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, capture_output=True, timeout=60)

    def _start(self) -> None:
        data = str(self._data)
        self._run(
            "initdb", "-N", "-D", data, "-U", self._user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c fsync=off "
            "-c full_page_writes=off -c synchronous_commit=off -c max_connections=60 -c shared_buffers=32MB"
        )
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self._folder), user=self._user, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def _make_template(self) -> None:
        self._sql(f"create database {_TEMPLATE}")
        database = Database(self._url(_TEMPLATE))
        migrate(database)
        database.close_now()

    def _url(self, name: str) -> str:
        return f"postgresql://{self._user}@/{name}?host={self._folder}"

    def new(self) -> str:
        """The address of a fresh copy."""
        name = f"t{next(self._count)}"
        self._sql(f"create database {name} template {_TEMPLATE}")
        return self._url(name)

    def copy_of(self, url: str) -> str:
        """The address of a copy of a database made here, which nobody may have open."""
        source = url.partition("@/")[2].partition("?")[0]
        name = f"t{next(self._count)}"
        self._sql(f"create database {name} template {source}")
        return self._url(name)

    def empty(self) -> str:
        """The address of a database without any table."""
        name = f"t{next(self._count)}"
        self._sql(f"create database {name}")
        return self._url(name)

    def close(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresMissingError(Exception):
    """There is no PostgreSQL on this machine."""


def _postgres_programs() -> Path | None:
    """Debian keeps initdb and pg_ctl outside the search path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if versions:
        return versions[0].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[SqliteTemplate]:
    template = SqliteTemplate()
    yield template
    template.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    try:
        server = PostgresServer()
    except PostgresMissingError as error:
        pytest.skip(str(error))
    yield server
    server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh, migrated database of each kind."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_template").new(tmp_path)
    return request.getfixturevalue("postgres_server").new()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close_now()
