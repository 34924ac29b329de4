"""People with their roles from the command line; customers of an earlier version are found afterwards."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from app.server.customers.service import CustomerService
from app.server.directory.first_admin import ensure_admin
from app.server.directory.service import DirectoryService
from app.server.storage.database import Database
from app.server.storage.migrate import SCRIPTS, migrate
from app.server.storage.tables import CustomerNumber, User
from tests.integration.test_desk_admin import empty
from tests.integration.test_directory_trunks import Desk, desk

__all__ = ["desk", "empty"]


def test_people_are_added_with_every_role_and_locked_out(desk: Desk) -> None:
    ensure_admin(desk.database, desk.data, "admin-password")
    code, said, _ = desk.run(
        "user", "add", "qa1", "--role", "QUALITY", "--name", "何梅", "--name-en", "May He"
    )
    assert code == 0 and "Password: " in said
    assert (
        desk.run("user", "add", "audit1", "--role", "AUDITOR", "--password", typed="long enough 1\n")[0] == 0
    )
    code, said, _ = desk.run("user", "add", "s1", "--role", "SENIOR", "--extension", "1020")
    assert code == 0 and "Telephone 1020, password: " in said
    users = {each.user_id: each for each in desk.directory().users}
    assert (users["qa1"].role, users["qa1"].display_name_en, users["qa1"].is_agent) == (
        "QUALITY",
        "May He",
        False,
    )
    assert (users["s1"].role, users["s1"].senior, users["s1"].is_agent) == ("SENIOR", True, True)
    assert desk.directory().find("1020") is not None
    for refused in (
        ("add", "qa1", "--role", "AGENT"),
        ("add", "no spaces", "--role", "AGENT"),
        ("add", "qa2", "--role", "QUALITY", "--extension", "1030"),
        ("add", "x", "--role", "AGENT", "--extension", "1020"),
        ("role", "nobody", "AGENT"),
        ("role", "admin", "AGENT"),
        ("disable", "admin"),
    ):
        assert desk.run("user", *refused)[0] == 1, refused
    assert desk.run("user", "add", "y", "--password", typed="short\n")[0] == 1
    assert desk.run("user", "role", "qa1", "SUPERVISOR")[0] == 0
    assert desk.run("user", "disable", "audit1")[0] == 0
    assert {each.user_id for each in desk.directory().users} == {"admin", "qa1", "s1"}
    assert desk.run("user", "enable", "audit1")[0] == 0
    assert "customers.approve" in desk.run("user", "rights")[1]
    done = [(action, subject) for action, subject, _ in desk.audit() if action.startswith("user.")]
    assert done == [
        ("user.added", "qa1"), ("user.added", "audit1"), ("user.added", "s1"), ("user.role", "qa1"),
        ("user.disabled", "audit1"), ("user.enabled", "audit1"),
    ]  # fmt: skip
    roles = desk.database.read_now(
        lambda session: {row.username: row.role for row in session.scalars(select(User))}
    )
    assert roles == {"admin": "ADMIN", "qa1": "SUPERVISOR", "audit1": "AUDITOR", "s1": "SENIOR"}


async def test_customers_of_an_earlier_version_are_found_after_the_upgrade(empty: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with empty.connection() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        for number, name in enumerate(("张小伟", "John Smith", "单雄信")):
            connection.execute(
                text(
                    "insert into customers (customer_id, name, name_pinyin, level, region, language, email,"
                    " address, tags, note) values (:id, :name, '', 'NORMAL', '', 'zh', '', '', '[]', '')"
                ).bindparams(id=f"c{number}", name=name)
            )
            e164 = f"+86138123456{number:02}"
            connection.execute(
                text("insert into customer_numbers (e164, customer_id, raw, position) values (:e, :c, :e, 0)")
                .bindparams(e=e164, c=f"c{number}")
            )  # fmt: skip
    migrate(empty)
    directory = DirectoryService(empty, b"p" * 32)
    directory.load_now()
    customers = CustomerService(empty, directory)
    asked = {"zxw": "c0", "小伟": "c0", "smith": "c1", "shanxiong": "c2", "2345601": "c1"}
    for typed, customer_id in asked.items():
        assert [each.customer_id for each in (await customers.search(typed)).items] == [customer_id], typed
    ids = empty.read_now(lambda session: session.scalars(select(CustomerNumber.number_id)).all())
    assert len(set(ids)) == 3 and all(len(each) == 32 for each in ids)
