"""Files that administrators give: documents of YAML, and what is said where they have defects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import yaml

from app.server.directory.forms import Defect
from app.server.directory.model import ConfigurationError
from app.server.flows.files import parse_yaml

ACTOR = "command-line"
_BETWEEN = re.compile(r"^---\s*$", re.MULTILINE)
Findings = list[tuple[str, Sequence[Defect]]]  # where, and what is wrong there


def documents(paths: Sequence[Path]) -> list[tuple[str, object]]:
    """(where it stands, its data) of each document. Raises ConfigurationError, OSError."""
    found: list[tuple[str, object]] = []
    for path in paths:
        texts = [text for text in _BETWEEN.split(path.read_text("utf-8", errors="replace")) if text.strip()]
        for number, text in enumerate(texts or [""], start=1):
            where = str(path) if len(texts) < 2 else f"{path} ({number})"
            data, defect = parse_yaml(text)
            if defect is not None:
                raise ConfigurationError(f"{where}: {defect.reason('en')} / {defect.reason('zh')}")
            found.append((where, data))
    return found


def refuse(findings: Findings) -> None:
    """Raises ConfigurationError with all defects, if there is any."""
    if any(defects for _, defects in findings):
        _refuse(findings)


def _refuse(findings: Findings) -> NoReturn:
    count = sum(len(defects) for _, defects in findings)
    lines = [f"{count} defects; nothing was changed. 共 {count} 处错误，未作任何改动。"]
    for where, defects in findings:
        lines += [f"{where}: {each.line('en')}\n    {each.reason('zh')}" for each in defects]
    raise ConfigurationError("\n".join(lines))


def as_yaml(data: Sequence[dict[str, Any]]) -> str:
    return yaml.safe_dump_all(data, allow_unicode=True, sort_keys=False, width=110).rstrip()


def say(line: str) -> None:
    print(line)  # noqa: T201
