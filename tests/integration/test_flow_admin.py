"""``seatline admin flow`` and ``system`` as an administrator uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from app.server import admin
from app.server.flows.files import parse_yaml
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.tables import AuditRow, Flow, FlowVersion, Queue, System

FLOW = """
id: shop
name_zh: 商店
name_en: Shop
language: zh
start: menu
nodes:
  menu:
    type: menu
    prompts: [main-menu]
    options: {"1": sales, "2": pin, "*": "@repeat"}
    otherwise: sales
  pin:
    type: collect
    prompts: [welcome]
    into: pin
    secret: true
    secret_for: [shop]
    min_digits: 4
    max_digits: 4
    next: find
    otherwise: sales
  find:
    type: ask
    system: shop
    operation: find
    values: {pin: "{pin}"}
    into: {name: data.0.name}
    next: tell
    failed: sales
  tell:
    type: say
    prompts: [welcome, {text: "{name}"}]
    next: sales
  sales: {type: queue, queue: sales, prompts: [transferring]}
"""
SYSTEM = """
id: shop
base_url: https://shop.example/api
headers: {Authorization: "Bearer {secret.token}"}
operations:
  find: {method: POST, path: /find, body: {pin: "{pin}"}, repeat: true}
"""


class House:
    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.url, self.capsys = folder, url, capsys
        load_keys(folder)

    def run(self, *words: str) -> tuple[int, str, str]:
        code = admin.main(["--data", str(self.folder), "--database", self.url, *words])
        out = self.capsys.readouterr()
        return code, out.out, out.err

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    def read(self, statement):
        database = Database(self.url)
        try:
            return database.read_now(lambda session: session.scalars(statement).all())
        finally:
            database.close_now()


def _furnished(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> House:
    made = House(folder, url, capsys)
    database = Database(url)

    def fill(session) -> None:
        session.add(
            Queue(
                queue_id="sales", name_zh="售前", name_en="Sales", ring_s=20, wrap_up_s=9, service_level_s=20
            )
        )

    database.write_now(fill)
    database.close_now()
    code, _, err = made.run("system", "import", made.file("system.yaml", SYSTEM))
    assert (code, err) == (0, "")
    return made


@pytest.fixture
def house(database_url, tmp_path, capsys) -> House:
    """On either database."""
    return _furnished(tmp_path, database_url, capsys)


@pytest.fixture
def desk(sqlite_template, tmp_path, capsys) -> House:
    """Where the database makes no difference."""
    return _furnished(tmp_path, sqlite_template.new(tmp_path), capsys)


def _versions(house: House) -> list[tuple[int, str]]:
    rows = house.read(select(FlowVersion).where(FlowVersion.flow_id == "shop").order_by(FlowVersion.version))
    return [(row.version, row.note) for row in rows]


def test_a_sound_flow_is_put_in_force_and_every_change_is_a_version(house) -> None:
    path = house.file("shop.yaml", FLOW)
    assert house.run("flow", "check", path)[0] == 0
    code, out, _ = house.run("flow", "import", path, "--note", "first")
    assert (code, out) == (0, "shop: version 1 is in force.\n")
    house.run("flow", "import", path)  # nothing was changed
    house.file("shop.yaml", FLOW.replace('"1": sales', '"3": sales'))
    _, out, _ = house.run("flow", "import", path, "--note", "three")
    assert "version 2" in out
    assert _versions(house) == [(1, "first"), (2, "three")]
    (row,) = house.read(select(Flow).where(Flow.flow_id == "shop"))
    assert (row.version, "3" in row.definition["nodes"]["menu"]["options"]) == (2, True)
    assert [row.action for row in house.read(select(AuditRow)) if row.subject == "shop"].count(
        "flow.imported"
    ) == 3


def test_roll_back_is_one_act_and_a_version_of_its_own(house) -> None:
    path = house.file("shop.yaml", FLOW)
    house.run("flow", "import", path)
    house.file("shop.yaml", FLOW.replace('"1": sales', '"3": sales'))
    house.run("flow", "import", path)
    code, out, _ = house.run("flow", "rollback", "shop", "1")
    assert (code, "as version 3" in out) == (0, True)
    (row,) = house.read(select(Flow).where(Flow.flow_id == "shop"))
    assert "1" in row.definition["nodes"]["menu"]["options"]
    code, _, err = house.run("flow", "rollback", "shop", "9")
    assert code == 1
    assert "no version 9" in err
    assert "version 1" in house.run("flow", "list", "shop")[1]


def test_a_flow_with_a_defect_is_refused_with_place_and_reason_in_both_languages(desk) -> None:
    path = desk.file(
        "bad.yaml",
        FLOW.replace("queue: sales", "queue: nobody").replace("otherwise: sales", "otherwise: menu", 1),
    )
    code, out, err = desk.run("flow", "import", path)
    assert code == 1
    assert "Nothing was imported" in err
    assert "node sales, queue: There is no queue nobody" in out
    assert "节点 sales, queue:没有队列 nobody" in out
    assert "menu → menu" in out
    assert desk.read(select(Flow)) == []
    assert desk.run("flow", "check", path, "--language", "zh")[1].count("There is") == 0


def test_of_several_files_all_are_imported_or_none(desk) -> None:
    calls_it = "{type: sub-flow, flow: shop, next: pin}"
    caller = FLOW.replace("id: shop", "id: front")
    caller = caller.replace("{type: queue, queue: sales, prompts: [transferring]}", calls_it)
    good, calls = desk.file("shop.yaml", FLOW), desk.file("front.yaml", caller)
    broken = desk.file("broken.yaml", "id: x\nstart: y\n")
    assert desk.run("flow", "import", good, broken)[0] == 1
    assert desk.read(select(Flow)) == []
    code, out, _ = desk.run("flow", "check", calls)
    assert (code, "no flow shop" in out) == (1, True)
    assert desk.run("flow", "check", calls, good)[1].count("no flow shop") == 0


@pytest.mark.parametrize("text", ["", "just text", "a: [1", "\x00", "id: 5", "- 1\n- 2"])
def test_a_file_that_holds_no_flow_is_said_to_be_none(desk, text) -> None:
    code, out, _ = desk.run("flow", "check", desk.file("no.yaml", text))
    assert (code, "1 defect" in out) == (1, True)


def test_what_is_exported_can_be_imported_again(house, tmp_path) -> None:
    house.run("flow", "import", house.file("shop.yaml", FLOW))
    code, out, _ = house.run("flow", "export", "shop")
    assert code == 0
    assert parse_yaml(out)[0] == parse_yaml(FLOW)[0]
    target = str(tmp_path / "out.yaml")
    assert house.run("flow", "export", "shop", "--out", target)[0] == 0
    assert house.run("flow", "import", target)[1] == "shop: version 1 is in force.\n"
    assert house.run("flow", "export", "shop", "--out", target)[0] == 1  # never over a file
    assert house.run("flow", "export", "nothing")[0] == 1
    assert "callback-noted" in house.run("flow", "export", "call-back")[1]


def test_one_that_comes_with_seatline_can_be_changed_and_taken_back(house) -> None:
    changed = FLOW.replace("id: shop", "id: closed")
    assert "closed               v1" in house.run("flow", "list")[1]
    assert house.run("flow", "import", house.file("closed.yaml", changed))[0] == 0
    assert "closed               v2" in house.run("flow", "list")[1]
    assert "transferring" in house.run("flow", "export", "closed")[1]
    assert house.run("flow", "rollback", "closed", "1")[0] == 0
    assert "message-noted" in house.run("flow", "export", "closed")[1]


def test_a_walk_shows_what_a_caller_hears_and_where_he_ends(desk) -> None:
    path = desk.file("shop.yaml", FLOW)
    code, out, err = desk.run(
        "flow", "simulate", path, "--keys", "w2,2,7413", "--answer", 'shop.find={"data": [{"name": "小李"}]}'
    )
    assert (code, err) == (0, "")
    lines = [line.strip() for line in out.splitlines()]
    assert "[shop/menu]" in lines
    assert any("zh/main-menu" in line and "售前咨询请按一" in line for line in lines)
    assert "= chosen  ****" in lines
    assert "? shop.find  (pin='****') found" in lines
    assert "♪ text  小李" in lines
    assert lines[-3] == "■ queue  sales" or "■ queue  sales" in lines
    assert "7413" not in out.replace("key  7", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--keys", "1;2"), "write them like"),
        (("--at", "gestern"), "is no time"),
        (("--answer", "shop.find={"), "neither JSON"),
        (("--answer", "x"), "SYSTEM.OPERATION=JSON"),
        (("--set", "x"), "NAME=VALUE"),
        (("--waiting", "sales"), "QUEUE=NUMBER"),
    ],
)
def test_wrong_words_are_said_to_be_wrong(desk, words, sentence) -> None:
    code, _, err = desk.run("flow", "simulate", desk.file("shop.yaml", FLOW), *words)
    assert (code, sentence in err) == (1, True)


def test_silence_and_times_lead_where_they_would(desk) -> None:
    path = desk.file("shop.yaml", FLOW)
    out = desk.run("flow", "simulate", path, "--keys", "w30")[1]
    assert out.count("zh/no-input") == 2
    assert "■ queue  sales" in out
    out = desk.run("flow", "simulate", path, "--keys", "2,7413", "--language", "en")[1]
    assert "en/main-menu" in out
    assert "? shop.find  (pin='****') failed" in out


def test_secrets_of_a_system_are_kept_encrypted_and_never_shown(house, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", _Line("s3cret-token\n"))
    assert house.run("system", "secret", "shop", "token")[0] == 0
    (row,) = house.read(select(System))
    assert b"s3cret" not in row.secret_encrypted
    _, listed, _ = house.run("system", "list")
    _, exported, _ = house.run("system", "export", "shop")
    assert "secrets: token" in listed
    assert "s3cret" not in listed + exported
    assert yaml.safe_load(exported)["headers"] == {"Authorization": "Bearer {secret.token}"}
    house.run("system", "import", house.file("system.yaml", SYSTEM.replace("/api", "/v2")))
    (row,) = house.read(select(System))
    assert (row.base_url, bool(row.secret_encrypted)) == ("https://shop.example/v2", True)
    assert "s3cret" not in json.dumps([each.detail + each.subject for each in house.read(select(AuditRow))])
    assert house.run("system", "remove", "shop")[0] == 0
    assert house.run("system", "remove", "shop")[0] == 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("https://shop.example/api", "ftp://shop.example", "http:// or https://"),
        ("https://shop.example/api", "https://user:pw@shop.example", "holds no user"),
        ("https://shop.example/api", "https://{host}/x", "holds no user"),
        ("path: /find", "path: http://evil/x", "must begin with /"),
        ("path: /find", "path: /a/../b", "goes straight on"),
        ("path: /find", 'path: "/x?a={pin}"', "belong into query"),
        ("path: /find", 'path: "/{secret.token}"', "hold no secret"),
        ("Authorization", "Host", "cannot be set as a header"),
        ("id: shop", "id: '@orders'", "small letters"),
        ("repeat: true", "colour: 1", "no field 'colour'"),
    ],
)
def test_a_system_that_could_not_work_or_do_harm_is_refused(desk, old, new, sentence) -> None:
    code, _, err = desk.run("system", "import", desk.file("bad.yaml", SYSTEM.replace(old, new)))
    assert (code, sentence in err) == (1, True), err


class _Line:
    def __init__(self, text: str) -> None:
        self._text = text

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return self._text
