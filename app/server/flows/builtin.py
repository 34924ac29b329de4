"""The flows that come with Seatline, and the prompts there are, in the resources and the data folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

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
    """Full names ("zh/welcome") of all recordings in ``prompts`` of the data folder and the resources."""
    found: set[str] = set()
    for root in (*roots, resource_dir()):
        for language in LANGUAGES:
            folder = root / "prompts" / language
            if folder.is_dir():
                found |= {f"{language}/{path.stem}" for path in folder.iterdir() if path.suffix in _SOUNDS}
    return found
