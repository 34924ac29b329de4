"""Attached files: what is taken by what stands in it, names that harm nobody, nothing readable on the
disk.
"""

from __future__ import annotations

import io
import sys
import time
import zipfile

import pytest

from app.server.security.attachments import (
    MOST_BYTES,
    PIECE_BYTES,
    AttachmentDamagedError,
    AttachmentInfectedError,
    AttachmentStore,
    AttachmentTooLargeError,
    CommandScan,
    ScanFailedError,
)
from app.server.security.file_kinds import FileRefusedError, kind_of, safe_name
from app.server.storage.errors import InvalidValueError, NotFoundError

KEY = b"k" * 32
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("冰箱漏水\n第二行".encode(), "text/plain"),
        ("冰箱漏水".encode("gb18030"), "text/plain"),
        ("姓名,电话".encode("utf-16"), "text/plain"),
        (b"<html><script>alert(1)</script></html>", "text/plain"),
        (archive("a.txt"), "application/zip"),
        (archive("[Content_Types].xml", "xl/workbook.xml"),
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)  # fmt: skip
def test_a_file_is_what_stands_in_it(content, kind):
    file = io.BytesIO(content)
    assert kind_of(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 60,
        b"\x7fELF\x02\x01\x01",
        b"#!/bin/sh\nrm -rf /\n",
        b"\x00\x01\x02\x03 whatever",
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 no archive at all",
    ],
)
def test_programs_macros_and_what_nobody_knows_are_refused(content):
    with pytest.raises(FileRefusedError):
        kind_of(io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("照片 1.PNG", "image/png", "照片 1.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\x\\invoice.pdf", "application/pdf", "invoice.pdf"),
        ("invoice.pdf.exe", "application/pdf", "invoice.pdf.exe.pdf"),
        ("page.html", "text/plain", "page.html.txt"),
        ("gpj.\u202eexe.png", "image/png", "gpj.exe.png"),
        ("con.txt", "text/plain", "_con.txt"),
        ("", "image/png", "file.png"),
        ("\0\r\n", "image/png", "file.png"),
        ('a"b;c.png', "image/png", "ab;c.png"),
        ("长" * 300 + ".pdf", "application/pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_harm_nobody_and_fit_the_content(name, kind, kept):
    assert safe_name(name, kind) == kept


def test_what_is_kept_comes_back_and_cannot_be_read_on_the_disk(tmp_path):
    store = AttachmentStore(tmp_path, KEY)
    content = b"%PDF-1.7\n" + b"secret of the customer " * 60_000
    assert len(content) > 4 * PIECE_BYTES
    stored = store.keep(io.BytesIO(content), "a.pdf")
    assert (stored.name, stored.media_type, stored.size_bytes) == ("a.pdf", "application/pdf", len(content))
    assert store.read(stored.blob_id) == content
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert b"secret" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    store.remove(stored.blob_id)
    with pytest.raises(NotFoundError):
        store.read(stored.blob_id)


@pytest.mark.parametrize("harm", ["changed", "cut", "swapped", "piece"])
def test_a_damaged_file_is_never_handed_out_as_if_it_were_whole(tmp_path, harm):
    store = AttachmentStore(tmp_path, KEY)
    stored = store.keep(io.BytesIO(PNG + b"a" * 3 * PIECE_BYTES), "a.png")
    other = store.keep(io.BytesIO(PNG + b"b" * 3 * PIECE_BYTES), "b.png")
    path = tmp_path / "attachments" / stored.blob_id[:2] / stored.blob_id
    content = path.read_bytes()
    sealed = PIECE_BYTES + 16
    path.write_bytes(
        {
            "changed": content[:-1] + bytes([content[-1] ^ 1]),
            "cut": content[:sealed],  # a whole piece, but not the last one
            "swapped": (tmp_path / "attachments" / other.blob_id[:2] / other.blob_id).read_bytes(),
            "piece": content[sealed : 2 * sealed] + content[:sealed] + content[2 * sealed :],
        }[harm]
    )
    with pytest.raises(AttachmentDamagedError):
        store.read(stored.blob_id)


def test_too_large_empty_and_strange_ids(tmp_path):
    store = AttachmentStore(tmp_path, KEY)
    with pytest.raises(AttachmentTooLargeError):
        store.keep(io.BytesIO(PNG + b"\0" * MOST_BYTES), "big.png")
    with pytest.raises(InvalidValueError):
        store.keep(io.BytesIO(b""), "empty.png")
    for blob_id in ("../../secret", "", "x" * 32):
        with pytest.raises(NotFoundError):
            store.read(blob_id)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


SCANNER = (
    "import sys; data = sys.stdin.buffer.read(); "
    "sys.exit(1 if b'EICAR' in data else 2 if b'odd' in data else 0)"
)


def test_the_scanner_decides_and_without_its_answer_nothing_is_taken(tmp_path):
    scanner = tmp_path / "scan.py"
    scanner.write_text(SCANNER)
    store = AttachmentStore(tmp_path, KEY, CommandScan(f"{sys.executable} {scanner}"))
    assert store.read(store.keep(io.BytesIO(b"all is well"), "a.txt").blob_id) == b"all is well"
    with pytest.raises(AttachmentInfectedError):
        store.keep(io.BytesIO(b"X5O EICAR"), "a.txt")
    with pytest.raises(ScanFailedError):
        store.keep(io.BytesIO(b"something odd"), "a.txt")
    gone = AttachmentStore(tmp_path, KEY, CommandScan(str(tmp_path / "no-such-scanner")))
    with pytest.raises(ScanFailedError):
        gone.keep(io.BytesIO(b"fine"), "a.txt")
    slow = AttachmentStore(tmp_path, KEY, CommandScan("sleep 5", timeout_s=0.1))
    with pytest.raises(ScanFailedError):
        slow.keep(io.BytesIO(b"fine"), "a.txt")


def test_what_a_crash_left_behind_is_swept_away_once_it_is_old(tmp_path, monkeypatch):
    store = AttachmentStore(tmp_path, KEY)
    known, lost = (store.keep(io.BytesIO(PNG), "a.png").blob_id for _ in range(2))
    assert store.sweep(lambda ids: []) == 0, "young ones may still be waiting for their row"
    now = time.time()
    monkeypatch.setattr("app.server.security.attachments.time.time", lambda: now + 7200)
    assert store.sweep(lambda ids: {known}) == 1
    assert store.read(known) == PNG
    with pytest.raises(NotFoundError):
        store.read(lost)
