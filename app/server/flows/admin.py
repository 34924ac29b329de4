"""``seatline admin flow …``: check, import, export, list, roll back, simulate. On the server's machine.

A running server takes changes over by itself within a few seconds; calls under way keep their flow.
Each act that changes something is written to the audit list.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.server.core.waiting.plan import Hours
from app.server.flows import repository, service
from app.server.flows.admin_simulate import add_simulate
from app.server.flows.files import to_yaml
from app.server.flows.model import Defect, FlowError
from app.server.flows.service import Found
from app.server.security.keys import Keys
from app.server.storage.database import Database

ACTOR = "command-line"
LANGUAGES_SHOWN = {"zh": ("zh",), "en": ("en",), "both": ("en", "zh")}
HoursOf = Callable[[Session], Mapping[str, Hours]]


def add_flows(acts: Any, hours_of: HoursOf) -> None:
    """Give ``seatline admin`` the word ``flow``; ``acts`` is what ``add_subparsers`` returned. Each act
    returns the exit code and raises FlowError, StorageError, OSError. ``hours_of``: opening hours by id."""
    parser = acts.add_parser("flow", help="voice menus: check, import, export, list, rollback, simulate")
    words = parser.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, act: Callable[..., int], text: str) -> argparse.ArgumentParser:
        each: argparse.ArgumentParser = words.add_parser(name, help=text, description=text)
        each.set_defaults(act=act)
        return each

    check = add("check", _check, "find everything that is wrong with flows; exit code 1 if anything is")
    bring = add("import", _import, "check flows and put them in force as new versions, all or none")
    for each in (check, bring):
        each.add_argument("files", nargs="+", type=Path, metavar="FILE")
        each.add_argument("--language", choices=sorted(LANGUAGES_SHOWN), default="both")
    bring.add_argument("--note", default="", help="what was changed, for the list of versions")
    out = add("export", _export, "print a flow as a file")
    out.add_argument("id")
    out.add_argument("--version", type=int, metavar="N")
    out.add_argument(
        "--out", type=Path, metavar="FILE", help="instead of printing; not over an existing file"
    )
    each = add("list", _list, "list the flows, or the versions of one")
    each.add_argument("id", nargs="?")
    back = add("rollback", _rollback, "put an earlier version in force again, as a new one")
    back.add_argument("id")
    back.add_argument("version", type=int)
    add_simulate(add, hours_of)


def _check(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    found = database.read_now(
        lambda session: service.look(_texts(words.files), service.known_to(session, words.data))
    )
    for each in found:
        show(each, LANGUAGES_SHOWN[words.language])
    return 0 if all(each.checked.ok for each in found) else 1


def _import(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    texts = _texts(words.files)

    def bring(session: Session) -> tuple[list[Found], list[str]]:
        found = service.look(texts, service.known_to(session, words.data))
        if not all(each.checked.ok for each in found):
            return found, []
        now, done = datetime.now(UTC), list[str]()
        for each in found:
            if each.flow is not None:
                version = service.import_flow(session, each.flow, words.note, ACTOR, now)
                done.append(f"{each.flow.flow_id}: version {version} is in force.")
        return found, done

    found, done = database.write_now(bring)
    for line in done:
        _say(line)
    if done:
        return 0
    for each in found:
        show(each, LANGUAGES_SHOWN[words.language])
    print("Nothing was imported.", file=sys.stderr)  # noqa: T201
    return 1


def _export(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    flow = database.read_now(lambda session: repository.find(session, words.id, words.version))
    if words.out is None:
        _say(to_yaml(flow).rstrip("\n"))
        return 0
    with words.out.open("x", encoding="utf-8") as file:
        file.write(to_yaml(flow))
    return 0


def _list(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    if words.id:
        rows = database.read_now(lambda session: _versions(session, words.id))
        for row in rows:
            _say(f"{row.number:4}  {row.at:%Y-%m-%d %H:%M} UTC  {row.by:14}  {row.note}".rstrip())
        return 0
    for flow in database.read_now(repository.listed):
        numbers = " ".join(flow.numbers)
        kind = "comes with Seatline" if flow.built_in else ""
        _say(
            f"{flow.flow_id:20} v{flow.version:<4} {flow.name_zh} / {flow.name_en}  {numbers}{kind}".rstrip()
        )
    return 0


def _versions(session: Session, flow_id: str) -> list[repository.Version]:
    repository.find(session, flow_id)
    return repository.versions(session, flow_id)


def _rollback(words: argparse.Namespace, database: Database, keys: Keys) -> int:
    def back(session: Session) -> int:
        known = service.known_to(session, words.data)
        return service.roll_back(session, words.id, words.version, known, ACTOR, datetime.now(UTC))

    now = database.write_now(back)
    _say(f"{words.id}: version {words.version} is in force again, as version {now}.")
    return 0


def show(found: Found, languages: Iterable[str]) -> None:
    """Everything that is wrong, the graver first in each place; or that nothing is."""
    defects = found.checked.defects
    count = f"{len(defects)} defects" if len(defects) != 1 else "1 defect"
    _say(f"{found.name}: {count if defects else 'sound'}")
    for defect in defects:
        for language in languages:
            _say(f"  {sentence(defect, language)}")


def sentence(defect: Defect, language: str) -> str:
    place, reason, hint = defect.place(language), defect.reason(language), defect.hint(language)
    return f"{place}:{reason}。{hint}" if language == "zh" else f"{place}: {reason}. {hint}"


def _texts(files: Iterable[Path]) -> dict[str, str]:
    """Raises FlowError, OSError."""
    found: dict[str, str] = {}
    for path in files:
        try:
            found[str(path)] = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise FlowError(f"{path} is no text in UTF-8.") from error
    return found


def _say(text: str) -> None:
    print(text)  # noqa: T201
