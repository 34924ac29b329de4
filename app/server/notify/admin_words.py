"""Small parts of the notices' words of ``seatline admin``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import Session

from app.resources import resource_dir
from app.server.flows.files import parse_yaml
from app.server.notify.model import ChannelSetUpError
from app.server.notify.texts import NoticeTexts
from app.server.security.audit import note_deed

ACTOR = "command-line"


def words_of(acts: Any, name: str, text: str) -> Any:
    parser = acts.add_parser(name, help=text)
    return parser.add_subparsers(required=True, metavar="WHAT")


def add(words: Any, name: str, act: Callable[..., int], text: str) -> argparse.ArgumentParser:
    each: argparse.ArgumentParser = words.add_parser(name, help=text, description=text)
    each.set_defaults(act=act)
    return each


def read_file(path: Path) -> object:
    """Raises ChannelSetUpError, OSError."""
    data, defect = parse_yaml(path.read_text("utf-8"))
    if defect is not None:
        raise ChannelSetUpError(f"{path}: {defect.reason('en')}.")
    return data


def names_of(data: object, where: str) -> Mapping[str, Any]:
    """Raises ChannelSetUpError."""
    if not isinstance(data, Mapping):
        raise ChannelSetUpError(f"{where}: names with values are expected.")
    return {str(name): value for name, value in cast("Mapping[Any, Any]", data).items()}


def all_texts() -> NoticeTexts:
    return NoticeTexts(resource_dir() / "notices")


def note(session: Session, action: str, subject: str, detail: str = "") -> None:
    note_deed(session, datetime.now(UTC), ACTOR, action, subject, detail)


def say(text: str) -> None:
    print(text)  # noqa: T201
