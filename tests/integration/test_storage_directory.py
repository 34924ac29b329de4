"""The set-up of the centre: sample company in, plan and phone accounts out; the first administrator."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.server.core.flow.plan import Menu, Say, ToQueue
from app.server.directory.first_admin import ensure_admin
from app.server.directory.model import ConfigurationError, NotEmptyError
from app.server.directory.sample_loader import is_empty, load_sample
from app.server.directory.service import DirectoryService
from app.server.sample import generate
from app.server.security.fields import FieldDamagedError
from app.server.security.sign_in import SignIn
from app.server.storage import tables

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
RESOURCES = Path(__file__).parents[2] / "resources"
KEY = b"p" * 32


def test_the_sample_company_becomes_the_plan(database, tmp_path):
    assert is_empty(database)
    ensure_admin(database, tmp_path, "a-good-password")
    accounts = load_sample(database, generate(now=NOW), RESOURCES, KEY, tmp_path)
    directory = DirectoryService(database, KEY)
    directory.load_now()
    plan = directory.plan
    assert set(plan.queues) == {"sales", "service", "complaints"}
    assert (plan.queues["sales"].ring_s, plan.queues["sales"].wrap_up_s) == (20, 60)
    assert sorted(plan.agents)[:10] == [str(number) for number in range(1001, 1011)]
    assert plan.agents["1001"].queue_ids == ("complaints", "sales", "service")
    assert set(plan.numbers) == {"4001", "4002", "4003"}
    flow = plan.numbers["4001"]
    assert flow.nodes[flow.start] == Say(("welcome",), "open")
    menu = flow.nodes["menu"]
    assert isinstance(menu, Menu)
    assert menu.options["1"] == "to-sales"
    assert menu.invalid == "invalid-choice"
    assert flow.nodes["to-sales"] == ToQueue("sales", ("transferring",))
    phone = directory.find("1001")
    assert phone is not None
    assert phone.secret == next(a.sip_password for a in accounts if a.sip_user == "1001")
    assert directory.find("9999") is None
    assert directory.queues[0].code == "sales"
    assert directory.knows_label("OUTCOME", "RESOLVED")
    assert directory.user("admin") is not None
    assert "admin" not in plan.agents


async def test_the_accounts_file_lets_agents_in_and_is_private(database, tmp_path):
    load_sample(database, generate(now=NOW), RESOURCES, KEY, tmp_path)
    path = tmp_path / "sample-accounts.json"
    assert path.stat().st_mode & 0o777 == 0o600
    entries = json.loads(path.read_text())
    agent = next(entry for entry in entries if entry["username"] == "1001")
    assert set(agent) == {"username", "password", "role", "extension", "sip_user", "sip_password"}
    assert len([entry for entry in entries if entry["role"] == "AGENT"]) == 10
    token = await SignIn(database).sign_in("1001", agent["password"], "127.0.0.1")
    assert token.user.user_id == "1001"


def test_sample_data_is_complete_and_never_mixed_with_real_data(database, tmp_path):
    company = generate(now=NOW)
    load_sample(database, company, RESOURCES, KEY, tmp_path)
    counts = {
        table: database.read_now(lambda s, t=table: s.scalar(select(func.count()).select_from(t)))
        for table in (tables.Customer, tables.Order, tables.Call, tables.Ticket)
    }
    assert counts == {
        tables.Customer: len(company.customers),
        tables.Order: len(company.orders),
        tables.Call: len(company.calls),
        tables.Ticket: len(company.tickets),
    }
    with pytest.raises(NotEmptyError):
        load_sample(database, company, RESOURCES, KEY, tmp_path)


def test_a_missing_flow_file_leaves_the_database_empty(database, tmp_path):
    with pytest.raises(ConfigurationError, match=r"main-menu\.yaml"):
        load_sample(database, generate(now=NOW), tmp_path, KEY, tmp_path)
    assert is_empty(database)


def test_phone_secrets_are_unreadable_with_another_key(database, tmp_path):
    load_sample(database, generate(now=NOW), RESOURCES, KEY, tmp_path)
    with pytest.raises(FieldDamagedError):
        DirectoryService(database, b"x" * 32).load_now()


async def test_the_first_administrator_is_made_once(database, tmp_path):
    made = ensure_admin(database, tmp_path, None)
    assert made is not None
    path = tmp_path / "first-admin.txt"
    assert path.read_text() == f"admin {made.password}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert ensure_admin(database, tmp_path, None) is None
    token = await SignIn(database).sign_in("admin", made.password, "127.0.0.1")
    assert token.user.leads


def test_a_chosen_password_is_not_written_down(database, tmp_path):
    with pytest.raises(ConfigurationError, match="at least 8"):
        ensure_admin(database, tmp_path, "short")
    made = ensure_admin(database, tmp_path, "long enough")
    assert made is not None
    assert made.chosen
    assert not (tmp_path / "first-admin.txt").exists()
