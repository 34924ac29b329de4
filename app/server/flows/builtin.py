"""The flows that come with Seatline, and the prompts there are, in the resources and the data folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import cast

from app.resources import resource_dir
from app.server.flows.files import as_flow_file, parse_yaml
from app.server.flows.model import LANGUAGES, FlowError, FlowFile

_SOUNDS = (".opus", ".wav", ".ogg", ".mp3")


@lru_cache(maxsize=4)
def built_in_flows(folder: Path | None = None) -> dict[str, FlowFile]:
    """By id: call-back, message, sms-place, survey, closed. Raises FlowError for a damaged installation."""
    found: dict[str, FlowFile] = {}
    for path in sorted((folder or resource_dir() / "flows").glob("*.yaml")):
        data, defect = parse_yaml(path.read_text("utf-8"))
        flow = as_flow_file(data)
        if defect is not None or flow is None:
            raise FlowError(f"The flow file {path} is damaged; please install Seatline again.")
        found[flow.flow_id] = flow
    return found


def prompt_names(*roots: Path) -> set[str]:
    """Full names ("zh/welcome", "music/calm") of all recordings in the data folder and the resources."""
    found: set[str] = set()
    for root in (*roots, resource_dir()):
        for path in (*root.glob("prompts/*/*"), *root.glob("music/*")):
            if path.suffix in _SOUNDS:
                found.add(f"{path.parent.name}/{path.stem}")
    return found


def prompt_words() -> dict[str, str]:
    """What the recordings say that come with Seatline, by full name; pieces of numbers begin with "#"."""
    found: dict[str, str] = {}
    for entry in _entries("prompts.yaml"):
        found |= {f"{language}/{entry.get('key')}": str(entry.get(language, "")) for language in LANGUAGES}
    pieces = _pieces()
    for key, texts in pieces.items():
        found |= {f"{language}/{key}": f"#{texts.get(language, '')}" for language in LANGUAGES}
    return found


def _entries(name: str) -> list[dict[str, object]]:
    data = _load(name)
    return cast("list[dict[str, object]]", data) if isinstance(data, list) else []


def _pieces() -> dict[str, dict[str, object]]:
    data = _load("pieces.yaml")
    return cast("dict[str, dict[str, object]]", data) if isinstance(data, dict) else {}


def _load(name: str) -> object:
    path = resource_dir() / "prompts" / name
    return parse_yaml(path.read_text("utf-8"))[0] if path.is_file() else None
