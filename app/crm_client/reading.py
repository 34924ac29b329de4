"""How the server's answers are read: models of ``app.contracts``, or one of our errors.

In:  ``Answer``. Out: the model, ``Refused`` (to be raised), AnswerNotUnderstood; parts of paths and queries.
"""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from app.contracts.base import Page
from app.contracts.problems import Problem
from app.crm_client.errors import AnswerNotUnderstood, Refused
from app.crm_client.transport import Answer

Model = TypeVar("Model")


def refusal(answer: Answer) -> Refused:
    after = answer.headers.get("retry-after", "")
    retry_after_s = float(after) if after.isdecimal() else None
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:  # not our server's words: a proxy, or something else on that port
        detail = f"The server answered with status {answer.status}."
        return Refused(answer.status, f"http-{answer.status}", detail, retry_after_s)
    detail, changed = problem.detail or problem.title, tuple(problem.changed)
    return Refused(answer.status, problem.error_id, detail, retry_after_s, problem.present, changed)


def read(answer: Answer, model: type[Model]) -> Model:
    return adapted(answer, TypeAdapter(model))


def adapted(answer: Answer, adapter: TypeAdapter[Model]) -> Model:
    try:
        return adapter.validate_json(answer.content)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        raise AnswerNotUnderstood(
            f"The server's answer has an unexpected form ({first['loc']}: {first['msg']}). "
            "Desktop and server may be of different versions."
        ) from error


def items(answer: list[Model] | Page[Model]) -> list[Model]:
    return answer.items if isinstance(answer, Page) else answer


def part(text: str) -> str:
    """One segment of a path, whatever characters it has."""
    return quote(text, safe="")


def at_cursor(cursor: str | None) -> dict[str, str]:
    return {} if cursor is None else {"cursor": cursor}
