"""Linux desktops: entries of the XDG specifications (Desktop Entry, Autostart, MIME Applications).

In:  the user's folders for configuration and data. Out: files there; nothing else of the system is touched.
"""

from __future__ import annotations

import os
from pathlib import Path

from app.ui.presenters.computer import Registered
from app.ui.system.launch import SystemRefused, command

NAME = "seatline.desktop"
SCHEMES = ("x-scheme-handler/tel", "x-scheme-handler/sip", "x-scheme-handler/callto")
DEFAULTS = "[Default Applications]"


def config_home() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


class LinuxComputer:
    def __init__(self, config: Path, data: Path, start: list[str] | None = None) -> None:
        self._autostart = config / "autostart" / NAME
        self._defaults = config / "mimeapps.list"
        self._entry = data / "applications" / NAME
        self._start = start or command()

    def look(self) -> Registered:
        defaults = _read(self._defaults)
        links = self._entry.exists() and all(f"{scheme}={NAME}" in _heard(defaults) for scheme in SCHEMES[:2])
        return Registered(self._autostart.exists(), links, autostart_possible=True, links_possible=True)

    def set_autostart(self, on: bool) -> None:
        if on:
            _write(self._autostart, self._text(links=False))
        else:
            _remove(self._autostart)

    def set_links(self, on: bool) -> None:
        """Also makes Seatline known to the start menu: a handler of links must be a program there."""
        if on:
            _write(self._entry, self._text(links=True))
        _write(self._defaults, with_handlers(_read(self._defaults), on))

    def _text(self, links: bool) -> str:
        words = " ".join(_quoted(word) for word in self._start)
        lines = [
            "[Desktop Entry]",
            "Type=Application",
            "Name=Seatline",
            "Name[zh_CN]=席聆",
            "Comment=The call centre on your desk",
            "Comment[zh_CN]=桌面上的呼叫中心",
            f"Exec={words} %u" if links else f"Exec={words}",
            "Icon=seatline",
            "Terminal=false",
            "Categories=Office;Telephony;",
            "StartupWMClass=seatline",
        ]
        if links:
            lines.append(f"MimeType={';'.join(SCHEMES)};")
        return "\n".join(lines) + "\n"


def with_handlers(text: str, ours: bool) -> str:
    """The list of default programs with us for telephone links, or without us; everything else as it was."""
    kept = [line for line in text.splitlines() if not _is_ours(line, ours)]
    if not ours:
        return "\n".join(kept) + "\n" if kept else ""
    if DEFAULTS not in kept:
        kept += ([""] if kept and kept[-1] else []) + [DEFAULTS]
    at = kept.index(DEFAULTS) + 1
    fresh = [f"{scheme}={NAME}" for scheme in SCHEMES]
    return "\n".join([*kept[:at], *fresh, *kept[at:]]) + "\n"


def _is_ours(line: str, replacing: bool) -> bool:
    """A line about telephone links: any program's when we take them over, only our own when we leave."""
    scheme, _, program = line.partition("=")
    if scheme.strip() not in SCHEMES:
        return False
    return replacing or program.strip().rstrip(";") == NAME


def _heard(text: str) -> list[str]:
    """What the section of default programs says."""
    lines: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == DEFAULTS
        elif inside:
            lines.append(line.strip().rstrip(";"))
    return lines


def _quoted(word: str) -> str:
    """As an argument of Exec (Desktop Entry Specification, "The Exec key")."""
    escaped = word.replace("%", "%%")
    if escaped.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return escaped
    for char in ("\\", '"', "`", "$"):
        escaped = escaped.replace(char, "\\" + char)
    return f'"{escaped}"'.replace("\\", "\\\\")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise SystemRefused(f"{path}: {error}") from error


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise SystemRefused(f"{path}: {error}") from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SystemRefused(f"{path}: {error}") from error
