"""The description of the API (``/openapi.json``): an example of each shape, and how errors look.

In:  the application with all its endpoints. Out: the same, describing itself with examples.
"""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI

from app.contracts.problems import Problem

# Also instead of the framework's own 422, which does not look like ours.
_PROBLEM: Final = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {"description": "What was wrong with the request, and what to do.", "content": _PROBLEM},
    "5XX": {
        "description": "Not possible at present; ask again later.",
        "content": _PROBLEM,
    },
}


def describe(app: FastAPI) -> None:
    """Puts the examples into the description when it is first asked for."""
    plain = app.openapi

    def with_examples() -> dict[str, Any]:
        if app.openapi_schema is None:
            _put_examples(plain()["components"]["schemas"])
        return plain()

    app.openapi = with_examples


def _put_examples(shapes: dict[str, Any]) -> None:
    """``shapes`` by name; one that differs in and out is named "X-Input" and "X-Output"."""
    from app.server.api.examples import all_examples

    shapes["Problem"] = Problem.model_json_schema()
    for example in all_examples():
        name = type(example).__name__
        for shape in (shapes.get(name), shapes.get(f"{name}-Input"), shapes.get(f"{name}-Output")):
            if shape is not None:
                shape["examples"] = [example.model_dump(mode="json", exclude_unset=True)]
