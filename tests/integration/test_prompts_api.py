"""Recordings of the company's own over the network: administrators only, checked as from the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.server.prompts.store import PromptFolder
from app.server.storage.tables import AuditRow
from tests.doubles.api_house import House, open_house
from tests.integration.test_prompts_uploads import speech, write


@pytest.fixture
async def house(filled_sqlite, tmp_path: Path) -> AsyncIterator[House]:
    database = filled_sqlite.copy(tmp_path)
    async with open_house(database, filled_sqlite.content, tmp_path) as opened:
        yield opened
    database.close_now()


async def upload(
    client: httpx.AsyncClient, name: str, content: bytes, language: str = "zh"
) -> httpx.Response:
    form = {"name": name, "language": language}
    return await client.post("/api/v1/prompts", data=form, files={"file": ("a.wav", content)})


async def test_an_upload_is_kept_listed_and_removed_by_administrators(house: House, tmp_path: Path) -> None:
    content = write(tmp_path / "a.wav", "wav", speech(length_s=8.0)).read_bytes()
    assert len(content) > 1_000_000, "more than other requests may have"
    admin, agent = await house.client("admin"), await house.client("1001")
    for refused in (
        await upload(agent, "sale", content),
        await agent.get("/api/v1/prompts"),
        await agent.delete("/api/v1/prompts/zh/sale"),
    ):
        assert (refused.status_code, refused.json()["error_id"]) == (403, "not-allowed")
    assert (await upload(await house.client(), "sale", content)).status_code == 401
    assert PromptFolder(tmp_path).all() == []
    made = await upload(admin, "sale", content)
    assert made.status_code == 201, made.text
    listed = (await admin.get("/api/v1/prompts")).json()["items"]
    assert [(each["language"], each["name"]) for each in listed] == [("zh", "sale")]
    assert (tmp_path / "prompts/zh/sale.opus").is_file()
    assert (await admin.delete("/api/v1/prompts/zh/sale")).status_code == 204
    gone = await admin.delete("/api/v1/prompts/zh/sale")
    assert (gone.status_code, gone.json()["error_id"]) == (404, "prompt-unknown")
    deeds = await house.database.read(
        lambda session: [
            (row.action, row.subject) for row in session.query(AuditRow) if "prompt" in row.action
        ]
    )
    assert deeds == [("prompt.added", "zh/sale"), ("prompt.removed", "zh/sale")]


async def test_what_is_no_recording_is_refused_with_a_sentence(house: House, tmp_path: Path) -> None:
    admin = await house.client("admin")
    for name, content, status, error_id in (
        ("sale", b"#EXTM3U\n/etc/passwd", 422, "prompt-kind"),
        ("sale", b"RIFF....WAVErubbish", 422, "prompt-damaged"),
        ("../../x", b"RIFF", 422, "prompt-name"),
        ("sale", bytes(20_000_001), 413, "prompt-large"),
        ("sale", bytes(21_500_000), 413, "too-large"),
    ):
        answer = await upload(admin, name, content)
        assert (answer.status_code, answer.json()["error_id"]) == (status, error_id)
    assert not (tmp_path / "prompts").exists() or not list((tmp_path / "prompts").rglob("*"))
