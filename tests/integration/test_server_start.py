"""What a person sees when the server cannot start or is asked for nonsense: a sentence, never a traceback."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.demo.stage import free_port, free_range, server

ROOT = Path(__file__).resolve().parents[2]


def words(data: Path, *more: str) -> list[str]:
    low, high = free_range()
    given = {
        "--data": str(data),
        "--http": f"127.0.0.1:{free_port()}",
        "--sip": f"127.0.0.1:{free_port()}",
        "--sip-tls-port": str(free_port()),
        "--rtp": f"{low}-{high}",
    }
    for name, value in zip(more[::2], more[1::2], strict=True):
        given[name] = value
    return [part for pair in given.items() for part in pair]


def run(*arguments: str, command: str = "server", text: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "app", command, *arguments],
        cwd=ROOT, input=text, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    ("flag", "value", "sentence"),
    [
        ("--http", "nonsense", "--http nonsense: must be HOST:PORT"),
        ("--sip", "127.0.0.1:99999", "'99999' is no port"),
        ("--rtp", "30000-30004", "hold at least 20 ports"),
        ("--log-level", "loud", "must be debug, info or warning"),
    ],
)
def test_bad_settings(tmp_path: Path, flag: str, value: str, sentence: str):
    done = run(*words(tmp_path, flag, value))
    assert done.returncode == 2
    assert sentence in done.stderr


def test_bad_setting_in_the_environment_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEATLINE_LOG_LEVEL", "loud")
    assert "SEATLINE_LOG_LEVEL loud" in run(*words(tmp_path)).stderr


@pytest.mark.parametrize("flag", ["--http", "--sip", "--sip-tls-port"])
def test_a_port_that_is_taken(tmp_path: Path, flag: str):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        value = str(port) if flag == "--sip-tls-port" else f"127.0.0.1:{port}"
        done = run(*words(tmp_path, flag, value))
    assert done.returncode == 1
    assert str(port) in done.stderr and "another program" in done.stderr


def test_a_folder_that_cannot_be_used(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    done = run(*words(tmp_path / "file" / "data"))
    assert done.returncode == 1 and "Choose another one with --data" in done.stderr


def test_a_database_of_the_future(tmp_path: Path):
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "seatline.db") as connection:
        connection.execute("create table alembic_version (version_num varchar(32) not null)")
        connection.execute("insert into alembic_version values ('9999')")
    connection.close()
    done = run(*words(tmp_path / "data"))
    assert done.returncode == 1 and "newer version of Seatline" in done.stderr


def test_a_database_that_cannot_be_reached(tmp_path: Path):
    done = run(*words(tmp_path, "--database", f"postgresql://nobody@127.0.0.1:{free_port()}/seatline"))
    assert done.returncode == 1 and "cannot be reached" in done.stderr


def test_a_key_file_that_others_can_read(tmp_path: Path):
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "master.key").write_text("00" * 32)
    (tmp_path / "keys" / "master.key").chmod(0o644)
    done = run(*words(tmp_path))
    assert done.returncode == 1 and "chmod 600" in done.stderr


async def test_two_servers_in_one_folder_and_the_first_start(tmp_path: Path):
    async with server(tmp_path, sample=True) as first:
        second = run(*words(first.data))
        assert second.returncode == 1 and "Another server already works in" in second.stderr
        # what the first start leaves behind
        secret = first.data / "first-admin.txt"
        assert secret.stat().st_mode & 0o777 == 0o600
        assert (first.data / "sample-accounts.json").stat().st_mode & 0o777 == 0o600
        accounts = first.accounts()
        assert {"1001", "1010", "2001"} <= set(accounts)
        password = secret.read_text().split()[-1]
        async with httpx.AsyncClient(base_url=first.local_url, trust_env=False) as http:
            for user, given in (("admin", password), ("1001", accounts["1001"].password)):
                answer = await http.post("/api/v1/auth/token", data={"username": user, "password": given})
                assert answer.status_code == 200
            wrong = await http.post("/api/v1/auth/token", data={"username": "1001", "password": "no"})
            assert wrong.status_code == 401 and wrong.json()["error_id"] == "sign-in-failed"
            for path in ("/healthz", "/readyz", "/metrics", "/openapi.json"):
                assert (await http.get(path)).status_code == 200
    assert "Stopping" in first.log.read_text(encoding="utf-8")
    assert "Traceback" not in first.log.read_text(encoding="utf-8")
    _a_new_password_works(first.data)


def _a_new_password_works(data: Path) -> None:
    done = run("--data", str(data), "password", "1002", command="admin", text="short\n")
    assert done.returncode == 1 and "at least 8 characters" in done.stderr
    done = run("--data", str(data), "password", "nobody", command="admin", text="long enough\n")
    assert done.returncode == 1 and "no user nobody" in done.stderr
    assert run("--data", str(data), "password", "1002", command="admin", text="long enough\n").returncode == 0
    assert "1002" in run("--data", str(data), "users", command="admin").stdout
    missing = run("--data", str(data), "recording", "nothing", "--out", str(data / "x.ogg"), command="admin")
    assert missing.returncode == 1 and "no recording" in missing.stderr


def test_admin_outside_a_data_folder(tmp_path: Path):
    done = run("--data", str(tmp_path), "users", command="admin")
    assert done.returncode == 1 and "no data folder" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"]])
def test_the_command_tells_what_it_can(arguments: list[str]):
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    assert done.returncode == 0 and "seatline" in done.stdout


def test_an_unknown_command():
    done = run(command="dance")
    assert done.returncode == 2 and "no command 'dance'" in done.stderr
