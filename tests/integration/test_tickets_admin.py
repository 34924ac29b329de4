"""``seatline admin tickets``: types come from files, all or none, and go back into files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from app.server import admin
from app.server.security.keys import load_keys
from app.server.storage.tables import AuditRow, HoursRow, LabelRow, Skill, Ticket, TicketTypeRow

SAMPLE = Path(__file__).parents[2] / "resources/sample/tickets/types.yaml"


@pytest.fixture
def run(database, database_url, tmp_path, capsys):
    load_keys(tmp_path)

    def set_up(session):
        session.add(HoursRow(hours_id="office", name_zh="工作时间", name_en="Office", definition={}))
        for skill in ("technical", "complaints"):
            session.add(Skill(skill_id=skill, name_zh=skill, name_en=skill))

    database.write_now(set_up)

    def act(*words: str) -> tuple[int, str, str]:
        code = admin.main(["--data", str(tmp_path), "--database", database_url, "tickets", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return act


def test_types_are_checked_put_in_force_listed_and_written_out_again(run, database, tmp_path):
    assert run("check-types", str(SAMPLE))[0] == 0
    assert database.read_now(lambda s: s.scalars(select(TicketTypeRow)).all()) == [], "only checked"
    code, out, _ = run("import-types", str(SAMPLE))
    assert code == 0 and "REFUND: 退款 / Refund is in force." in out
    labels = database.read_now(lambda s: s.scalars(select(LabelRow.code)).all())
    assert set(labels) == {"CONSULT", "REPAIR", "REFUND", "COMPLAINT"}, "flows and desktops know them too"
    assert "11 states" in run("types")[1]
    exported = tmp_path / "out.yaml"
    exported.write_text(run("export-types", "REFUND")[1], encoding="utf-8")
    assert run("import-types", str(exported))[0] == 0
    original = next(
        each for each in yaml.safe_load(SAMPLE.read_text("utf-8"))["types"] if each["code"] == "REFUND"
    )
    assert yaml.safe_load(exported.read_text("utf-8"))["types"] == [original]
    deeds = database.read_now(lambda s: s.scalars(select(AuditRow.action)).all())
    assert deeds.count("ticket.type") == 5


def test_what_would_not_work_changes_nothing_and_is_said_in_both_languages(run, database, tmp_path):
    data = yaml.safe_load(SAMPLE.read_text("utf-8"))
    refund = next(each for each in data["types"] if each["code"] == "REFUND")
    refund["moves"] = [move for move in refund["moves"] if move["to"] != "APPROVAL"]
    broken = tmp_path / "broken.yaml"
    broken.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    for what in ("check-types", "import-types"):
        code, _, err = run(what, str(broken))
        assert code == 1
        assert "REFUND.states.APPROVAL: it cannot be reached" in err
        assert "从第一个状态无法到达" in err
    assert database.read_now(lambda s: s.scalars(select(TicketTypeRow)).all()) == []
    assert run("check-types", str(tmp_path / "none.yaml"))[0] == 1
    assert run("export-types", "NONE")[0] == 1


def test_tickets_keep_a_state_that_a_new_type_would_take_from_them(run, database, tmp_path):
    assert run("import-types", str(SAMPLE))[0] == 0
    at = datetime(2026, 1, 5, tzinfo=UTC)
    database.write_now(
        lambda s: s.add(
            Ticket(
                ticket_id="t", number="T-1", type="REFUND", priority="LOW", status="APPROVAL",
                status_kind="OPEN", title="t", created_at=at, created_by="anna",
            )
        )
    )  # fmt: skip
    plain = tmp_path / "plain.yaml"
    plain.write_text("types: [{code: REFUND, zh: 退款, en: Refund}]", encoding="utf-8")
    code, _, err = run("import-types", str(plain))
    assert code == 1 and "1 tickets are in the state APPROVAL" in err
