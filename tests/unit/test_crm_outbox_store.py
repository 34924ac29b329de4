"""The outbox on disk: full disk, damaged file, wrong folder, speed."""

from __future__ import annotations

import os
import sqlite3
import stat
import statistics
import time
from contextlib import closing
from pathlib import Path

import pytest

from app.crm_client.errors import OutboxFailed, OutboxFull
from app.crm_client.outbox_store import OutboxStore, StoredItem


def an_item(number: int, size: int = 10) -> StoredItem:
    return StoredItem(f"key-{number}", "ticket", "agent-1001", "", "字" * size)


def filled(path: Path, count: int = 3) -> OutboxStore:
    store = OutboxStore(path)
    for number in range(count):
        store.add(an_item(number))
    return store


def test_items_come_back_in_the_order_they_were_written(tmp_path: Path) -> None:
    store = filled(tmp_path / "outbox.db")
    store.remove("key-1")
    store.refuse("key-0", "not-found", "No such call.")
    store.close()
    again = OutboxStore(tmp_path / "outbox.db")
    again.add(an_item(9))
    assert [(item.key, item.refused_error_id) for item in again.items()] == [
        ("key-0", "not-found"),
        ("key-2", None),
        ("key-9", None),
    ]
    again.close()


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    store = filled(tmp_path / "outbox.db")
    store._connection.execute("PRAGMA max_page_count = 8")  # pyright: ignore[reportPrivateUsage]
    with pytest.raises(OutboxFull, match=r"disk .* is full: .* stays on the screen. Free some space") as full:
        for number in range(10, 99):
            store.add(an_item(number, size=4000))
    assert full.value.error_id == "outbox-full"
    kept = [item.key for item in store.items()]
    assert kept[:3] == ["key-0", "key-1", "key-2"]
    store.remove("key-10")
    store.add(an_item(200))  # there is room again
    store.close()
    reopened = OutboxStore(tmp_path / "outbox.db")
    assert "key-200" in [item.key for item in reopened.items()]
    reopened.close()


@pytest.mark.parametrize("damage", ["rubbish", "header", "middle"])
def test_a_damaged_file_is_kept_aside_and_a_new_one_started(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "outbox.db"
    store = filled(path, 200)
    store.close()
    content = bytearray(path.read_bytes())
    match damage:
        case "rubbish":
            content = bytearray(os.urandom(len(content)))
        case "header":
            content[:16] = b"Not a database.."
        case _:
            content[4096 : 4096 * 3] = os.urandom(4096 * 2)
    path.write_bytes(content)
    store = OutboxStore(path)
    assert store.items() == []
    assert store.moved_aside is not None and store.moved_aside.name.startswith("outbox.db.damaged-")
    assert store.moved_aside.read_bytes() == bytes(content)
    store.add(an_item(1))
    store.close()
    again = OutboxStore(path)
    assert ([item.key for item in again.items()], again.moved_aside) == (["key-1"], None)
    again.close()


def test_damage_while_the_program_runs_does_not_lose_what_is_written_now(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    filled(path, 300).close()
    store = OutboxStore(path)
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.write(os.urandom(size))
    store._connection.execute("PRAGMA cache_size = 0")  # pyright: ignore[reportPrivateUsage]
    store.add(an_item(1000))
    assert "key-1000" in [item.key for item in store.items()]
    assert store.moved_aside is not None
    store.close()


def test_a_second_program_that_holds_the_file_is_said_soon_and_waited_out(tmp_path: Path) -> None:
    store = filled(tmp_path / "outbox.db")
    with closing(sqlite3.connect(tmp_path / "outbox.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(OutboxFailed, match="locked"):
            store.add(an_item(10))
        assert time.monotonic() - started < 1.5
        other.execute("ROLLBACK")
    store.add(an_item(11))
    assert [item.key for item in store.items()] == ["key-0", "key-1", "key-2", "key-11"]
    assert store.moved_aside is None
    store.close()


def test_a_folder_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(OutboxFailed, match="could not be saved") as failed:
        OutboxStore(tmp_path / "config" / "outbox.db")
    assert failed.value.error_id == "outbox-failed"


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_this_user_can_read_what_was_written(tmp_path: Path) -> None:
    store = filled(tmp_path / "outbox.db")
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    store.close()


def test_writing_does_not_hold_the_screen_up(tmp_path: Path) -> None:
    store = OutboxStore(tmp_path / "outbox.db")
    took_ms: list[float] = []
    for number in range(50):
        started = time.perf_counter()
        store.add(an_item(number, size=2000))
        took_ms.append((time.perf_counter() - started) * 1000)
    store.close()
    assert statistics.median(took_ms) < 25.0  # 0.5 to 3 ms on an idle machine with an SSD
    print(f"outbox add: median {statistics.median(took_ms):.2f} ms, worst {max(took_ms):.2f} ms")
