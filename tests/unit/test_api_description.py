"""What ``/openapi.json`` says: every operation in words, every shape with an example, errors as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from app.server.api.app import make_api
from app.server.api.examples import all_examples

FILES = ("multipart/form-data", "application/x-www-form-urlencoded")


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    parts = MagicMock(version="1.0")  # nothing behind the endpoints is asked
    return make_api(parts).openapi()


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in description["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def shown(description: dict[str, Any], content: dict[str, Any]) -> bool:
    """Is there an example of it, or of what its list holds?"""
    if "example" in content or "examples" in content:
        return True
    schema = content.get("schema", content)
    if "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "example" in schema or "examples" in schema or schema == {}:
        return True
    if "items" in schema:
        return shown(description, schema["items"])
    if "next_cursor" in schema.get("properties", {}):
        return shown(description, schema["properties"]["items"]["items"])
    if schema.get("type") in ("string", "object") and "properties" not in schema:
        return True  # a text, a file, a plain table
    return any(shown(description, each) for each in schema.get("anyOf", ()))


def test_every_operation_says_what_it_does(description: dict[str, Any]) -> None:
    silent = [name for name, each in operations(description) if not each.get("description")]
    assert silent == []


def test_every_body_and_answer_has_an_example(description: dict[str, Any]) -> None:
    without: list[str] = []
    for name, operation in operations(description):
        said = [operation["requestBody"]] if "requestBody" in operation else []
        said += [answer for code, answer in operation["responses"].items() if code.startswith("2")]
        for each in said:
            for kind, content in each.get("content", {}).items():
                if kind not in FILES and not shown(description, content):
                    without.append(f"{name} {kind}")
    assert without == []


def test_errors_are_described_as_they_are_answered(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        assert "422" not in operation["responses"], name
        error = operation["responses"]["4XX"]["content"]["application/problem+json"]["schema"]
        assert error["$ref"].endswith("/Problem"), name


def test_no_example_is_of_a_shape_that_is_not_there(description: dict[str, Any]) -> None:
    shapes = description["components"]["schemas"]
    strays = {
        name
        for name in (type(each).__name__ for each in all_examples())
        if not {name, f"{name}-Input", f"{name}-Output"} & shapes.keys()
    }
    assert strays == set()


def test_what_the_guide_names_is_there(description: dict[str, Any]) -> None:
    """``docs/api.md`` says `GET /api/v1/…`; parameters in paths are called as they like."""
    guide = (Path(__file__).parents[2] / "docs/api.md").read_text("utf-8")
    known = {re.sub(r"\{\w+}", "{}", path) for path in description["paths"]} | {"/api/v1/live"}
    named = {re.sub(r"\{\w+}", "{}", path) for path in re.findall(r"/api/v1/[\w{}/.-]+", guide)}
    assert len(named) > 50
    assert named - known == set()
