"""Verify finds whatever was done to recordings behind the server's back; each test does one thing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.server import admin
from app.server.recordings import retention
from app.server.recordings.anchors import heads_of
from app.server.recordings.chain import chain_value
from app.server.recordings.index import finished_row
from app.server.recordings.verify import verify
from app.server.storage.database import Database
from app.server.storage.tables import AuditRow, Recording, RecordingDeletion
from tests.doubles.recording_archive import NOW, Archive


@pytest.fixture
def archive(tmp_path: Path, database: Database) -> Archive:
    return Archive(tmp_path / "data", database)


def anchor(archive: Archive) -> None:
    """What the night does."""
    archive.log.write(archive.database.read_now(heads_of), NOW)


async def test_what_nobody_touched_is_found_as_it_was(archive: Archive) -> None:
    await archive.fill(12)
    found = archive.verify()
    assert found.findings == []
    assert (found.rows, found.files) == (12, 12)
    assert len(archive.log.read().anchors) == 2, "at the first and at the tenth recording"


class TestFiles:
    async def test_changed_cut_swapped_and_missing(self, archive: Archive) -> None:
        await archive.fill(6)
        changed = bytearray(archive.path("r1").read_bytes())
        changed[700] ^= 1
        archive.path("r1").write_bytes(changed)
        archive.path("r2").write_bytes(archive.path("r2").read_bytes()[:-100])
        third, fourth = archive.path("r3").read_bytes(), archive.path("r4").read_bytes()
        archive.path("r3").write_bytes(fourth)
        archive.path("r4").write_bytes(third)
        archive.path("r5").unlink()
        assert archive.found() == [
            ("file-changed", "r1"),
            ("file-cut", "r2"),
            ("file-swapped", "r3"),
            ("file-swapped", "r4"),
            ("file-missing", "r5"),
        ]
        texts = {each.recording_id: each.text for each in archive.verify().findings}
        assert "the file of recording r4" in texts["r3"]
        assert "100 bytes are missing" in texts["r2"]

    async def test_a_file_whose_row_is_gone(self, archive: Archive) -> None:
        await archive.fill(2)
        stray = archive.path("zz-stray")
        stray.parent.mkdir()
        stray.write_bytes(b"x")
        assert archive.found() == [], "it may be just being finished"
        os.utime(stray, (NOW.timestamp() - 1e8,) * 2)
        assert archive.found() == [("file-unknown", "zz-stray")]

    async def test_only_the_days_that_were_asked_for_are_read(self, archive: Archive) -> None:
        await archive.add("old", age_days=30)
        await archive.add("new", age_days=1)
        for each in ("old", "new"):
            archive.path(each).unlink()
        old = verify(archive.database, archive.files, archive.log, until=NOW.replace(day=1, month=5, hour=23))
        assert old.findings == []
        recent = verify(archive.database, archive.files, archive.log, since=NOW.replace(month=5, day=20))
        assert [each.recording_id for each in recent.findings] == ["new"]


class TestRows:
    @pytest.mark.parametrize(
        "values",
        [
            {"duration_ms": 59_000},
            {"gaps": []},
            {"gaps": [{"from_ms": 1000, "to_ms": 2000, "reason": "lost"}]},
            {"started_at": NOW},
            {"call_id": "another"},
            {"size_bytes": 1},
        ],
    )
    async def test_a_changed_row(self, archive: Archive, values: dict[str, object]) -> None:
        await archive.fill(3)
        archive.change("r2", **values)
        assert ("row-changed", "r2") in archive.found()

    async def test_a_row_changed_together_with_its_file_and_checksums(self, archive: Archive) -> None:
        """The forger knows the chain: then the next row, or the anchors, tell."""
        await archive.fill(3)
        archive.change("r2", duration_ms=1)
        archive.change("r2", chain_sha256=chain_value(finished_row(archive.row("r2"))))
        assert archive.found() == [("row-order", "r3")]

    async def test_a_whole_chain_forged_anew_does_not_fit_the_anchors(self, archive: Archive) -> None:
        await archive.fill(12)
        archive.change("r9", duration_ms=1)
        previous = archive.row("r8").chain_sha256
        for number in range(9, 13):
            name = f"r{number}"
            archive.change(name, previous_sha256=previous)
            archive.change(name, chain_sha256=chain_value(finished_row(archive.row(name))))
            previous = archive.row(name).chain_sha256
        assert archive.found() == [("chain-changed", "r10")]

    async def test_a_row_taken_out_of_the_middle_and_of_the_beginning(self, archive: Archive) -> None:
        await archive.fill(5)
        archive.take_out("r3")
        archive.path("r3").unlink()
        assert archive.found() == [("row-missing", "r4")]
        archive.take_out("r1")
        archive.path("r1").unlink()
        assert archive.found() == [("row-missing", "r2"), ("row-missing", "r4")]

    async def test_rows_that_changed_places(self, archive: Archive) -> None:
        await archive.fill(4)
        archive.change("r2", position=99)
        archive.change("r3", position=2)
        archive.change("r2", position=3)
        assert {each for each in archive.found() if each[0] == "row-order"} == {
            ("row-order", "r2"),
            ("row-order", "r3"),
            ("row-order", "r4"),
        }

    async def test_a_row_taken_out_and_the_places_closed_up(self, archive: Archive) -> None:
        await archive.fill(4)
        archive.take_out("r2")
        archive.path("r2").unlink()
        archive.change("r3", position=2)
        archive.change("r4", position=3)
        assert archive.found()[0] == ("row-order", "r3")

    async def test_the_end_cut_off(self, archive: Archive) -> None:
        await archive.fill(12)
        anchor(archive)
        for name in ("r11", "r12"):
            archive.take_out(name)
            archive.path(name).unlink()
        assert archive.found() == [("tail-missing", "")]
        assert "the last 2 are missing" in archive.verify().findings[0].text

    async def test_a_key_taken_out(self, archive: Archive) -> None:
        await archive.fill(2)
        archive.change("r1", wrapped_key=b"")
        assert archive.found() == [("key-missing", "r1")]

    async def test_rows_of_the_first_version_count_too(self, archive: Archive) -> None:
        """They have no chain value of their own, and gaps without a reason."""
        await archive.add("r1")
        archive.change("r1", chain_version=1, chain_sha256="", gaps=[[1000, 2000]])
        first = archive.row("r1")
        value = chain_value(finished_row(first))
        await archive.add("r2")
        assert archive.row("r2").previous_sha256 == value
        archive.log.path.unlink()
        anchor(archive)
        assert archive.found() == []
        archive.take_out("r1")
        archive.path("r1").unlink()
        assert archive.found() == [("row-missing", "r2")]


class TestAnchors:
    async def test_the_file_missing_changed_or_shortened(self, archive: Archive) -> None:
        await archive.fill(3)
        for _ in range(2):
            anchor(archive)
            await archive.add(f"more{_}")
        anchor(archive)
        lines = archive.log.path.read_bytes().splitlines(keepends=True)
        assert len(lines) == 4
        archive.log.path.write_bytes(lines[0] + lines[2] + lines[3])
        assert ("anchors-changed", "") in archive.found()
        archive.log.path.write_bytes(b"".join(lines).replace(b'"position":4', b'"position":3'))
        assert ("anchors-changed", "") in archive.found()
        archive.log.path.unlink()
        assert archive.found() == [("anchors-missing", "")]

    async def test_a_torn_last_line_is_told_and_writing_goes_on(self, archive: Archive) -> None:
        await archive.fill(2)
        with archive.log.path.open("ab") as file:
            file.write(b'{"at":"2026')
        anchor(archive)
        read = archive.log.read()
        assert (read.bad_lines, read.torn_lines) == ([], [2])
        assert [each.position for each in read.anchors] == [1, 2]
        found = archive.verify()
        assert found.findings == []
        assert "Line 2" in found.notes[0]
        lines = archive.log.path.read_bytes().splitlines(keepends=True)
        archive.log.path.write_bytes(b"overwritten\n" + b"".join(lines[1:]))
        assert archive.found() == [("anchors-changed", "")], "a real line is missed"

    async def test_a_restored_backup_is_accepted_with_a_reason(self, archive: Archive) -> None:
        await archive.fill(12)
        anchor(archive)
        for name in ("r11", "r12"):
            archive.take_out(name)
            archive.path(name).unlink()
        assert archive.found() == [("tail-missing", "")]
        archive.log.write(archive.database.read_now(heads_of), NOW, "disk failed, backup of Monday")
        await archive.add("after")
        await archive.add("after2")
        anchor(archive)
        found = archive.verify()
        assert found.findings == []
        assert "backup of Monday" in found.notes[0]


class TestDeletions:
    async def test_a_proper_deletion_is_no_finding(self, archive: Archive) -> None:
        await archive.fill(3)
        archive.retention.delete_one("r2", "anna", "asked for by the customer", NOW)
        anchor(archive)
        found = archive.verify()
        assert found.findings == []
        assert found.deleted == 1
        assert not archive.path("r2").exists()

    async def test_deleted_without_proof(self, archive: Archive) -> None:
        await archive.fill(3)
        archive.change("r2", state="DELETED", wrapped_key=b"")
        assert archive.found() == [("deletion-unproved", "r2")]

    async def test_the_proof_changed_taken_out_or_its_row_gone(self, archive: Archive) -> None:
        await archive.fill(4)
        for name in ("r1", "r2", "r3"):
            archive.retention.delete_one(name, "anna", "why", NOW)
        anchor(archive)

        def forge(session: Session) -> None:
            entry = session.get(RecordingDeletion, 2)
            assert entry is not None
            entry.by = "somebody else"

        archive.database.write_now(forge)
        assert archive.found() == [("deletion-changed", "r2")]
        archive.database.write_now(
            lambda session: session.execute(delete(RecordingDeletion).where(RecordingDeletion.position == 2))
        )
        assert ("deletion-unproved", "r2") in archive.found()
        assert ("deletion-changed", "r3") in archive.found()

    async def test_the_last_proofs_cut_off(self, archive: Archive) -> None:
        await archive.fill(2)
        archive.retention.delete_one("r1", "anna", "why", NOW)
        anchor(archive)
        archive.database.write_now(lambda session: session.execute(delete(RecordingDeletion)))
        archive.change("r1", state="READY")
        assert ("tail-missing", "") in archive.found()


class TestCommandLine:
    @pytest.fixture
    def run(self, archive: Archive, database_url: str, capsys: pytest.CaptureFixture[str]):
        def call(*words: str) -> tuple[int, str]:
            head = ["--data", str(archive.data), "--database", database_url, "recordings"]
            code = admin.main([*head, *words])
            captured = capsys.readouterr()
            return code, captured.out + captured.err

        return call

    async def test_verify_says_which_and_ends_with_1(self, archive: Archive, run) -> None:
        await archive.fill(2)
        code, said = run("verify")
        assert (code, said.count("\n")) == (0, 1)
        assert "2 recordings, 2 files read, 0 deleted: all as it was" in said
        archive.path("r2").unlink()
        code, said = run("verify")
        assert code == 1
        assert "file-missing" in said
        assert "r2" in said
        code, said = run("verify", "--json", "--from", "2026-01-01")
        assert code == 1
        assert json.loads(said)["findings"][0]["recording_id"] == "r2"

    async def test_hold_release_delete(self, archive: Archive, run) -> None:
        await archive.fill(2)
        assert run("hold", "r1", "--reason", "court")[0] == 0
        code, said = run("delete", "r1", "--reason", "cleaning")
        assert code == 1
        assert "held (court)" in said
        assert "r1" in run("holds")[1]
        assert run("release", "r1", "--reason", "settled")[0] == 0
        assert run("delete", "r1", "--reason", "asked for")[0] == 0
        assert archive.states() == {"r1": "DELETED", "r2": "READY"}
        assert run("delete", "r1", "--reason", "again")[0] == 1
        assert run("hold", "nobody", "--reason", "x")[0] == 1
        deeds = archive.database.read_now(lambda s: [each.action for each in s.query(AuditRow).all()])
        assert deeds == ["recording.held", "recording.released", "recording.deleted"]

    async def test_retention_is_set_and_shown(self, archive: Archive, run) -> None:
        assert "all others: 190 days" in run("retention")[1]
        assert "all others: 400 days" in run("retention", "--days", "400")[1]
        code, said = run("retention", "--days", "30")
        assert code == 1
        assert "six months" in said
        assert run("retention", "--days", "400", "--queue", "none")[0] == 1
        assert "all others: 190 days" in run("retention", "--default")[1]

    async def test_rotate_and_keys(self, archive: Archive, run) -> None:
        await archive.fill(3)
        code, said = run("rotate-key")
        assert code == 0
        assert "3 keys are wrapped with file:2 now" in said
        assert "file:2: 3 recordings" in run("keys")[1]

    async def test_accept(self, archive: Archive, run) -> None:
        await archive.fill(11)
        anchor(archive)
        archive.take_out("r11")
        archive.path("r11").unlink()
        assert run("verify")[0] == 1
        assert run("accept", "--reason", "backup restored")[0] == 0
        code, said = run("verify")
        assert code == 0
        assert "note:" in said


async def test_what_the_api_shows_of_a_recording(archive: Archive) -> None:
    await archive.fill(1)
    view = await archive.index.view("r1")
    assert (view.state, view.held) == ("READY", False)
    assert view.gaps_ms == [(1000, 2000)]
    assert view.gaps[0].reason == "paused"
    archive.database.write_now(lambda s: retention.hold(s, "r1", "court", "u1", NOW))
    view = await archive.index.view("r1")
    assert (view.held, view.hold_reason) == (True, "court")


def test_rows_are_really_of_this_table() -> None:
    """The forger of these tests changes columns by name."""
    assert {"chain_sha256", "chain_version", "key_id"} <= set(Recording.__table__.columns.keys())
