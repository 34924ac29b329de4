"""What providers answer over HTTP, read with care.

In:  status and bytes. Out: a JSON object, or NotifyError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from app.server.notify.model import NotifyError, WebReply

_BUSY = (408, 425, 429)


def object_of(reply: WebReply) -> Mapping[str, Any]:
    """Raises NotifyError "no-json"."""
    try:
        data: object = json.loads(reply.content)
    except (ValueError, RecursionError) as error:
        raise NotifyError(f"http-{reply.status}" if reply.status >= 400 else "no-json") from error
    if not isinstance(data, dict):
        raise NotifyError("no-json")
    return cast("Mapping[str, Any]", data)


def inner(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object in an object; empty where it is something else."""
    value = data.get(name)
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def check_status(reply: WebReply) -> None:
    """Raises NotifyError for anything but 2xx: final where the request itself is refused."""
    status = reply.status
    if 200 <= status < 300:
        return
    raise NotifyError(f"http-{status}", final=400 <= status < 500 and status not in _BUSY)


def short(word: object) -> str:
    """A provider's error code as ``why``: one printable word of bounded length."""
    text = "".join(character for character in str(word) if character.isprintable() and character != " ")
    return text[:80] or "refused"


def plain(parameter: object) -> str:
    return "" if parameter is None else str(parameter)[:120]
