"""What is written into the operating system, and what is taken out of texts for support."""

from __future__ import annotations

import plistlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from app.ui.presenters.redact import redactor
from app.ui.presenters.support import BundleFile, packed
from app.ui.system.launch import SystemRefused
from app.ui.system.linux import LinuxComputer, with_handlers
from app.ui.system.macos import MacComputer
from app.ui.system.windows import RUN, WindowsComputer

START = ["/opt/sea line/bin/seatline", "desktop"]


def test_linux_starts_with_the_session_and_no_more(tmp_path: Path):
    computer = LinuxComputer(tmp_path / "config", tmp_path / "data", START)
    assert not computer.look().autostart
    computer.set_autostart(True)
    text = (tmp_path / "config" / "autostart" / "seatline.desktop").read_text()
    assert 'Exec="/opt/sea line/bin/seatline" desktop\n' in text
    assert computer.look().autostart
    computer.set_autostart(False)
    assert not computer.look().autostart


def test_linux_opens_telephone_links_and_gives_them_back(tmp_path: Path):
    config = tmp_path / "config"
    config.mkdir()
    (config / "mimeapps.list").write_text(
        "[Added Associations]\ntext/html=firefox.desktop\n\n"
        "[Default Applications]\nx-scheme-handler/tel=other.desktop;\ntext/html=firefox.desktop\n"
    )
    computer = LinuxComputer(config, tmp_path / "data", START)
    assert not computer.look().links
    computer.set_links(True)
    said = (config / "mimeapps.list").read_text()
    assert "x-scheme-handler/tel=seatline.desktop" in said and "other.desktop" not in said
    assert said.count("text/html=firefox.desktop") == 2
    assert "MimeType=x-scheme-handler/tel;" in (tmp_path / "data/applications/seatline.desktop").read_text()
    assert computer.look().links
    computer.set_links(False)
    assert not computer.look().links
    assert "seatline" not in (config / "mimeapps.list").read_text()


def test_another_program_that_took_the_links_keeps_them_when_ours_are_given_back():
    text = (
        "[Default Applications]\nx-scheme-handler/tel=other.desktop\nx-scheme-handler/sip=seatline.desktop\n"
    )
    assert with_handlers(text, ours=False) == "[Default Applications]\nx-scheme-handler/tel=other.desktop\n"


def test_linux_says_when_it_may_not(tmp_path: Path):
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(SystemRefused):
        LinuxComputer(tmp_path / "config", tmp_path / "data", START).set_autostart(True)


class FakeRegistry:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get(self, key: str, name: str) -> str | None:
        return self.values.get((key, name))

    def put(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def remove(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


def test_windows_writes_its_part_of_the_registry():
    registry = FakeRegistry()
    computer = WindowsComputer(registry, [r"C:\Program Files\Seatline\seatline.exe", "desktop"])  # type: ignore[arg-type]
    computer.set_autostart(True)
    assert registry.values[RUN, "Seatline"] == r'"C:\Program Files\Seatline\seatline.exe" desktop'
    computer.set_links(True)
    opened = registry.values[r"Software\Classes\Seatline.Telephone\shell\open\command", ""]
    assert opened.endswith('desktop "%1"')
    assert registry.values[r"Software\Seatline\Capabilities\URLAssociations", "tel"] == "Seatline.Telephone"
    assert computer.look().autostart and computer.look().links
    computer.set_autostart(False)
    computer.set_links(False)
    assert not computer.look().autostart and not computer.look().links


def test_mac_has_a_launch_agent(tmp_path: Path):
    computer = MacComputer(tmp_path, START)
    computer.set_autostart(True)
    agent = plistlib.loads((tmp_path / "org.seatline.desktop.plist").read_bytes())
    assert agent["ProgramArguments"] == START and agent["RunAtLoad"]
    assert computer.look().autostart and not computer.look().links_possible
    computer.set_autostart(False)
    assert not computer.look().autostart


# --- private data --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("called 13812341234 at once", "called [number] at once"),
        ("called +86 (21) 5555-0000.", "called [number]."),
        ("masked 138****1234", "masked [number]"),
        ("customer 李明 waits", "customer [name] waits"),
        ("Fang Wang signed in", "[name] signed in"),
        ("Authorization: Bearer abc.def-123", "Authorization: [secret]"),
        ('{"password": "hunter2", "x": 1}', '{"password": [secret], "x": 1}'),
        ("access_token=4f9a2b77c0de, ok", "access_token=[secret], ok"),
        ("sip:1001@pbx.example:5061 rings", "sip:[number] rings"),
        ("mail li.ming@example.com", "mail [mail]"),
        ("peer 203.0.113.7:5061 gone", "peer [address] gone"),
        ("GET https://pbx.example:8443/api/v1/me", "GET https://[host]/api/v1/me"),
        ("/home/wang/.config/seatline", "/home/[user]/.config/seatline"),
        (r"C:\Users\Wang Fan\x", r"C:\Users\[user]\x"),
        ("key 3F9A07C281DE5B603F9A07C281DE5B60", "key [secret]"),
    ],
)
def test_private_data_is_taken_out(text: str, clean: str):
    assert redactor(["李明", "Fang Wang"]).clean(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 09:01:12,101 INFO app.ui: READY -> TALKING",
        "call 7d0f0c9e-1b2a-4c3d-8e9f-001122334455 ended, 201 s, MOS 4.3",
        "Qt 6.11.3, Python 3.11.7",
        "moment 2026-11-22T09:01:12.101+08:00",
    ],
)
def test_what_helps_stays(text: str):
    assert redactor(["李明"]).clean(text) == text


def test_what_was_removed_is_counted():
    cleaner = redactor(["李明"])
    cleaner.clean("李明 13812341234, 李明 10.0.0.1")
    assert cleaner.removed == {"name": 2, "number": 1, "address": 1}


def test_the_bundle_is_one_zip_of_what_was_shown():
    files = (BundleFile("about.txt", "Seatline"), BundleFile("desktop.log", "[name] rings\n"))
    with zipfile.ZipFile(BytesIO(packed(files))) as archive:
        assert archive.namelist() == ["about.txt", "desktop.log"]
        assert archive.read("desktop.log").decode() == "[name] rings\n"
