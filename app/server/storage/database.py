"""The one way to the database, for the event loop and for start-up. SQLite and PostgreSQL alike.

In:  functions that get a ``Session`` (they run in a worker thread, inside one transaction).
Out: what they return; driver errors come out as ``StorageError``.

Writes go through one thread and one lock, so that SQLite's only writer is never waited for by polling.
SQLite: WAL, ``synchronous=FULL`` (what was confirmed survives a power cut), ``BEGIN IMMEDIATE`` for
writes (a deferred read-then-write fails at once when another wrote in between).
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from app.server.storage import customer_words as _  # noqa: F401  its hooks keep what customers are found by
from app.server.storage.errors import StorageBusyError, StorageStartError, drivers_errors, to_storage_error
from app.server.storage.revision import WriteSession

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Work = Callable[[Session], Result]

READER_THREADS = 3


class Database:
    """``url``: "sqlite:///path/to/file" or "postgresql://user@host/name". Opens lazily."""

    def __init__(self, url: str, *, busy_timeout_s: float = 5.0) -> None:
        self._url = parse_url(url)
        self._busy_timeout_s = busy_timeout_s
        self._read_engine = self._make_engine(write=False)
        self._write_engine = self._make_engine(write=True)
        self._write_lock = threading.Lock()
        self._readers = ThreadPoolExecutor(READER_THREADS, thread_name_prefix="db-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="db-write")

    @property
    def is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    async def read(self, work: Work[Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    async def write(self, work: Work[Result]) -> Result:
        """Confirmed on the disk when it returns; rolled back as a whole when ``work`` raises."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self.write_now, work)

    def read_now(self, work: Work[Result]) -> Result:
        """Blocking: for start-up and worker threads."""
        with mapped_errors(), Session(self._read_engine, expire_on_commit=False) as session:
            return work(session)

    def write_now(self, work: Work[Result]) -> Result:
        """Blocking: for start-up and worker threads."""
        with (
            self._writing(),
            mapped_errors(),
            WriteSession(self._write_engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            return work(session)

    @contextmanager
    def connection(self) -> Generator[Connection]:
        """A bare connection in a write transaction, for bulk work in a thread of its own."""
        with self._writing(), mapped_errors(), self._write_engine.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Let running work end, then close. Nothing may be asked afterwards."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        self._readers.shutdown()
        self._writer.shutdown()
        self._read_engine.dispose()
        self._write_engine.dispose()

    @contextmanager
    def _writing(self) -> Generator[None]:
        if not self._write_lock.acquire(timeout=self._busy_timeout_s + 1):
            raise StorageBusyError
        try:
            yield
        finally:
            self._write_lock.release()

    def _make_engine(self, *, write: bool) -> Engine:
        if self.is_sqlite:
            engine = create_engine(
                self._url,
                hide_parameters=True,  # customers' data has no place in a log
                json_serializer=_dumps,
                json_deserializer=msgspec.json.decode,
                pool_size=1 if write else READER_THREADS,
                connect_args={"timeout": self._busy_timeout_s, "check_same_thread": False},
            )
            _prepare_sqlite(engine, write=write)
            return engine
        milliseconds = int(self._busy_timeout_s * 1000)
        return create_engine(
            self._url,
            hide_parameters=True,
            json_serializer=_dumps,
            json_deserializer=msgspec.json.decode,
            pool_size=1 if write else READER_THREADS,
            pool_pre_ping=True,
            execution_options={"postgresql_readonly": not write},
            connect_args={"connect_timeout": 5, "options": f"-c lock_timeout={milliseconds} -c timezone=UTC"},
        )


def parse_url(url: str) -> URL:
    """Raises StorageStartError with a sentence for an address that is none, or not ours."""
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise StorageStartError(
            "The database address is not valid. Use sqlite:///FILE or postgresql://USER@HOST/NAME."
        ) from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return parsed.set(drivername="sqlite+pysqlite")
    raise StorageStartError(
        f"Databases of kind {backend} are not supported. Use sqlite:///FILE or postgresql://USER@HOST/NAME."
    )


@contextmanager
def mapped_errors() -> Generator[None]:
    """Errors of SQLAlchemy and of the drivers come out as ours, logged once with their cause."""
    try:
        yield
    except drivers_errors() as error:
        ours = to_storage_error(error)
        cause = str(getattr(error, "orig", None) or error)
        log.warning("database: %s: %s", ours.error_id, cause.partition("\n")[0])  # below: the row, private
        raise ours from error


def _dumps(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _prepare_sqlite(engine: Engine, *, write: bool) -> None:
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    def on_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: only so are DDL statements rolled back
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not write:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
