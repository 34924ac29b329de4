"""The database adapter: transactions, trouble in sentences, migrations, sign-ins, the table of recordings."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text

from app.server.calls.projection import project
from app.server.core.facts import CallArrived, RecordingStarted
from app.server.directory.first_admin import ensure_admin
from app.server.recordings.index import DatabaseRecordingIndex
from app.server.recordings.model import FinishedRow, Gap
from app.server.security.model import NotSignedInError, SignInFailedError, SignInLockedError
from app.server.security.sign_in import SignIn
from app.server.storage.database import Database
from app.server.storage.errors import (
    NotFoundError,
    StorageBusyError,
    StorageConflictError,
    StorageError,
    StorageFullError,
    StorageStartError,
    StorageUnreachableError,
)
from app.server.storage.ledger import Ledger
from app.server.storage.migrate import SCRIPTS, migrate
from app.server.storage.tables import AuditRow, Base, MetaRow, User
from app.server.tickets.service import next_number

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def audit(subject: str) -> AuditRow:
    return AuditRow(at=NOW, user_id="u", action="test", subject=subject)


def count(database: Database) -> int:
    return database.read_now(lambda s: s.scalar(select(func.count()).select_from(AuditRow))) or 0


async def test_a_write_that_fails_leaves_nothing_behind(database):
    def half(session):
        session.add(audit("first"))
        session.flush()
        raise RuntimeError("power gone")

    with pytest.raises(RuntimeError):
        await database.write(half)
    assert count(database) == 0
    await database.write(lambda session: session.add(audit("second")))
    assert count(database) == 1


async def test_times_come_back_aware_in_utc_from_any_zone(database):
    local = NOW.astimezone()
    await database.write(
        lambda s: s.add(AuditRow(at=local + timedelta(microseconds=7), user_id="u", action="a", subject="s"))
    )
    found = database.read_now(lambda s: s.scalars(select(AuditRow.at)).one())
    assert found == NOW + timedelta(microseconds=7)
    assert found.tzinfo is UTC


async def test_many_writers_and_readers_at_once_lose_nothing(database):
    writes = [database.write(lambda s, n=number: s.add(audit(str(n)))) for number in range(40)]
    reads = [database.read(lambda s: s.scalar(select(func.count()).select_from(AuditRow))) for _ in range(40)]
    await asyncio.gather(*writes, *reads)
    assert count(database) == 40


async def test_a_read_cannot_change_anything(database):
    with pytest.raises(StorageError, match="nothing was saved"):
        await database.read(lambda s: s.execute(text("insert into meta values ('a', 'b')")))
    assert database.read_now(lambda s: s.scalar(select(func.count()).select_from(MetaRow))) == 0


async def test_the_same_key_twice_is_a_conflict_in_words(database):
    for expected in (None, StorageConflictError):
        row = MetaRow(key="k", value="v")
        if expected is None:
            await database.write(lambda s, row=row: s.add(row))
        else:
            with pytest.raises(expected, match="saved by someone else"):
                await database.write(lambda s, row=row: s.add(row))


def _not_of_text_search(name, kind, parents):
    """The databases' own text indexes, and the tables that SQLite makes for them."""
    return "_fts" not in (name or "")


def test_tables_are_as_the_program_describes_them(database):
    with database.connection() as connection:
        found = MigrationContext.configure(connection, opts={"include_name": _not_of_text_search})
        assert compare_metadata(found, Base.metadata) == []


def test_migrating_twice_changes_nothing_and_a_newer_database_is_refused(database):
    database.write_now(lambda s: s.add(MetaRow(key="k", value="kept")))
    migrate(database)
    assert database.read_now(lambda s: s.get_one(MetaRow, "k")).value == "kept"
    database.write_now(lambda s: s.execute(text("update alembic_version set version_num = '9999'")))
    with pytest.raises(StorageStartError, match="newer version of Seatline"):
        migrate(database)


async def test_a_locked_database_gives_a_sentence_and_recovers(sqlite_template, tmp_path):
    database = Database(sqlite_template.new(tmp_path), busy_timeout_s=0.1)
    other = sqlite3.connect(tmp_path / "seatline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageBusyError, match=r"locked by another program.*Try again") as caught:
        await database.write(lambda s: s.add(audit("x")))
    assert (caught.value.error_id, caught.value.status) == ("storage-busy", 503)
    assert count(database) == 0  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    await database.write(lambda s: s.add(audit("x")))
    await database.close()


async def test_a_write_holds_the_database_from_its_first_read(sqlite_template, tmp_path):
    """Else a read-then-write fails at once when another program wrote in between."""
    database = Database(sqlite_template.new(tmp_path))

    def work(session):
        session.scalar(select(func.count()).select_from(AuditRow))
        other = sqlite3.connect(tmp_path / "seatline.db", timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
        session.add(audit("mine"))

    await database.write(work)
    assert count(database) == 1
    await database.close()


async def test_a_full_disk_gives_a_sentence_and_nothing_is_half_written(sqlite_template, tmp_path):
    database = Database(sqlite_template.new(tmp_path))
    with database.connection() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(StorageFullError, match="disk of the database is full") as caught:
        await database.write(lambda s: s.add_all([audit("x" * 150) for _ in range(500)]))
    assert (caught.value.error_id, caught.value.status) == ("storage-full", 507)
    assert count(database) == 0
    await database.close()


def test_a_database_that_cannot_be_opened_is_said(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    with pytest.raises(StorageUnreachableError, match="cannot be reached"):
        migrate(database)
    database.close_now()


@pytest.mark.postgres
def test_a_postgresql_that_is_not_there_is_said(tmp_path):
    database = Database(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(StorageUnreachableError, match="Check that it runs"):
        migrate(database)
    database.close_now()


@pytest.mark.parametrize("url", ["mysql://x", "nonsense", ""])
def test_other_addresses_are_refused_with_examples(url):
    with pytest.raises(StorageStartError, match="postgresql://USER@HOST/NAME"):
        Database(url)


def test_ticket_numbers_count_up_per_day(database):
    numbers = [database.write_now(lambda s: next_number(s, NOW)) for _ in range(3)]
    assert [number[-5:] for number in numbers] == ["-0001", "-0002", "-0003"]
    assert database.write_now(lambda s: next_number(s, NOW + timedelta(days=1))).endswith("-0001")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def test_a_sign_in_survives_a_restart_and_runs_out_unused(database, tmp_path):
    ensure_admin(database, tmp_path, "admin-password")
    clock = Clock()
    made = await SignIn(database, clock).sign_in("admin", "admin-password", "::1")
    again = SignIn(database, clock)
    for _ in range(5):  # used now and then, it lives on, also over a restart
        clock.now += timedelta(hours=11)
        assert (await again.user_of(made.token)).username == "admin"
        again = SignIn(database, clock)
    clock.now += timedelta(hours=13)
    with pytest.raises(NotSignedInError):
        await again.user_of(made.token)
    stored = database.read_now(lambda s: s.execute(text("select token_hash from tokens")).scalars().all())
    assert made.token not in stored


async def test_a_disabled_user_is_out(database, tmp_path):
    ensure_admin(database, tmp_path, "admin-password")
    sign_in = SignIn(database)
    made = await sign_in.sign_in("admin", "admin-password", "::1")
    database.write_now(lambda s: setattr(s.get_one(User, "admin"), "disabled", True))
    await sign_in.follow()
    with pytest.raises(NotSignedInError):
        await sign_in.user_of(made.token)
    with pytest.raises(SignInFailedError):
        await sign_in.sign_in("admin", "admin-password", "::1")


async def test_attempts_at_the_same_moment_are_no_way_round_the_lock(database, tmp_path):
    ensure_admin(database, tmp_path, "admin-password")
    sign_in = SignIn(database)
    tries = [sign_in.sign_in("admin", f"guess{number}", "::1") for number in range(12)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, SignInFailedError) for answer in answers) == 5
    assert sum(isinstance(answer, SignInLockedError) for answer in answers) == 7


def finished(recording_id: str, previous: str = "") -> FinishedRow:
    return FinishedRow(
        recording_id, "c1", f"ab/{recording_id}.rec", NOW, 61_000, "ff" * 32, previous, b"\x00key\xff",
        [Gap(1000, 2500, "paused")], 3_000_000_000,
    )  # fmt: skip


async def test_recordings_from_start_to_chain(database):
    index = DatabaseRecordingIndex(database)
    ledger = Ledger(database, project)
    ledger.append(CallArrived("c1", "4001", "1", "", "trunk"), NOW)
    for recording_id in ("r1", "r2", "r3"):
        ledger.append(RecordingStarted(recording_id, "c1"), NOW)
    await ledger.close()
    assert sorted(await index.open_ids()) == ["r1", "r2", "r3"]
    assert await index.get("r1") is None
    assert await index.last() is None
    await index.add(finished("r2"))
    await index.add(finished("r1", "ff" * 32))
    await index.add(finished("r2", "changed"))  # replaces nothing
    await index.add(finished("never-announced", "ff" * 32))
    await index.mark_failed("r3")
    await index.mark_failed("r1")
    assert await index.get("r2") == finished("r2")
    last = await index.last()
    assert last is not None
    assert last.recording_id == "never-announced"
    assert await index.open_ids() == []
    assert (await index.view("r3")).state == "FAILED"
    view = await index.view("r1")
    assert (view.state, view.duration_ms, view.gaps_ms) == ("READY", 61_000, [(1000, 2500)])
    with pytest.raises(NotFoundError):
        await index.view("none")


async def test_a_database_in_trouble_locks_nobody_out(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/x.db")
    sign_in = SignIn(database)
    for _ in range(8):
        with pytest.raises(StorageUnreachableError):
            await sign_in.sign_in("admin", "x", "::1")
    await database.close()


def test_the_newest_script_is_what_a_database_is_brought_to(database):
    """By its file's name alone a start sees that there is nothing to do."""
    newest = max(script.name[:4] for script in (SCRIPTS / "versions").glob("[0-9]*.py"))
    found = database.read_now(
        lambda s: s.execute(text("select version_num from alembic_version")).scalar_one()
    )
    assert found == newest
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == newest
