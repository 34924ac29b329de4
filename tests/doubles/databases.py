"""Real databases for tests: SQLite files and a PostgreSQL that is started for the test run.

Each is migrated once a run; a test gets a copy of that template. PostgreSQL speaks only through a socket in
a private folder, keeps nothing safe (fsync off) and is stopped at the end of the run (``stop_postgres``).
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.server.storage.database import Database
from app.server.storage.migrate import migrate
from tests.doubles.run_folder import once

_TEMPLATE = "seatline_template"
_USER = "postgres"


class SqliteTemplate:
    """A migrated SQLite file; ``new`` copies it."""

    def __init__(self) -> None:
        self._template = Path(once("sqlite", _make_sqlite))

    def new(self, folder: Path) -> str:
        """The address of a fresh copy in ``folder``."""
        target = folder / "seatline.db"
        shutil.copyfile(self._template, target)
        return f"sqlite:///{target}"


def _make_sqlite(folder: Path) -> str:
    template = folder / "template.db"
    database = Database(f"sqlite:///{template}")
    migrate(database)
    database.close_now()
    return str(template)


class PostgresServer:
    """The run's private PostgreSQL; ``new`` makes a database from the migrated template."""

    def __init__(self) -> None:
        self._folder = Path(once("pg", _start_postgres))
        self._worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        self._count = itertools.count(1)

    def new(self) -> str:
        """The address of a fresh copy."""
        return self._copy(_TEMPLATE)

    def copy_of(self, url: str) -> str:
        """The address of a copy of a database made here, which nobody may have open."""
        return self._copy(_name(url))

    def empty(self) -> str:
        """The address of a database without any table."""
        return self._copy("template0")

    def drop(self, url: str) -> None:
        _sql(self._folder, f"drop database if exists {_name(url)} with (force)")

    def _copy(self, source: str) -> str:
        name = f"t{self._worker}{next(self._count)}"
        # By copied files: logging every page costs ten times as much.
        _sql(self._folder, f"create database {name} template {source} strategy file_copy")
        return _url(self._folder, name)


def _start_postgres(folder: Path) -> str:
    programs = _postgres_programs()
    if programs is None:
        raise PostgresMissingError("no PostgreSQL here: install the package postgresql")
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, pwd.getpwnam("postgres").pw_gid)
    data = str(folder / "data")
    words = ["-N", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _run(programs / "initdb", *words)
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off "
        "-c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=32MB"
    )
    _run(programs / "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    _sql(folder, f"create database {_TEMPLATE}")
    database = Database(_url(folder, _TEMPLATE))
    migrate(database)
    database.close_now()
    return str(folder)


def stop_postgres(run: Path) -> None:
    """If the run has started one."""
    programs, data = _postgres_programs(), run / "pg" / "data"
    if programs is not None and (data / "postmaster.pid").exists():
        with contextlib.suppress(subprocess.CalledProcessError):  # it has died with its run
            _run(programs / "pg_ctl", "-D", str(data), "-m", "immediate", "stop")


def _run(program: Path, *arguments: str) -> None:
    root = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
    command = [*root, str(program), *arguments]
    subprocess.run(command, check=True, cwd="/", capture_output=True, timeout=60)


def _sql(folder: Path, statement: str) -> None:
    with psycopg.connect(host=str(folder), user=_USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _url(folder: Path, name: str) -> str:
    return f"postgresql://{_USER}@/{name}?host={folder}"


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


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
def sqlite_template() -> SqliteTemplate:
    return SqliteTemplate()


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    try:
        return PostgresServer()
    except PostgresMissingError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database of each kind."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_template").new(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.new()
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close_now()
