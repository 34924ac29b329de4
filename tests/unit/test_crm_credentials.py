"""The password is in the system's keyring or nowhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring import errors as keyring_errors

from app.crm_client.credentials import Credentials
from app.crm_client.errors import KeyringLocked, KeyringMissing

SERVER = "https://callcentre.example:8443"


class Ring:
    """A keyring in memory; ``trouble`` is raised by whatever is asked of it."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble = trouble

    def get_password(self, service: str, username: str, /) -> str | None:
        self._may_fail()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self._may_fail()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        self._may_fail()
        del self.kept[service, username]

    def _may_fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def test_a_password_is_kept_per_server_and_user() -> None:
    credentials = Credentials(Ring())
    credentials.save(SERVER, "1001", "pässwört")
    assert credentials.load(SERVER + "/", "1001") == "pässwört"
    assert credentials.load(SERVER, "1002") is None
    assert credentials.load("https://other.example:8443", "1001") is None
    credentials.forget(SERVER, "1001")
    credentials.forget(SERVER, "1001")
    assert credentials.load(SERVER, "1001") is None


@pytest.mark.parametrize(
    "trouble",
    [
        keyring_errors.InitError("locked"),
        keyring_errors.KeyringLocked("locked"),
        OSError("bus"),
        ValueError("?"),
    ],
    ids=lambda trouble: type(trouble).__name__,
)
def test_a_locked_keyring_says_what_to_do(trouble: Exception) -> None:
    credentials = Credentials(Ring(trouble))
    for ask in (
        lambda: credentials.load(SERVER, "1001"),
        lambda: credentials.save(SERVER, "1001", "secret"),
        lambda: credentials.forget(SERVER, "1001"),
    ):
        with pytest.raises(KeyringLocked, match="Unlock it, or type the password") as failed:
            ask()
        assert failed.value.error_id == "keyring-locked"
        assert "secret" not in str(failed.value)


@pytest.mark.parametrize("backend", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring()])
def test_no_keyring_is_said_and_work_goes_on(backend: object) -> None:
    with pytest.raises(KeyringMissing, match="asked for at each start") as failed:
        Credentials(backend).save(SERVER, "1001", "secret")  # pyright: ignore[reportArgumentType]
    assert failed.value.error_id == "keyring-missing"


def test_a_keyring_in_plain_text_counts_as_none() -> None:
    plain = type("PlaintextKeyring", (Ring,), {"__module__": "keyrings.alt.file"})()
    with pytest.raises(KeyringMissing):
        Credentials(plain).save(SERVER, "1001", "secret")
    assert plain.kept == {}


def test_the_first_safe_one_of_several_is_used() -> None:
    plain = type("PlaintextKeyring", (Ring,), {"__module__": "keyrings.alt.file"})()
    safe = Ring()
    chainer = Ring()
    chainer.backends = [plain, safe]  # pyright: ignore[reportAttributeAccessIssue]
    Credentials(chainer).save(SERVER, "1001", "secret")
    assert (plain.kept, chainer.kept) == ({}, {})
    assert list(safe.kept.values()) == ["secret"]


REAL = """
import sys
sys.path.insert(0, {root!r})
from app.crm_client.credentials import Credentials
from app.crm_client.errors import CrmError
credentials = Credentials()
try:
    credentials.save("https://a:1", "1001", "密码-1")
    print(credentials.load("https://a:1", "1001"))
    credentials.forget("https://a:1", "1001")
    print(credentials.load("https://a:1", "1001"))
except CrmError as error:
    print(error.error_id)
"""
needs_gnome = pytest.mark.skipif(
    shutil.which("dbus-run-session") is None or shutil.which("gnome-keyring-daemon") is None,
    reason="dbus-run-session and gnome-keyring-daemon are not installed",
)


def _in_a_session(tmp_path: Path, first: str, environment: dict[str, str] | None = None) -> list[str]:
    script = tmp_path / "ask.py"
    script.write_text(REAL.format(root=str(Path(__file__).parents[2])), "utf-8")
    for name in ("data", "run", "config", "cache"):
        (tmp_path / name).mkdir(mode=0o700)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", f"{first}; exec {sys.executable} {script}"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_RUNTIME_DIR": str(tmp_path / "run"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "PYTHONUTF8": "1",
        }
        | (environment or {}),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@needs_gnome
def test_a_real_gnome_keyring_keeps_and_forgets(tmp_path: Path) -> None:
    unlock = "printf 'a-word' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
    assert _in_a_session(tmp_path, unlock) == ["密码-1", "None"]


@needs_gnome
def test_without_any_keyring_the_answer_is_a_word_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "no-services").mkdir()
    assert _in_a_session(tmp_path, ":", {"XDG_DATA_DIRS": str(tmp_path / "no-services")}) in (
        ["keyring-missing"],
        ["keyring-locked"],  # the bus may start a keyring by itself, which then is locked
    )
