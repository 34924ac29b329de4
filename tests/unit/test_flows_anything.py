"""Whatever file an administrator hands over: a flow comes back, or a list of what is wrong. Nothing else."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.server.core.flow.around import Assumed
from app.server.core.flow.plan import Flow
from app.server.flows.check import check_flow
from app.server.flows.files import as_flow_file, parse_yaml, plain, to_yaml
from app.server.flows.model import FlowFile, Known
from app.server.flows.nodes import NODE_KINDS
from app.server.flows.schema import as_text
from app.server.flows.service import look
from app.server.flows.walk import Answer, Walk

ROOT = Path(__file__).resolve().parents[2]
KNOWN = Known(queues=("sales", "service", "complaints"), flows={"orders": Flow("orders", "", {})})
FILES = sorted(
    [*(ROOT / "resources/flows").glob("*.yaml"), *(ROOT / "resources/sample/flows").glob("*.yaml")]
)
SAMPLES: list[Any] = [parse_yaml(path.read_text("utf-8"))[0] for path in FILES]
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

words = st.sampled_from(
    [
        *NODE_KINDS,
        "end",
        "next",
        "type",
        "a",
        "b",
        "@back",
        "@repeat",
        "{a}",
        "{",
        "sales",
        "orders",
        "",
        "1",
        "*",
    ]
)
scalars = words | st.text(max_size=6) | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=True)
fields = st.sampled_from(
    sorted({each.name for kind in NODE_KINDS.values() for each in kind.fields} | {"type"})
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.integers(0, 9), inner, max_size=4),
    max_leaves=12,
)
nodes = st.dictionaries(fields, anything, max_size=8).flatmap(
    lambda node: words.map(lambda word: {**node, "type": word})
)
flows = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["zh", "en", "fr"]),
        "start": words,
        "nodes": st.dictionaries(words, nodes, max_size=6),
    }
)


def _is_told(definition: object) -> Flow | None:
    found = check_flow("f", definition, KNOWN)
    for defect in found.defects:
        for language in ("zh", "en"):
            assert defect.reason(language) and defect.hint(language) and defect.place(language)
    assert (found.flow is None) == any(defect.grave for defect in found.defects)
    return found.flow


@QUICK
@given(anything | flows)
def test_any_data_gives_a_flow_or_its_defects(data: object) -> None:
    _is_told(data)


@QUICK
@given(st.text(max_size=300) | st.text(alphabet="-:{}[]&*!|>'\"#%@,? \nab1", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    data, defect = parse_yaml(text)
    if defect is not None:
        assert defect.reason("zh") and defect.reason("en")
    (found,) = look({"x.yaml": text}, KNOWN)
    assert found.flow is not None or found.checked.defects
    if (file := as_flow_file(data)) is not None:
        _is_told(file.definition)


@QUICK
@given(st.data())
def test_a_sound_flow_with_one_thing_changed(data: st.DataObject) -> None:
    definition = copy.deepcopy(data.draw(st.sampled_from(SAMPLES)))
    place: Any = definition["nodes"]
    for _ in range(data.draw(st.integers(0, 4))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys or not isinstance(place[(key := data.draw(st.sampled_from(keys)))], dict | list):
            break
        place = place[key]
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    if keys:
        key = data.draw(st.sampled_from(keys))
        if isinstance(place, dict) and data.draw(st.booleans()):
            del place[key]
        else:
            place[key] = data.draw(anything)
    _is_told(definition)


@QUICK
@given(flows, st.lists(st.sampled_from("0123456789*#"), max_size=20))
def test_what_is_let_through_can_be_walked(definition: dict[str, Any], keys: list[str]) -> None:
    found = check_flow("f", definition, KNOWN)
    if found.flow is not None:
        walk = Walk(Assumed(flows={"f": found.flow}), list(keys), lambda *_: Answer(), lambda _: "")
        assert not any("followed no further" in line for line in walk.through(found.flow, {}))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_flow_comes_back_as_it_went_out(path: Path) -> None:
    data, _ = parse_yaml(path.read_text("utf-8"))
    file = as_flow_file(data)
    assert isinstance(file, FlowFile)
    again, _ = parse_yaml(to_yaml(file))
    back = as_flow_file(again)
    assert back == FlowFile(file.flow_id, file.name_zh, file.name_en, plain(file.definition))
    assert json.loads(json.dumps(plain(file.definition))) == plain(file.definition)


def test_words_that_other_readers_would_guess_at_stay_words() -> None:
    file = FlowFile("f", "名", "name", {"language": "zh", "start": "no", "nodes": {
        "no": {"type": "set", "values": {"a": "yes", "b": "2026-05-01", "c": "010", "d": "1:30", "e": "5"},
               "next": "@repeat"}}})  # fmt: skip
    again, defect = parse_yaml(to_yaml(file))
    assert defect is None
    assert as_flow_file(again) == file


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "a0: &a0 {k: 1}\n"
        + "".join(f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 40)),
        "a0: &a0 [1]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40)),
        "[" * 5000,
        "!!python/object/apply:os.system [echo]",
        "x" * 400_000,
        "a: 1\na: 2",
    ],
    ids=["ring", "merges", "aliases", "deep", "object", "long", "twice"],
)
def test_files_made_to_do_harm_are_refused(text: str) -> None:
    data, defect = parse_yaml(text)
    assert data is None
    assert defect is not None


def test_the_published_schema_is_the_one_of_the_program() -> None:
    """``python -m app.server.flows.schema > docs/flow.schema.json`` brings it up to date."""
    assert (ROOT / "docs/flow.schema.json").read_text("utf-8") == as_text()
