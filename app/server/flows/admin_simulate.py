"""``seatline admin flow simulate``: a flow walked with given keys and times, as text. Nothing is changed."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import Session

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import Flow
from app.server.core.waiting import hours as opening
from app.server.core.waiting.plan import Hours
from app.server.flows import service
from app.server.flows.builtin import prompt_words
from app.server.flows.model import LANGUAGES, FlowError
from app.server.flows.walk import Answer, Walk, parse_keys
from app.server.security.keys import Keys
from app.server.storage.database import Database

_ANSWER = re.compile(r"(@?[a-z0-9_-]+)\.([A-Za-z0-9_-]+)=(.*)", re.DOTALL)
_QUEUE = re.compile(r"([^=]+)=(\d+)")
Add = Callable[[str, Callable[..., int], str], argparse.ArgumentParser]
HoursOf = Callable[[Session], Mapping[str, Hours]]


def add_simulate(add: Add, hours_of: HoursOf) -> None:
    def act(words: argparse.Namespace, database: Database, keys: Keys) -> int:
        return _simulate(words, database, hours_of)

    each = add("simulate", act, "walk a flow with given keys and show what a caller would hear")
    each.add_argument("flow", metavar="FILE|ID")
    each.add_argument("--keys", default="", help="1,w3,2#: 1, three seconds of silence, 2 and #")
    each.add_argument("--at", default="", metavar='"2026-05-01 10:00"', help="local time; now")
    each.add_argument("--set", action="append", default=[], metavar="VARIABLE=VALUE")
    each.add_argument(
        "--answer", action="append", default=[], metavar="SYSTEM.OPERATION=JSON",
        help='what a system answers: {"status": "SHIPPED"}, "not-found" or "failed"',
    )  # fmt: skip
    each.add_argument("--language", choices=LANGUAGES, default="", help="of the caller")
    each.add_argument("--caller", default="+8613800138000", help="his number")
    each.add_argument("--level", default="", help="of the customer: VIP, GOLD …")
    each.add_argument("--waiting", action="append", default=[], metavar="QUEUE=N", help="how many wait there")
    each.add_argument("--ready", action="append", default=[], metavar="QUEUE=N", help="agents that are ready")
    each.add_argument("--in-queue", action="store_true", help="the flow was begun by a key while waiting")


def _simulate(words: argparse.Namespace, database: Database, hours_of: HoursOf) -> int:
    """Raises FlowError."""
    at = _moment(words.at)
    flow, flows, hours = database.read_now(lambda session: (*_flow_of(session, words), hours_of(session)))
    variables = dict(_pair(each, "--set") for each in words.set)
    around = Assumed(
        values={
            "caller.number": words.caller,
            "called.number": "4001",
            "customer.known": "yes" if words.level else "no",
            "customer.level": words.level,
            "call.language": words.language,
            "queue.position": "3" if words.in_queue else "",
            "now.date": f"{at:%Y-%m-%d}",
            "now.time": f"{at:%H:%M}",
            "now.weekday": str(at.isoweekday()),
        },
        flows=flows,
        in_queue=words.in_queue,
        closed=frozenset(name for name, each in hours.items() if not opening.is_open(each, at)),
        holidays={name: opening.holiday(each, at) for name, each in hours.items()},
        queue_waiting=_counts(words.waiting, "--waiting"),
        queue_ready=_counts(words.ready, "--ready"),
        queue_signed_in=_counts(words.ready, "--ready"),
    )
    texts = prompt_words()
    walk = Walk(around, parse_keys(words.keys), _answers(words.answer), lambda name: texts.get(name, ""))
    for line in walk.through(flow, variables):
        print(line)  # noqa: T201
    return 0


def _flow_of(session: Session, words: argparse.Namespace) -> tuple[Flow, Mapping[str, Flow]]:
    known = service.known_to(session, words.data)
    flows = dict(known.flows or {})
    path = Path(words.flow)
    if not path.is_file():
        if words.flow not in flows:
            raise FlowError(f"There is no file and no flow {words.flow}.")
        return flows[words.flow], flows
    (found,) = service.look({str(path): path.read_text("utf-8")}, known)
    if found.checked.flow is None:
        raise FlowError(f"{path} cannot be run: `seatline admin flow check {path}` says why.")
    flows[found.checked.flow.flow_id] = found.checked.flow
    return found.checked.flow, flows


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError as error:
        raise FlowError(f"{text!r} is no time: write it like 2026-05-01 10:00.") from error


def _pair(text: str, flag: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name:
        raise FlowError(f"{flag} {text}: write it as NAME=VALUE.")
    return name.strip(), value


def _counts(texts: list[str], flag: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in texts:
        match = _QUEUE.fullmatch(text)
        if match is None:
            raise FlowError(f"{flag} {text}: write it as QUEUE=NUMBER.")
        found[match[1]] = int(match[2])
    return found


def _answers(texts: list[str]) -> Callable[[str, str, Mapping[str, str]], Answer]:
    """A system that nothing is given for fails."""
    given: dict[tuple[str, str], Answer] = {}
    for text in texts:
        match = _ANSWER.fullmatch(text)
        if match is None:
            raise FlowError(f"--answer {text}: write it as SYSTEM.OPERATION=JSON.")
        given[match[1], match[2]] = _answer(match[3].strip())
    return lambda system, operation, values: given.get((system, operation), Answer())


def _answer(text: str) -> Answer:
    if text.strip('"') in ("not-found", "failed"):
        return Answer(text.strip('"'))
    try:
        data: object = json.loads(text)
    except ValueError as error:
        raise FlowError(f"{text!r} is neither JSON nor not-found nor failed.") from error
    return Answer("found", dict(_flat("", data)))


def _flat(path: str, data: object) -> list[tuple[str, str]]:
    """By dotted path, as a flow names values of an answer."""
    if isinstance(data, dict):
        entries = list(cast("dict[str, Any]", data).items())
    elif isinstance(data, list):
        entries = [(str(place), each) for place, each in enumerate(cast("list[Any]", data))]
    else:
        return [(path, "" if data is None else str(data))]
    return [pair for name, each in entries for pair in _flat(f"{path}.{name}" if path else name, each)]
