"""The one map from errors to problem details (RFC 9457). No traceback ever leaves the server.

In:  any exception of an endpoint.
Out: ``application/problem+json`` with a stable ``error_id`` and a sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.contracts.problems import Problem
from app.server.desk.port import DeskError
from app.server.directory.model import ConfigurationError
from app.server.prompts.model import PromptError
from app.server.recordings.model import RecordingError
from app.server.security.model import SecurityError
from app.server.storage.errors import StorageError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_RECORDING_STATUS = {
    "recording-unknown": 404,
    "recording-disk": 503,
    "recording-deleted": 410,
    "recording-held": 409,
}
_HTTP_ERROR_IDS = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


def install_error_map(app: FastAPI) -> None:
    for kind in (StorageError, SecurityError, DeskError, ConfigurationError, PromptError, RecordingError):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem_of(error: Exception) -> Problem:
    """The problem for one of our own errors."""
    error_id = str(getattr(error, "error_id", "internal"))
    if isinstance(error, RecordingError):
        return _problem(_RECORDING_STATUS.get(error_id, 500), error_id, error.text)
    problem = _problem(int(getattr(error, "status", 500)), error_id, str(error))
    present, changed = getattr(error, "present", None), getattr(error, "changed", [])
    return problem.model_copy(update={"present": present, "changed": changed}) if present else problem


def response_of(problem: Problem) -> Response:
    return Response(problem.model_dump_json(), problem.status, media_type=MEDIA_TYPE)


def _problem(status: int, error_id: str, detail: str) -> Problem:
    detail = detail.encode(errors="replace").decode()  # what was sent may be quoted in it
    return Problem(status=status, error_id=error_id, title=HTTPStatus(status).phrase, detail=detail)


def _known(request: Request, error: Exception) -> Response:
    response = response_of(problem_of(error))
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    wait_s = getattr(error, "wait_s", None)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS and isinstance(wait_s, float | int):
        response.headers["Retry-After"] = str(max(1, round(wait_s)))
    return response


def _invalid(request: Request, error: Exception) -> Response:
    faults = cast("Sequence[dict[str, Any]]", cast("RequestValidationError", error).errors())
    sentences = [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in faults[:10]]
    return response_of(_problem(422, "invalid", "; ".join(sentences)))


def _http(request: Request, error: Exception) -> Response:
    status = cast("HTTPException", error).status_code
    detail = cast("HTTPException", error).detail
    return response_of(_problem(status, _HTTP_ERROR_IDS.get(status, "invalid"), detail))


def _unexpected(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    sentence = "The server made a mistake; it stands in its log. What you sent may not have been saved."
    return response_of(_problem(500, "internal", sentence))
