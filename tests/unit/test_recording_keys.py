"""Master keys of recordings: generations in files, an external command, and a ring of both."""

from __future__ import annotations

import os
import stat
import sys
import textwrap
from pathlib import Path

import pytest

from app.server.security.key_command import CommandKeys
from app.server.security.key_files import FileKeys
from app.server.security.key_wrapping import KeyWrapError, WrappedKey
from app.server.security.keys import load_keys
from app.server.security.recording_keys import recording_keys

KEY = bytes(range(32))

KMS = """
    #!{python}
    import base64, os, pathlib, sys
    folder = pathlib.Path(__file__).parent
    mask = lambda data, name: bytes(a ^ b for a, b in zip(data, (name.encode() * 40)[: len(data)]))
    data = base64.b64decode(sys.stdin.read())
    with (folder / "asked").open("a") as log:
        log.write(" ".join(sys.argv[1:]) + "\\n")
    if sys.argv[1] == "wrap":
        name = (folder / "current").read_text().strip()
        print(name, base64.b64encode(mask(data, name)).decode())
    elif (folder / "refuse").exists():
        sys.exit("access denied by policy")
    else:
        print(base64.b64encode(mask(data, sys.argv[2])).decode())
"""


def script(folder: Path, text: str, name: str = "kms") -> Path:
    path = folder / name
    path.write_text(textwrap.dedent(text).strip().format(python=sys.executable) + "\n")
    path.chmod(0o700)
    return path


@pytest.fixture
def kms(tmp_path: Path) -> Path:
    """A key service that everybody can see through."""
    (tmp_path / "current").write_text("key-7")
    return script(tmp_path, KMS)


class TestFiles:
    def test_a_new_generation_wraps_and_the_old_one_still_opens(self, tmp_path: Path) -> None:
        files = FileKeys(tmp_path, KEY)
        old = files.wrap(b"a" * 32)
        assert old.key_id == "file:1"
        assert files.advance() == "file:2"
        new = files.wrap(b"b" * 32)
        assert new.key_id == "file:2"
        again = FileKeys(tmp_path, KEY)
        assert again.unwrap(old) == b"a" * 32
        assert again.unwrap(new) == b"b" * 32
        assert again.unwrap(WrappedKey("", old.wrapped)) == b"a" * 32, "from before there were key ids"
        assert stat.S_IMODE((tmp_path / "recordings-2.key").stat().st_mode) == 0o600

    def test_a_running_server_follows_a_rotation(self, tmp_path: Path) -> None:
        server, admin = FileKeys(tmp_path, KEY), FileKeys(tmp_path, KEY)
        assert server.wrap(KEY).key_id == "file:1"
        admin.advance()
        assert server.wrap(KEY).key_id == "file:2"

    def test_a_crash_between_key_and_marker_costs_nothing(self, tmp_path: Path) -> None:
        files = FileKeys(tmp_path, KEY)
        files.advance()
        (tmp_path / "recordings.current").unlink()  # as if it had died before
        assert files.wrap(KEY).key_id == "file:1"
        assert files.advance() == "file:3", "the key that was made is not used for anything else"

    def test_what_is_wrong_with_a_key_file_is_said(self, tmp_path: Path) -> None:
        files = FileKeys(tmp_path, KEY)
        files.advance()
        wrapped = files.wrap(KEY)
        path = tmp_path / "recordings-2.key"
        path.chmod(0o640)
        with pytest.raises(KeyWrapError, match="chmod 600"):
            files.unwrap(wrapped)
        path.chmod(0o600)
        path.write_text("not a key")
        with pytest.raises(KeyWrapError, match="backup"):
            files.unwrap(wrapped)
        path.unlink()
        with pytest.raises(KeyWrapError, match=r"recordings-2\.key is missing"):
            files.unwrap(wrapped)
        (tmp_path / "recordings.current").write_text("two")
        with pytest.raises(KeyWrapError, match="backup"):
            files.wrap(KEY)
        for key_id in ("file:x", "command:1", "file:"):
            with pytest.raises(KeyWrapError):
                files.unwrap(WrappedKey(key_id, wrapped.wrapped))

    def test_the_key_in_use_is_never_removed(self, tmp_path: Path) -> None:
        files = FileKeys(tmp_path, KEY)
        files.advance()
        with pytest.raises(KeyWrapError):
            files.remove(2)
        assert files.wrap(KEY).key_id == "file:2"


class TestCommand:
    def test_wraps_and_opens_and_sees_no_key_as_an_argument(self, kms: Path) -> None:
        keys = CommandKeys(kms)
        wrapped = keys.wrap(KEY)
        assert wrapped.key_id == "command:key-7"
        assert wrapped.wrapped != KEY
        assert keys.unwrap(wrapped) == KEY
        assert (kms.parent / "asked").read_text() == "wrap\nunwrap key-7\n"

    def test_every_failure_is_a_sentence(self, tmp_path: Path, kms: Path) -> None:
        wrapped = CommandKeys(kms).wrap(KEY)
        (tmp_path / "refuse").touch()
        with pytest.raises(KeyWrapError, match="exit code 1: access denied by policy"):
            CommandKeys(kms).unwrap(wrapped)
        with pytest.raises(KeyWrapError, match="cannot be started"):
            CommandKeys(tmp_path / "none").wrap(KEY)
        slow = script(tmp_path, "#!/bin/sh\nexec sleep 30", "slow")
        with pytest.raises(KeyWrapError, match=r"within 0\.2 s"):
            CommandKeys(slow, timeout_s=0.2).wrap(KEY)
        for name, said in (
            ("silent", "true"),
            ("talk", "echo a b c"),
            ("odd", "echo key ///"),
            ("cat", "echo k $(cat)"),
        ):
            path = script(tmp_path, f"#!/bin/sh\n{said}", name)
            with pytest.raises(KeyWrapError, match="Run it by hand"):
                CommandKeys(path).wrap(KEY)


class TestRing:
    def test_a_house_moves_to_a_key_service_and_back(self, tmp_path: Path, kms: Path) -> None:
        data = tmp_path / "data"
        first = load_keys(data).recordings
        with_files = recording_keys(data, first)
        with_kms = recording_keys(data, first, str(kms))
        by_file, by_kms = with_files.ring.wrap(KEY), with_kms.ring.wrap(KEY)
        assert (by_file.key_id, by_kms.key_id) == ("file:1", "command:key-7")
        assert with_kms.ring.unwrap(by_file) == with_kms.ring.unwrap(by_kms) == KEY
        with pytest.raises(KeyWrapError, match="--key-command"):
            with_files.ring.unwrap(by_kms)

    def test_the_master_key_of_another_house_opens_nothing(self, tmp_path: Path) -> None:
        wrapped = recording_keys(tmp_path, os.urandom(32)).ring.wrap(KEY)
        with pytest.raises(KeyWrapError, match="exchanged"):
            recording_keys(tmp_path, os.urandom(32)).ring.unwrap(wrapped)
