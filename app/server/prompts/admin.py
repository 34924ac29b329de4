"""``seatline admin prompt …``: the company's own recordings, from files or from text.

The server may run meanwhile. Each act that changes something is written to the audit list.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.server.prompts.engines import find_speech
from app.server.prompts.model import FOLDERS, LANGUAGES, PromptError, check_name
from app.server.prompts.store import PromptFolder
from app.server.security.audit import note_deed
from app.server.security.keys import Keys
from app.server.storage.database import Database

ACTOR = "command-line"
Act = Callable[[argparse.Namespace, Database, Keys], int]


def add_prompts(acts: Any) -> None:
    """Give ``seatline admin`` the word ``prompt``; ``acts`` is what ``add_subparsers`` returned.

    Each act returns the exit code and raises PromptError, SpeechError, OSError.
    """
    parser = acts.add_parser("prompt", help="what callers hear: own recordings and spoken texts")
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Act, text: str) -> argparse.ArgumentParser:
        each = words.add_parser(name, help=text, description=text)
        each.set_defaults(act=act)
        return each

    upload = add("add", _add, "keep a WAV, MP3 or OGG recording; one of the same name is replaced")
    upload.add_argument("name", help="small letters, digits and hyphens; as flows name it")
    upload.add_argument("file", type=Path)
    upload.add_argument("--language", choices=FOLDERS, default="zh", help="zh (default), en, or music")
    say = add("say", _say_text, "have a text spoken and keep it as a recording")
    say.add_argument("name")
    say.add_argument("text")
    say.add_argument("--language", choices=LANGUAGES, default="zh")
    remove = add("remove", _remove, "delete an own recording; a shipped one of that name is heard again")
    remove.add_argument("name")
    remove.add_argument("--language", choices=FOLDERS, default="zh")
    add("list", _list, "list the own recordings")


def _add(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    stored = PromptFolder(words.data).add(words.language, words.name, words.file)
    _note(database, "prompt.added", stored.full_name, words.file.name)
    _print(f"{stored.full_name} is kept ({stored.size_bytes // 1000} kB) and heard from the next call on.")
    return 0


def _say_text(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    check_name(words.language, words.name)
    path = PromptFolder(words.data).path(words.language, words.name)
    asyncio.run(_speak(words, path))
    _note(database, "prompt.spoken", f"{words.language}/{words.name}", words.text[:200])
    _print(f"{words.language}/{words.name} is kept and heard from the next call on.")
    return 0


async def _speak(words: argparse.Namespace, path: Path) -> None:
    port = find_speech(words.data, "auto")
    if port is None or words.language not in port.voices:
        raise PromptError("speech-missing", words.language)
    try:
        await port.render(words.text, words.language, path)
    finally:
        await port.close()


def _remove(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    PromptFolder(words.data).remove(words.language, words.name)
    _note(database, "prompt.removed", f"{words.language}/{words.name}", "")
    _print(f"{words.language}/{words.name} is removed. Flows that name it are heard without it, or with the")
    _print("shipped recording of that name.")
    return 0


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    for each in PromptFolder(words.data).all():
        _print(f"{each.full_name:44} {each.size_bytes // 1000:6} kB  {each.changed_at:%Y-%m-%d %H:%M} UTC")
    return 0


def _note(database: Database, action: str, subject: str, detail: str) -> None:
    database.write_now(lambda session: note_deed(session, datetime.now(UTC), ACTOR, action, subject, detail))


def _print(text: str) -> None:
    print(text)  # noqa: T201
