"""A system of the company as it is set up, and what it may be asked.

``base_url`` is the administrator's alone: what callers press and what systems answer only ever becomes
encoded parts of path, query and body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
SAFE_TO_REPEAT = ("GET", "HEAD", "PUT", "DELETE")
LONGEST_URL = 1000
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAMETER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]{0,63})\}")
_FORBIDDEN_HEADERS = ("host", "content-length", "transfer-encoding", "connection", "content-type")


class SystemSetUpError(Exception):
    """A system cannot be set up like this; the sentence says what to correct."""

    error_id = "system"


@dataclass(frozen=True, slots=True)
class Operation:
    """``path``, ``query`` and ``body`` hold parameters in braces ("/orders/{number}"), and secrets by name
    ("{secret.token}"; not in the path). ``found``: path in the answer that is empty where there is no such
    thing. ``repeat``: it may be sent again when no answer came."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, Any] | None = None
    found: str = ""
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class SystemAccount:
    system_id: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    timeout_ms: int = 3000
    retries: int = 1
    operations: Mapping[str, Operation] = field(default_factory=dict[str, Operation])


@dataclass(frozen=True, slots=True)
class Answer:
    """``result``: "found", "not-found", "failed"; ``why`` of a failure in a stable word. ``data``: all that
    was answered, where it was asked for as a whole."""

    result: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    why: str = ""
    data: object = None


def failed(why: str) -> Answer:
    return Answer("failed", why=why)


NOT_FOUND = Answer("not-found")


def parameters_of(text: str) -> list[str]:
    return _PARAMETER.findall(text)


def make_operation(where: str, raw: object) -> Operation:
    """Raises SystemSetUpError."""
    if not isinstance(raw, Mapping):
        raise SystemSetUpError(f"{where}: it needs method and path.")
    data = cast("Mapping[str, Any]", raw)
    if unknown := sorted(set(data) - {"method", "path", "query", "body", "found", "repeat"}):
        raise SystemSetUpError(f"{where}: there is no field {unknown[0]!r}.")
    method, path = str(data.get("method", "GET")).upper(), data.get("path")
    if method not in METHODS:
        raise SystemSetUpError(f"{where}: the method must be one of {', '.join(METHODS)}.")
    if not isinstance(path, str) or not path.startswith("/") or "://" in path or "secret." in path:
        raise SystemSetUpError(f"{where}: the path must begin with / and hold no secret.")
    if "?" in path or "#" in path or any(part in (".", "..") for part in path.split("/")):
        raise SystemSetUpError(f"{where}: parameters belong into query, and the path goes straight on.")
    query, body, repeat = data.get("query") or {}, data.get("body"), data.get("repeat")
    if not isinstance(query, Mapping) or not (body is None or isinstance(body, Mapping)):
        raise SystemSetUpError(f"{where}: query and body must be names with values.")
    try:
        json.dumps(body)
    except (TypeError, ValueError, RecursionError) as error:
        raise SystemSetUpError(f"{where}: the body must be plain data.") from error
    texts = cast("Mapping[str, object]", query)
    return Operation(
        method=method,
        path=path,
        query={str(name): str(value) for name, value in texts.items()},
        body=cast("Mapping[str, Any] | None", body),
        found=str(data.get("found") or ""),
        repeat=repeat if isinstance(repeat, bool) else method in SAFE_TO_REPEAT,
    )


def check_system(account: SystemAccount) -> None:
    """Raises SystemSetUpError."""
    name = f"System {account.system_id}"
    for wrong, sentence in (
        (not _ID.fullmatch(account.system_id), "an id has small letters, digits, - and _ (at most 40)"),
        (not 100 <= account.timeout_ms <= 30_000, "timeout_ms must lie between 100 and 30000"),
        (not 0 <= account.retries <= 5, "retries must lie between 0 and 5"),
        (not account.operations, "it needs at least one operation"),
        (len(account.base_url) > LONGEST_URL, "the address is too long"),
    ):
        if wrong:
            raise SystemSetUpError(f"{name}: {sentence}.")
    try:
        parts = urlsplit(account.base_url)
        parts_port = parts.port
    except ValueError as error:
        raise SystemSetUpError(f"{name}: {account.base_url!r} is no address.") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts_port == 0:
        raise SystemSetUpError(f"{name}: the address must be http:// or https:// with a host.")
    if parts.username or parts.password or parts.query or parts.fragment or "{" in account.base_url:
        raise SystemSetUpError(f"{name}: the address holds no user, no parameters; use headers and secrets.")
    for header, value in account.headers.items():
        if not _HEADER.fullmatch(header) or header.lower() in _FORBIDDEN_HEADERS or not value.isprintable():
            raise SystemSetUpError(f"{name}: {header!r} cannot be set as a header.")
