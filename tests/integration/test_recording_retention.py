"""What is kept, held, deleted at night, and wrapped with a new master key. On both databases."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text, update

from app.server.recordings import container, finish, keys, retention, rotation
from app.server.recordings.model import RecordingError
from app.server.recordings.night import NightShift, next_night
from app.server.recordings.retention import hold, release, set_days
from app.server.security.key_wrapping import WrappedKey
from app.server.security.recording_keys import RecordingKeys
from app.server.storage.database import Database
from app.server.storage.errors import InvalidValueError, NotFoundError, StorageError
from app.server.storage.migrate import SCRIPTS, migrate
from app.server.storage.tables import AuditRow, Queue, Recording, RecordingDeletion
from app.server.storage.types import to_us
from tests.doubles.recording_archive import NOW, Archive


@pytest.fixture
def archive(tmp_path: Path, database: Database) -> Archive:
    return Archive(tmp_path / "data", database)


def add_queue(archive: Archive, queue_id: str) -> None:
    row = Queue(
        queue_id=queue_id, name_zh="", name_en="", ring_s=20, wrap_up_s=20, service_level_s=20, position=1
    )
    archive.database.write_now(lambda session: session.add(row))


def sound(archive: Archive, recording_id: str) -> bytes:
    row = archive.row(recording_id)
    content_key = keys.unwrap(row.key_id, row.wrapped_key, archive.ring.ring)
    return finish.decrypt(archive.path(recording_id), content_key)


class TestRetention:
    async def test_the_night_deletes_what_is_old_enough_and_nothing_else(self, archive: Archive) -> None:
        await archive.add("old", 190.01)
        await archive.add("held", 400)
        await archive.add("young", 189.99)
        archive.change("young", state="READY")
        archive.database.write_now(lambda s: hold(s, "held", "court", "anna", NOW))
        done = archive.retention.delete_old(NOW)
        assert done.recording_ids == ["old"]
        assert archive.states() == {"old": "DELETED", "held": "READY", "young": "READY"}
        assert not archive.path("old").exists()
        assert archive.path("held").exists()
        assert archive.retention.delete_old(NOW).recording_ids == []
        archive.database.write_now(lambda s: release(s, "held", "settled", "anna", NOW))
        assert archive.retention.delete_old(NOW).recording_ids == ["held"]
        assert archive.found() == []

    async def test_the_proof_says_who_when_why_and_what(self, archive: Archive) -> None:
        row = await archive.add("old", 300)
        archive.retention.delete_old(NOW)
        (entry,) = archive.database.read_now(lambda s: list(s.scalars(select(RecordingDeletion))))
        assert (entry.recording_id, entry.at, entry.by) == ("old", NOW, "retention")
        assert entry.reason == "older than 190 days"
        assert entry.sha256 == row.sha256
        assert archive.row("old").sha256 == row.sha256, "the row stays"
        deeds = archive.database.read_now(
            lambda s: list(s.scalars(select(AuditRow.action).where(AuditRow.subject == "old")))
        )
        assert deeds == ["recording.deleted"]

    async def test_the_key_is_gone_before_the_file(self, archive: Archive, tmp_path: Path) -> None:
        """A copy of the file is worth nothing, and the file goes another night if it must."""
        await archive.add("old", 300)
        before = archive.row("old")
        copy = tmp_path / "copy"
        copy.write_bytes(archive.path("old").read_bytes())
        folder = archive.path("old").parent
        archive.path("old").unlink()
        archive.path("old").mkdir()  # a file that cannot be removed
        done = archive.retention.delete_old(NOW)
        assert (done.recording_ids, done.stuck) == (["old"], ["old"])
        assert archive.row("old").wrapped_key == b""
        assert archive.retention.delete_old(NOW).stuck == ["old"], "it is tried again"
        archive.path("old").rmdir()
        assert archive.retention.delete_old(NOW).missing == ["old"]
        assert archive.retention.delete_old(NOW).missing == []
        assert folder.exists()
        if archive.database.is_sqlite:
            archive.database.write_now(lambda s: None)
            with archive.database.connection() as connection:
                connection.exec_driver_sql("select 1")
            archive.database.close_now()
            stored = (tmp_path / "seatline.db").read_bytes()
            assert before.wrapped_key not in stored, "nor in a free page of the database"

    async def test_a_queue_has_its_own_days(self, archive: Archive) -> None:
        add_queue(archive, "banking")
        archive.database.write_now(lambda s: set_days(s, "banking", 1825, "anna", NOW))
        archive.database.write_now(lambda s: set_days(s, "", 200, "anna", NOW))
        await archive.add("bank", 1000, "banking")
        await archive.add("bank-old", 1826, "banking")
        await archive.add("other", 201, "other")
        await archive.add("nobody", 201)
        await archive.add("young", 199, "other")
        done = archive.retention.delete_old(NOW)
        assert sorted(done.recording_ids) == ["bank-old", "nobody", "other"]
        with pytest.raises(InvalidValueError):
            archive.database.write_now(lambda s: set_days(s, "banking", 183, "anna", NOW))
        with pytest.raises(NotFoundError):
            archive.database.write_now(lambda s: set_days(s, "unknown", 200, "anna", NOW))

    async def test_more_than_a_batch(self, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(retention, "_BATCH", 2)
        for number in range(7):
            await archive.add(f"r{number}", 300 + number)
        assert len(archive.retention.delete_old(NOW).recording_ids) == 7
        assert archive.found() == []

    async def test_a_missing_file_is_no_obstacle(self, archive: Archive) -> None:
        await archive.add("old", 300)
        archive.path("old").unlink()
        done = archive.retention.delete_old(NOW)
        assert (done.recording_ids, done.missing) == (["old"], ["old"])

    async def test_by_hand_only_what_may_go(self, archive: Archive) -> None:
        await archive.fill(2)
        archive.database.write_now(lambda s: hold(s, "r1", "court", "anna", NOW))
        archive.database.write_now(lambda s: hold(s, "r1", "court", "anna", NOW))  # once is enough
        assert len(archive.database.read_now(retention.holds)) == 1
        with pytest.raises(RecordingError, match="held"):
            archive.retention.delete_one("r1", "anna", "why", NOW)
        with pytest.raises(InvalidValueError):
            archive.retention.delete_one("r2", "anna", "  ", NOW)
        with pytest.raises(NotFoundError):
            archive.retention.delete_one("r9", "anna", "why", NOW)
        archive.change("r2", state="FINISHING")
        with pytest.raises(RecordingError, match="not finished"):
            archive.retention.delete_one("r2", "anna", "why", NOW)
        archive.change("r2", state="READY")
        archive.retention.delete_one("r2", "anna", "why", NOW)
        with pytest.raises(RecordingError, match="already"):
            archive.retention.delete_one("r2", "anna", "why", NOW)
        with pytest.raises(RecordingError, match="nothing is left"):
            archive.database.write_now(lambda s: hold(s, "r2", "court", "anna", NOW))


class TestNight:
    def test_the_next_night_is_in_local_time(self) -> None:
        shanghai = timezone(timedelta(hours=8))
        assert next_night(datetime(2026, 6, 1, 2, 59, tzinfo=shanghai)).day == 1
        assert next_night(datetime(2026, 6, 1, 3, 0, tzinfo=shanghai)).day == 2

    async def test_every_night_once_and_a_failure_is_an_alarm(self, archive: Archive) -> None:
        await archive.add("first", 189.5)
        await archive.add("second", 188.5)
        now = [NOW]
        alarms: list[tuple[str, bool]] = []
        nights: list[dict[str, str]] = []

        class EnoughError(Exception):
            pass

        async def sleep(seconds: float) -> None:
            now[0] += timedelta(seconds=seconds)
            if now[0].hour == 3:
                nights.append(archive.states())
                if len(nights) == 2:  # from now on the disk says no
                    archive.log.path.unlink(missing_ok=True)
                    archive.log.path.mkdir()
                if len(nights) == 3:
                    archive.log.path.rmdir()
                if len(nights) == 4:
                    raise EnoughError

        shift = NightShift(
            archive.database,
            archive.files,
            archive.log,
            archive.ring,
            lambda error_id, text, over: alarms.append((error_id, over)),
            clock=lambda: now[0],
            sleep=sleep,
        )
        with pytest.raises(EnoughError):
            await shift.run()
        assert [[each["first"], each["second"]] for each in nights] == [
            ["READY", "READY"],
            ["DELETED", "READY"],
            ["DELETED", "DELETED"],
            ["DELETED", "DELETED"],
        ]
        assert alarms == [("recordings-night", False), ("recordings-night", True)]
        assert archive.found() == []


class TestRotation:
    async def test_all_keys_are_wrapped_anew_and_everything_still_opens(self, archive: Archive) -> None:
        await archive.fill(5)
        heard = {name: sound(archive, name) for name in archive.states()}
        archive.retention.delete_one("r3", "anna", "why", NOW)
        wrapped = {name: archive.row(name).wrapped_key for name in heard}
        done = rotation.rotate(archive.database, archive.ring, "anna", NOW)
        assert (done.key_id, done.moved, done.resumed, done.failed) == ("file:2", 4, False, [])
        for name in heard.keys() - {"r3"}:
            assert archive.row(name).key_id == "file:2"
            assert archive.row(name).wrapped_key != wrapped[name]
            assert sound(archive, name) == heard[name]
        assert archive.found() == [], "the chain does not depend on the master key"
        assert archive.database.read_now(rotation.in_use) == {"file:2": 4}
        await archive.add("r6")
        assert archive.row("r6").key_id == "file:2"

    async def test_broken_off_it_goes_on_where_it_was(
        self, archive: Archive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rotation, "BATCH", 2)
        await archive.fill(7)
        write_now, count = archive.database.write_now, 0

        def dying(work):
            nonlocal count
            count += 1
            if count == 4:  # the note, two batches, and then
                raise StorageError("power cut")
            return write_now(work)

        monkeypatch.setattr(archive.database, "write_now", dying)
        with pytest.raises(StorageError):
            rotation.rotate(archive.database, archive.ring, "anna", NOW)
        monkeypatch.setattr(archive.database, "write_now", write_now)
        assert archive.database.read_now(rotation.in_use) == {"file:1": 3, "file:2": 4}
        for name in archive.states():
            assert sound(archive, name)
        done = rotation.rotate(archive.database, archive.ring, "anna", NOW)
        assert (done.key_id, done.moved, done.resumed) == ("file:2", 3, True)
        assert archive.database.read_now(rotation.in_use) == {"file:2": 7}
        assert rotation.rotate(archive.database, archive.ring, "anna", NOW).key_id == "file:3"

    async def test_a_key_that_cannot_be_opened_does_not_keep_the_others(self, archive: Archive) -> None:
        await archive.fill(3)
        archive.change("r2", wrapped_key=b"x" * 40)
        done = rotation.rotate(archive.database, archive.ring, "anna", NOW)
        assert done.moved == 2
        assert [each[0] for each in done.failed] == ["r2"]

    async def test_a_recording_deleted_meanwhile_does_not_come_back(
        self, archive: Archive, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await archive.fill(2)
        wrap = rotation.wrap

        def wrap_late(content_key: bytes, ring) -> WrappedKey:
            if archive.row("r1").state == "READY" and archive.ring.files.current() == 2:
                archive.retention.delete_one("r1", "anna", "why", NOW)
            return wrap(content_key, ring)

        monkeypatch.setattr(rotation, "wrap", wrap_late)
        done = rotation.rotate(archive.database, archive.ring, "anna", NOW)
        assert done.moved == 1
        assert archive.row("r1").wrapped_key == b""

    async def test_old_keys_go_when_nothing_uses_them_and_a_day_has_passed(self, archive: Archive) -> None:
        await archive.fill(2)
        rotation.rotate(archive.database, archive.ring, "anna", NOW)
        rotation.rotate(archive.database, archive.ring, "anna", NOW)
        folder = archive.data / "keys"
        made = datetime.now(UTC)
        assert rotation.retire(archive.database, archive.ring, made) == []
        archive.change("r2", key_id="file:2")
        assert rotation.retire(archive.database, archive.ring, made + timedelta(days=2)) == []
        archive.change("r2", key_id="file:3")
        assert rotation.retire(archive.database, archive.ring, made + timedelta(days=2)) == ["file:2"]
        assert {each.name for each in folder.glob("*.key")} == {"master.key", "recordings-3.key"}
        assert sound(archive, "r1")

    async def test_rows_of_the_first_version_are_wrapped_anew_too(self, archive: Archive) -> None:
        await archive.fill(2)
        archive.database.write_now(lambda s: s.execute(update(Recording).values(key_id="")))
        assert archive.database.read_now(rotation.in_use) == {"file:1": 2}
        assert rotation.rotate(archive.database, archive.ring, "anna", NOW).moved == 2

    async def test_to_a_key_service(self, archive: Archive, tmp_path: Path) -> None:
        await archive.fill(2)

        class Service:
            name = "a"

            def wrap(self, content_key: bytes) -> WrappedKey:
                return WrappedKey(
                    f"command:{self.name}", bytes(each ^ ord(self.name) for each in content_key)
                )

            def unwrap(self, wrapped: WrappedKey) -> bytes:
                if wrapped.key_id.startswith("file"):
                    return archive.ring.files.unwrap(wrapped)
                name = wrapped.key_id.removeprefix("command:")
                return bytes(each ^ ord(name) for each in wrapped.wrapped)

        service = Service()
        ring = RecordingKeys(service, archive.ring.files, by_command=True)  # type: ignore[arg-type]
        assert rotation.rotate(archive.database, ring, "anna", NOW).moved == 2
        assert rotation.rotate(archive.database, ring, "anna", NOW).moved == 0, "the service has no new key"
        service.name = "b"
        assert rotation.rotate(archive.database, ring, "anna", NOW).key_id == "command:b"
        assert archive.database.read_now(rotation.in_use) == {"command:b": 2}


async def test_recordings_of_the_first_version_are_brought_along(tmp_path: Path) -> None:
    """Made by the shape of the database before this one: verified, opened, wrapped anew and deleted."""
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.connection() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    archive = Archive(tmp_path / "data", database)
    content_key = keys.new_content_key()
    sealed = container.seal(b"sound", content_key)
    archive.path("r1").parent.mkdir(parents=True)
    archive.path("r1").write_bytes(sealed)
    with database.connection() as connection:
        connection.execute(
            text(
                "insert into recordings (recording_id, call_id, state, started_at, position, path,"
                " duration_ms, sha256, previous_sha256, wrapped_key, gaps, size_bytes)"
                " values ('r1', 'c1', 'READY', :at, 1,"
                " 'r1/r1.rec', 5000, :sha256, '', :key, '[[1000,2000]]', :size)"
            ),
            {
                "at": to_us(NOW - timedelta(days=300)),
                "sha256": hashlib.sha256(sealed).hexdigest(),
                "key": archive.ring.ring.wrap(content_key).wrapped,
                "size": len(sealed),
            },
        )
    migrate(database)
    await archive.add("r2")
    assert archive.found() == []
    assert (await archive.index.view("r1")).gaps[0].reason == "not-written"
    assert rotation.rotate(database, archive.ring, "anna", NOW).moved == 2
    assert sound(archive, "r1") == b"sound"
    assert archive.retention.delete_old(NOW).recording_ids == ["r1"]
    assert archive.found() == []
    database.close_now()


def test_nobody_else_reads_the_keys(archive: Archive) -> None:
    archive.ring.files.advance()
    for path in (archive.data / "keys").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path
