"""Text being typed is still there after a crash."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.crm_client import drafts as drafts_module
from app.crm_client.drafts import CallDraft, Drafts
from app.crm_client.errors import CrmError

NOTE = CallDraft("resolved", "客户希望周五上午送货 📦", datetime(2026, 11, 27, 9, 30, tzinfo=UTC))


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    made = Drafts(tmp_path / "drafts")
    yield made
    made.close()


def test_what_was_typed_comes_back_in_the_next_start(tmp_path: Path, drafts: Drafts) -> None:
    drafts.save("call/1", NOTE)
    assert drafts.load("call/1") == NOTE  # at once, before it is on disk
    assert drafts.flush()
    later = Drafts(tmp_path / "drafts")
    assert later.load("call/1") == NOTE
    assert later.all() == {"call/1": NOTE}
    later.close()


def test_a_finished_note_is_forgotten(tmp_path: Path, drafts: Drafts) -> None:
    drafts.save("call-1", NOTE)
    drafts.forget("call-1")
    assert drafts.load("call-1") is None
    assert drafts.flush()
    assert list((tmp_path / "drafts").glob("*.json")) == []


def test_fast_typing_is_written_a_few_times_only(monkeypatch: pytest.MonkeyPatch, drafts: Drafts) -> None:
    written: list[bytes] = []
    write = drafts_module.write_whole

    def counted(path: Path, content: bytes) -> None:
        written.append(content)
        write(path, content)

    monkeypatch.setattr(drafts_module, "write_whole", counted)
    for length in range(200):
        drafts.save("call-1", CallDraft(note="字" * length))
    assert drafts.flush()
    assert len(written) <= 3
    assert drafts.load("call-1") == CallDraft(note="字" * 199)


def test_closing_writes_the_last_word(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    for length in range(50):
        drafts.save("call-1", CallDraft(note="a" * length))
    drafts.close()
    later = Drafts(tmp_path)
    assert later.load("call-1") == CallDraft(note="a" * 49)
    later.close()


def test_a_damaged_draft_is_kept_aside_and_does_not_disturb(tmp_path: Path, drafts: Drafts) -> None:
    drafts.save("call-1", NOTE)
    drafts.flush()
    (path,) = (tmp_path / "drafts").glob("*.json")
    path.write_bytes(b"\x00\x00half")
    assert drafts.load("call-1") is None
    assert len(list((tmp_path / "drafts").glob("*.damaged-*"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_this_user_can_read_it(tmp_path: Path, drafts: Drafts) -> None:
    drafts.save("call-1", NOTE)
    drafts.flush()
    (path,) = (tmp_path / "drafts").glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_disk_that_cannot_be_written_is_said_once_and_tried_again(tmp_path: Path) -> None:
    told: list[CrmError] = []
    seen = threading.Event()

    def trouble(error: CrmError) -> None:
        told.append(error)
        seen.set()

    (tmp_path / "drafts").write_text("a file where the folder should be")
    drafts = Drafts(tmp_path / "drafts", trouble)
    drafts.save("call-1", NOTE)
    assert seen.wait(2)
    assert not drafts.flush(timeout_s=0.7)  # tried again meanwhile
    assert [error.error_id for error in told] == ["drafts-failed"]
    assert drafts.load("call-1") == NOTE
    (tmp_path / "drafts").unlink()
    assert drafts.flush()
    drafts.close()


def test_kill_9_while_typing_costs_a_moment_at_most(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from app.crm_client.drafts import Drafts, CallDraft\n"
        "drafts = Drafts(Path(sys.argv[1]))\n"
        "for length in range(1, 100_000):\n"
        "    drafts.save('call-1', CallDraft(note='x' * length))\n"
        "    print(length, flush=True)\n"
        "    time.sleep(0.005)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    typed = 0
    for line in child.stdout:
        typed = int(line)
        if typed >= 150:
            break
    child.kill()
    rest = child.stdout.read().split()
    child.stdout.close()
    child.wait()
    typed = int(rest[-1]) if rest else typed
    drafts = Drafts(tmp_path)
    kept = drafts.load("call-1")
    drafts.close()
    assert kept is not None
    assert typed - len(kept.note) <= 120  # 0.6 s of typing one key every 5 ms


# --- every key, also of a program that is killed ------------------------------------------------------


def test_a_key_is_with_the_system_before_save_returns(tmp_path: Path, drafts: Drafts) -> None:
    drafts.save("call-1", CallDraft(note="first"))
    assert drafts.flush()
    drafts._write = lambda batch: True  # type: ignore[method-assign]  # the writing thread is never in time
    drafts.save("call-1", CallDraft(note="first and more"))
    later = Drafts(tmp_path / "drafts")  # as after a kill: nobody has closed the one before
    assert later.load("call-1") == CallDraft(note="first and more")
    later.close()


def test_a_half_written_line_costs_only_itself(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "typing.journal").write_bytes(
        b'{"call_id":"a","draft":{"outcome":"","note":"whole","follow_up_at":null}}\n{"call_id":"a","dra'
    )
    later = Drafts(folder)
    assert later.load("a") == CallDraft(note="whole")
    later.save("a", CallDraft(note="goes on"))
    last = Drafts(folder)
    assert last.load("a") == CallDraft(note="goes on")
    last.close()
    later.close()


def test_what_was_forgotten_before_a_crash_stays_forgotten(tmp_path: Path, drafts: Drafts) -> None:
    drafts.save("call-1", NOTE)
    assert drafts.flush()
    drafts._write = lambda batch: True  # type: ignore[method-assign]
    drafts.forget("call-1")
    later = Drafts(tmp_path / "drafts")
    assert later.load("call-1") is None
    later.close()


def test_the_journal_does_not_grow(tmp_path: Path, drafts: Drafts) -> None:
    for length in range(300):
        drafts.save("call-1", CallDraft(note="字" * length))
    assert drafts.flush()
    journal = tmp_path / "drafts" / "typing.journal"
    assert journal.stat().st_size == 0
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
