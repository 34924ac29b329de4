"""Types of tickets: what would not work is found before anybody relies on it; files say what the wire
says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.contracts.tickets import TicketTypeView
from app.server.tickets.model import TicketTypeError
from app.server.tickets.type_check import check_type
from app.server.tickets.type_files import as_data, read_type_files
from app.server.tickets.types import type_of
from app.server.tickets.usual_states import usual_moves, usual_states

SAMPLE = Path(__file__).parents[2] / "resources/sample/tickets/types.yaml"
HOURS, SKILLS = ("office",), ("technical", "complaints")


def named(code: str) -> dict[str, str]:
    return {"code": code, "zh": f"{code}中", "en": code}


def made(states: dict[str, str], moves: list[tuple[str, str]], **more: Any) -> TicketTypeView:
    return TicketTypeView.model_validate(
        {
            "code": "X",
            "name": named("X"),
            "states": [{"code": code, "kind": kind, "name": named(code)} for code, kind in states.items()],
            "moves": [
                {"from_state": before, "to_state": after, "name": named("m")} for before, after in moves
            ],
        }
        | more
    )


def defects(view: TicketTypeView) -> set[tuple[str, str]]:
    return {(each.place, each.code) for each in check_type(view, HOURS, SKILLS)}


SOUND = {"A": "NEW", "B": "RESOLVED"}
WAYS = [("A", "B"), ("B", "A")]


def test_the_usual_states_are_sound_and_every_state_has_a_way_on():
    view = TicketTypeView.model_validate(
        {"code": "X", "name": named("X"), "states": usual_states(), "moves": usual_moves()}
    )
    assert defects(view) == set()
    kind = type_of(view)
    assert kind.first_state == "NEW"
    assert kind.move_by_need("NEW", "assignee").to_state == "ASSIGNED"
    assert [move.to_state for move in kind.moves_from("ARCHIVED")] == []


@pytest.mark.parametrize(
    ("states", "moves", "found"),
    [
        (SOUND, WAYS, set()),
        ({"A": "OPEN", "B": "RESOLVED"}, WAYS, {("states.A", "first")}),
        ({"A": "NEW", "B": "OPEN"}, WAYS, {("states", "no-resolved")}),
        ({**SOUND, "C": "OPEN"}, [*WAYS, ("C", "B")], {("states.C", "unreachable")}),
        ({**SOUND, "C": "OPEN"}, [*WAYS, ("A", "C")], {("states.C", "no-end")}),
        (SOUND, [("A", "B")], {("states.B", "dead")}),
        ({**SOUND, "W": "WAITING", "E": "CANCELLED"}, [*WAYS, ("A", "W"), ("W", "E")],
         {("states.W", "waiting-out")}),
        ({**SOUND, "C": "CONFIRMED"}, [*WAYS, ("A", "C"), ("B", "C")], {("states.A", "confirmed-in")}),
        ({**SOUND, "Z": "ARCHIVED"}, [*WAYS, ("A", "Z"), ("B", "Z")], {("states.A", "archived-in")}),
        ({**SOUND, "Z": "ARCHIVED"}, [*WAYS, ("B", "Z"), ("Z", "A")], {("states.Z", "archived-out")}),
        (SOUND, [*WAYS, ("A", "N")], {("moves[2]", "no-state")}),
        (SOUND, [*WAYS, ("A", "A")], {("moves[2]", "itself")}),
        (SOUND, [*WAYS, ("A", "B")], {("moves", "twice")}),
        ({**SOUND, "C" * 30: "OPEN"}, WAYS, {("states." + "C" * 30, "too-long")}),
    ],
)  # fmt: skip
def test_what_would_not_work_is_named_with_its_place(states, moves, found):
    assert defects(made(states, moves)) == found


def test_fields_promises_and_what_they_refer_to_are_checked_too():
    fields = [
        {"code": "a", "kind": "CHOICE", "name": named("a")},
        {"code": "b", "kind": "TEXT", "name": named("b"), "choices": [named("x")]},
        {"code": "b", "kind": "TEXT", "name": {"code": "b", "zh": "", "en": "b"}},
    ]
    promises = [{"priority": "LOW", "resolution_min": 0}, {"priority": "LOW", "update_min": 5}]
    view = made(SOUND, WAYS, fields=fields, promises=promises, hours_id="night", skill="magic")
    assert defects(view) == {
        ("fields.a", "no-choices"), ("fields.b", "choices"), ("fields", "twice"), ("fields.b", "name"),
        ("promises.LOW", "minutes"), ("promises", "twice"), ("hours_id", "no-hours"), ("skill", "no-skill"),
    }  # fmt: skip
    for each in check_type(view):
        assert each.line("zh") != each.line("en")
        assert "{" not in each.line("en")


def test_the_sample_companys_types_are_sound_and_written_as_they_are_read(tmp_path):
    found = read_type_files([SAMPLE])
    assert [view.code for view in found.types] == ["CONSULT", "REPAIR", "REFUND", "COMPLAINT"]
    assert [defects(view) for view in found.types] == [set()] * 4
    assert found.macros[0].for_customer and found.views[0][1].late
    again = tmp_path / "again.yaml"
    content = {"types": [as_data(view) for view in found.types]}
    again.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert read_type_files([again]).types == found.types


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("types: [{code: lower, zh: 一, en: x, states: [{code: a, kind: NEW}]}]", "states.0.code"),
        ("types: [{code: X, zh: 一, en: x, colour: red}]", "colour"),
        ("types: [{code: X, zh: 一, en: x}, {code: X, zh: 二, en: y}]", "X is there twice"),
        ("tpyes: []", "tpyes"),
        ("types: [", "types.yaml"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path, text, said):
    path = tmp_path / "types.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TicketTypeError, match=said.replace(".", r"\.")):
        read_type_files([path])
