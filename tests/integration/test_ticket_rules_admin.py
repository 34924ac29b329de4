"""Rules of tickets and secrets of inboxes from the command line; inboxes over HTTP."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import yaml

from app.server.admin import main
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from tests.doubles.api_house import fill, open_house

MAIL = "From: Li <li@example.com>\r\nSubject: {subject}\r\nMessage-ID: <{number}@example.com>\r\n\r\n漏水\r\n"


@pytest.fixture
def data(sqlite_template, tmp_path) -> Path:
    load_keys(tmp_path)
    sqlite_template.new(tmp_path)
    return tmp_path


def admin(data: Path, *words: str) -> int:
    return main(["--data", str(data), "ticket-rules", *words])


def test_shown_changed_and_put_in_force(data, capsys):
    assert admin(data, "show") == 0
    rules = yaml.safe_load(capsys.readouterr().out)
    assert rules["confirm_after_days"] == 7 and rules["make"][0]["on"] == "message"
    file = data / "rules.yaml"
    file.write_text(yaml.safe_dump(rules | {"confirm_after_days": 3}, allow_unicode=True), encoding="utf-8")
    assert admin(data, "check", str(file)) == 0
    assert admin(data, "import", str(file)) == 0
    capsys.readouterr()
    assert admin(data, "show") == 0
    assert yaml.safe_load(capsys.readouterr().out)["confirm_after_days"] == 3


@pytest.mark.parametrize("text", ["make: [", "confirm_after_days: soon", "- a list", "\u0000"])
def test_a_file_that_is_wrong_changes_nothing(data, capsys, text):
    file = data / "rules.yaml"
    file.write_text(text, encoding="utf-8")
    assert admin(data, "import", str(file)) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert admin(data, "show") == 0


async def test_inboxes_take_what_has_the_secret_and_the_same_only_once(data, capsys):
    content = fill(f"sqlite:///{data / 'seatline.db'}", data)
    tokens = {}
    for inbox in ("email", "tickets"):
        assert admin(data, "token", inbox) == 0
        tokens[inbox] = capsys.readouterr().out.strip()
    database = Database(f"sqlite:///{data / 'seatline.db'}")
    async with open_house(database, content, data) as house:
        agent = await house.client("1001")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{house.server.port}") as outside:

            async def send(inbox: str, token: str, **what: object) -> httpx.Response:
                headers = {"X-Seatline-Token": token}
                return await outside.post(f"/api/v1/inbox/{inbox}", headers=headers, timeout=20, **what)

            raw = MAIL.format(subject="净水器漏水", number=1).encode()
            for token in ("", "x", tokens["tickets"]):
                assert (await send("email", token, content=raw)).status_code == 403
            answers = [await send("email", tokens["email"], content=raw) for _ in "12"]
            assert [each.status_code for each in answers] == [200, 200]
            number = answers[0].json()["number"]
            assert answers[1].json()["number"] == number
            reply = MAIL.format(subject=f"Re: {number}", number=2).encode()
            for _ in "12":
                assert (await send("email", tokens["email"], content=reply)).json()["number"] == number
            assert (await send("email", tokens["email"], content=b"\x00\xff")).status_code == 422
            wish = {"external_id": "s-1", "type": "REPAIR", "title": "漏水"}
            made = [await send("tickets", tokens["tickets"], json=wish) for _ in "12"]
            assert [each.json()["new"] for each in made] == [True, False]
        file = (await agent.get(f"/api/v1/tickets/{number}")).json()
        assert file["ticket"]["source"] == "EMAIL"
        assert len(file["comments"]) == 1 and "li@example.com" in file["comments"][0]["text"]
    database.close_now()
