"""The main job with nothing faked: a telephone call over SIP and RTP reaches an agent's window and ear.

The caller speaks 440 Hz, the agent's microphone hears 880 Hz. Each scenario runs in a process of its own
with its own server, display and sound devices (tests/e2e/desk_play.py).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.doubles.sample_server import furnish
from tests.e2e.spectrum import read_sound, seconds_with_tone

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
ROOT = Path(__file__).resolve().parents[2]
CALLER_HZ, AGENT_HZ = 440, 880


def play(scenario: str, folder: Path, limit_s: float = 200) -> dict[str, Any]:
    """Run a scenario; its screenshots and logs stay in the folder."""
    furnish(folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.desk_play", scenario, str(folder)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=limit_s, check=False,
    )  # fmt: skip
    log = folder / "server.log"
    tail = log.read_text(encoding="utf-8")[-3000:] if log.exists() else ""
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-4000:]}\n--- server\n{tail}"
    assert "Traceback" not in done.stderr, done.stderr[-4000:]
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def test_customer_and_agent_hear_each_other_and_everything_is_kept(tmp_path: Path):
    result = play("conversation", tmp_path)
    happened = result["happened"]
    assert happened["ok"], happened["problem"]
    # the agent hears the customer, the customer the agent
    assert result["ear_db"] > -1
    caller, rate_hz = read_sound(tmp_path / "caller.wav")
    assert 3 < seconds_with_tone(caller[0], rate_hz, AGENT_HZ) < 9
    assert happened["caller"]["ended_by"] == "peer" and happened["caller"]["packets_lost"] == 0
    # the recording: customer left, agent right, nothing of the one on the other
    (left, right), rate_hz = read_sound(tmp_path / "recording.ogg")
    assert seconds_with_tone(left, rate_hz, CALLER_HZ) > 8
    assert seconds_with_tone(left, rate_hz, AGENT_HZ) == 0
    assert 5 < seconds_with_tone(right, rate_hz, AGENT_HZ) < 12
    assert seconds_with_tone(right, rate_hz, CALLER_HZ) == 0
    # and all of it is still there after a restart of the server
    call, ticket = result["call_after_restart"], result["ticket_after_restart"]
    assert call["customer_name"] == "李明" and call["outcome"] == "ANSWERED"
    assert call["result"] == "FOLLOW_UP" and call["note"].startswith("客户查询净水器物流")
    assert 6 < call["talk_s"] < 12 and 1.5 < call["hold_s"] < 4
    assert ticket["number"] == happened["ticket_number"] and ticket["call_id"] == call["call_id"]


def test_with_the_agents_microphone_shut_nothing_is_found(tmp_path: Path):
    """The checks above can fail: cut the path, and they do."""
    result = play("mouth_shut", tmp_path)
    caller, rate_hz = read_sound(tmp_path / "caller.wav")
    assert seconds_with_tone(caller[0], rate_hz, AGENT_HZ) == 0
    (left, right), rate_hz = read_sound(tmp_path / "recording.ogg")
    assert seconds_with_tone(right, rate_hz, AGENT_HZ) == 0
    assert seconds_with_tone(left, rate_hz, CALLER_HZ) > 4
    assert result["ear_db"] > -1


def test_a_killed_server_keeps_the_call_and_its_recording(tmp_path: Path):
    result = play("server_killed", tmp_path)
    call = result["call"]
    assert call["outcome"] == "CUT_OFF" and call["ended_at"] is not None
    (left, right), rate_hz = read_sound(tmp_path / "recording.ogg")
    # talked for 5 s and a little; at most the last second may be lost
    assert seconds_with_tone(right, rate_hz, AGENT_HZ) > 4
    assert seconds_with_tone(left, rate_hz, CALLER_HZ) > 4
    assert result["note_on_screen"] == "服务器离线时写下的小结"


def test_a_note_written_while_the_server_is_away_arrives_once(tmp_path: Path):
    call = play("note_while_away", tmp_path)["call"]
    assert call["result"] == "RESOLVED"
    assert call["note"] == "离线时写的小结，恢复后应只到达一次"


def test_a_colleague_is_asked_first_and_then_has_the_customer(tmp_path: Path):
    """By the window's buttons, with a real server, softphone and sound: each hears whom the window says."""
    result = play("consult_transfer", tmp_path)
    assert result["colleague_in_ear_db"] > -1 and result["customer_in_ear_while_consulting_db"] < -30
    assert result["customer_in_ear_db"] > -1
    assert result["note_on_screen"] == "净水器滤芯漏水，已核对订单"  # still hers to finish
    assert result["colleague_talks"] == "TALKING"
    transfers = result["call"]["transfers"]
    assert [(each["mode"], each["result"]) for each in transfers] == [("consult", "completed")]
    # the customer heard the agent, then music, and the colleague once she had him
    caller, rate_hz = read_sound(tmp_path / "caller.wav")
    assert seconds_with_tone(caller[0], rate_hz, AGENT_HZ) > 1.2  # before, and on the way back
    assert 1.5 < seconds_with_tone(caller[0], rate_hz, 660) < 5
    assert result["caller"]["ended_by"] == "peer"


def test_a_second_call_is_taken_and_left_and_each_is_heard_alone(tmp_path: Path):
    result = play("two_calls", tmp_path)
    assert result["card_while_it_waits"] == "李明"  # the card stays with the customer
    for when, customer_is_heard in (
        ("with_the_colleague", False),
        ("with_the_customer", True),
        ("with_the_colleague_again", False),
    ):
        customer_db, colleague_db = result[when]
        heard_db, not_heard_db = (
            (customer_db, colleague_db) if customer_is_heard else (colleague_db, customer_db)
        )
        assert heard_db > -1 and not_heard_db < -30, when
    assert result["note_on_screen"] == result["note_at_the_end"] == "客户等一下"
    assert result["written_up"] == "李明" and result["caller"]["ended_by"] == "peer"


def test_a_dialled_colleague_is_rung_and_heard(tmp_path: Path):
    result = play("calling_out", tmp_path)
    assert result["colleague_in_ear_db"] > -1
    assert result["name"] == "张伟" and result["ended_by"] == "peer"


def test_a_killed_softphone_is_back_and_the_customer_is_not_lost(tmp_path: Path):
    result = play("softphone_killed", tmp_path)
    # Of three times: one moment in which the machine stood still says nothing about the softphone.
    assert statistics.median(result["registered_again_s"]) < 1.0
    assert result["ear_db"] > -1
    assert result["caller"]["ended_by"] == "peer"
