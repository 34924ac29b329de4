"""The desktop is killed (SIGKILL) in the middle of a word: after the next start every key is there."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.crm_client.drafts import Drafts
from app.ui.presenters.ticket_file import comment_draft
from tests.doubles.fake_crm import FakeCrm
from tests.doubles.fake_crm_tickets_content import big_file
from tests.doubles.typing_desk import TEXT

ROOT = Path(__file__).resolve().parents[2]


def start(crm: FakeCrm, folder: Path, what: str, *ticket: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.doubles.typing_desk", crm.url, str(folder), what, *ticket],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said, "the desktop ended"
    return said.rstrip("\n")


def typed(count: int) -> str:
    return "".join(TEXT[index % len(TEXT)] for index in range(count))


@pytest.mark.parametrize("keys", [3, 170])
def test_every_key_survives_a_kill(tmp_path: Path, keys: int):
    with FakeCrm() as crm:
        desk = start(crm, tmp_path, "type")
        try:
            assert line(desk) == "signed in"
            call_id = crm.offer().call_id
            crm.answer()
            while int(line(desk)) < keys:
                pass
        finally:
            desk.kill()
        rest = desk.communicate()[0].split()
        pressed = int(rest[-1]) if rest else keys
        (folder,) = tmp_path.rglob("drafts")
        drafts = Drafts(folder)
        kept = drafts.load(call_id)
        drafts.close()
        assert kept is not None
        assert kept.note in (typed(pressed), typed(pressed + 1)), "keys were lost"

        again = start(crm, tmp_path, "look")
        try:
            assert line(again) == "signed in"
            assert line(again) == kept.note
        finally:
            again.kill()
            again.communicate()


def test_a_note_of_a_call_that_is_over_at_the_next_start_is_saved(tmp_path: Path):
    with FakeCrm() as crm:
        desk = start(crm, tmp_path, "type")
        try:
            assert line(desk) == "signed in"
            call_id = crm.offer().call_id
            crm.answer()
            while int(line(desk)) < 20:
                pass
        finally:
            desk.kill()
            desk.communicate()
        crm.end_call()
        crm.finish_wrap_up()
        again = start(crm, tmp_path, "look")
        try:
            assert line(again) == "signed in"
            crm.wait_for(lambda fake: bool(fake.results), timeout_s=15)
        finally:
            again.kill()
            again.communicate()
        (saved_for, result) = crm.results[0]
        assert saved_for == call_id and result.note.startswith(typed(20)) and not result.finish


def test_a_word_to_the_customer_on_a_ticket_survives_a_kill_to_the_last_letter(tmp_path: Path):
    with FakeCrm() as crm:
        desk = start(crm, tmp_path, "type", "tick-42")
        try:
            assert line(desk) == "signed in"
            while int(line(desk)) < 90:
                pass
        finally:
            desk.kill()
        rest = desk.communicate()[0].split()
        pressed = int(rest[-1]) if rest else 90
        (folder,) = tmp_path.rglob("drafts")
        drafts = Drafts(folder)
        kept = drafts.load(comment_draft("tick-42"))
        drafts.close()
        assert kept is not None
        assert kept.note in (typed(pressed), typed(pressed + 1)), "keys were lost"
        assert kept.outcome == "customer", "for whom it was"

        again = start(crm, tmp_path, "look", "tick-42")
        try:
            assert line(again) == "signed in"
            assert line(again) == kept.note
        finally:
            again.kill()
            again.communicate()
        assert len(crm.desk_tickets.files["tick-42"].comments) == len(big_file(datetime.now(UTC)).comments), (
            "it was not sent"
        )
