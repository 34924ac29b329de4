"""What agents have at hand, set up from the command line; several customers with a number, also upgraded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.server.directory.first_admin import ensure_admin
from app.server.storage.database import Database
from app.server.storage.errors import StorageConflictError
from app.server.storage.migrate import SCRIPTS, migrate
from app.server.storage.tables import AuditRow, Customer, CustomerNumber, QuickReply, User
from tests.integration.test_directory_trunks import Desk, desk

__all__ = ["desk"]


def audit(desk: Desk) -> list[str]:
    return desk.database.read_now(lambda session: [*session.scalars(select(AuditRow.action))])


def test_saved_numbers_and_departments(desk: Desk) -> None:
    assert desk.run("saved-number", "set", "02112345678", "--zh", "维修站", "--en", "Repair")[0] == 0
    assert desk.run("saved-number", "set", "4000001234", "--zh", "物流")[0] == 0
    assert desk.run("saved-number", "set", "02112345678", "--zh", "浦东维修站", "--en", "Repair shop")[0] == 0
    kept = desk.directory().saved_numbers
    assert [(each.number, each.name_in("zh"), each.name_in("en")) for each in kept] == [
        ("02112345678", "浦东维修站", "Repair shop"),
        ("4000001234", "物流", "物流"),
    ]
    assert "浦东维修站 / Repair shop" in desk.run("saved-number", "list")[1]
    code, _, err = desk.run("saved-number", "set", "the shop", "--zh", "店")
    assert code == 1 and "no telephone number" in err
    assert desk.run("saved-number", "remove", "4000001234")[0] == 0
    assert desk.run("saved-number", "remove", "4000001234")[0] == 1
    assert [each.number for each in desk.directory().saved_numbers] == ["02112345678"]
    ensure_admin(desk.database, desk.data, "admin-password")
    assert desk.run("department", "set", "管理", "admin", "--en", "Office")[0] == 0
    assert desk.directory().department_in(admin_id(desk), "en") == "Office"
    assert desk.directory().department_in(admin_id(desk), "zh") == "管理"
    assert desk.run("department", "set", "管理", "admin", "nobody")[0] == 1
    assert "管理" in desk.run("department", "list")[1]
    assert {"saved-number.set", "saved-number.removed", "department.set"} <= set(audit(desk))


def admin_id(desk: Desk) -> str:
    return desk.database.read_now(
        lambda session: session.scalars(select(User.user_id).where(User.username == "admin")).one()
    )


def test_the_teams_replies_come_from_a_file_and_keep_their_recordings(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "replies.yaml"
    path.write_text(
        "- {group: 开场, title: 您好, text: '您好，{company}。'}\n"
        "- {title: Bye, text: Goodbye, language: en}\n"
    )
    assert desk.run("reply", "import", str(path))[:2] == (0, "2 quick replies are imported.\n")
    desk.database.write_now(lambda session: session.execute(text("update quick_replies set clip = 'c'")))
    exported = tmp_path / "again.yaml"
    exported.write_text(desk.run("reply", "export")[1].replace("Goodbye", "Good bye"), "utf-8")
    assert desk.run("reply", "import", str(exported))[0] == 0
    rows = desk.database.read_now(lambda s: s.scalars(select(QuickReply).order_by(QuickReply.title)).all())
    assert [(row.title, row.text, row.clip, row.scope) for row in rows] == [
        ("Bye", "Good bye", "", "team"),
        ("您好", "您好，{company}。", "c", "team"),
    ]
    assert "recorded" in desk.run("reply", "list")[1]
    for wrong, why in (
        ("- {title: x, text: 'Dear {nobody}'}", "There is no variable {nobody}"),
        ("- {title: y, text: fine}\n- {title: x}", "reply 2: text"),
        ("title: x", "must be a list"),
        ("[unclosed", "no YAML"),
    ):
        path.write_text(wrong, "utf-8")
        code, _, err = desk.run("reply", "import", str(path))
        assert code == 1 and why in err, err
    assert len(desk.database.read_now(lambda s: s.scalars(select(QuickReply)).all())) == 2, "all or none"
    assert audit(desk).count("reply.imported") == 2


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Without any table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    else:
        database = Database(request.getfixturevalue("postgres_server").new())
        with database.connection() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
    yield database
    database.close_now()


def test_numbers_stay_with_their_customers_over_the_upgrade(empty: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with empty.connection() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        for customer_id in ("a", "b"):
            connection.execute(
                text(
                    "insert into customers (customer_id, name, name_pinyin, level, region, language, email,"
                    " address, tags, note) values (:id, :id, '', 'NORMAL', '', 'zh', '', '', '[]', '')"
                ).bindparams(id=customer_id)
            )
        number = "insert into customer_numbers (e164, customer_id, raw, position) values ('1', 'a', '01', 2)"
        connection.execute(text(number))
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text(number.replace("'a'", "'b'")))
    migrate(empty)
    empty.write_now(lambda session: session.add(CustomerNumber(e164="1", customer_id="b", raw="1")))
    rows = empty.read_now(
        lambda s: s.scalars(select(CustomerNumber).order_by(CustomerNumber.customer_id)).all()
    )
    assert [(row.e164, row.customer_id, row.raw, row.position) for row in rows] == [
        ("1", "a", "01", 2),
        ("1", "b", "1", 0),
    ]
    with pytest.raises(StorageConflictError):
        empty.write_now(lambda session: session.add(CustomerNumber(e164="1", customer_id="b", raw="1")))
    with pytest.raises(StorageConflictError):
        empty.write_now(lambda session: session.add(CustomerNumber(e164="2", customer_id="none", raw="2")))
    assert [row.name for row in empty.read_now(lambda s: s.scalars(select(Customer)).all())] == ["a", "b"]
