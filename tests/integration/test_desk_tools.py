"""What the desk's tools ask of the server, over HTTP, on both databases: the directory, quick replies, texts,
rules of queues, a number in full, several customers with one number, the phone tried out.
"""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from app.server.core.events import CallWished, LegAnswered, PhoneRegistered, StateWished
from app.server.core.facts import CallArrived, CallConnected, CallEnded
from app.server.core.types import AgentState, CallOutcome, EndCause
from app.server.prompts.speech import SpeechError
from app.server.storage.tables import AuditRow, Call, Customer, CustomerNumber, MessageOut, QuickReply
from tests.doubles.api_house import House, open_house
from tests.doubles.filled import problem

SHARED = "+8613812345679"


class Speaker:
    """Speaks English, when it is let."""

    def __init__(self) -> None:
        self.voices = {"en": "test"}
        self.said: list[str] = []
        self.may_speak = asyncio.Event()
        self.may_speak.set()

    async def render(self, text: str, language: str, file: Path) -> None:
        await self.may_speak.wait()
        self.said.append(text)
        if "Xyzzy" in text:
            raise SpeechError("no such word")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")

    async def close(self) -> None: ...


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


@pytest.fixture
async def talkative(filled_sqlite, tmp_path, speaker: Speaker) -> AsyncIterator[House]:
    """With a voice, on one database."""
    database = filled_sqlite.copy(tmp_path)
    async with open_house(database, filled_sqlite.content, tmp_path, speaker) as opened:
        yield opened
    database.close_now()


def rows(house: House, table, **wanted):
    found = house.database.read_now(lambda session: session.scalars(select(table)).all())
    return [row for row in found if all(getattr(row, name) == value for name, value in wanted.items())]


def talk(house: House, agent_id: str = "1001") -> str:
    """She calls a colleague's phone, which answers: a talk of hers."""
    for each in (agent_id, "1002"):
        house.feed(PhoneRegistered(each))
        house.feed(StateWished(each, AgentState.NOT_READY, "", each))
    house.feed(CallWished(agent_id, "1002"))
    [call] = house.board.house.calls.values()
    for _ in range(2):
        house.feed(LegAnswered(next(reversed(call.parties))))
    assert call.state.name == "TALKING"
    return call.call_id


# --- directory ---------------------------------------------------------------------------------------


async def test_the_directory_has_colleagues_queues_and_saved_numbers(house: House):
    house.feed(PhoneRegistered("1002"))
    house.feed(StateWished("1002", AgentState.READY, "", "1002"))
    agent = await house.client("1001")
    found = (await agent.get("/api/v1/directory")).json()
    [david] = [each for each in found["colleagues"] if each["agent_id"] == "1002"]
    assert (david["name"], david["department"], david["extension"]) == ("张伟", "售前组", "1002")
    assert (david["state"], david["busy"]) == ("READY", False)
    assert david["spelled"] == "zhang wei", "so that he is found by pinyin"
    assert "1001" not in [each["agent_id"] for each in found["colleagues"]], "not herself"
    assert "2001" in [each["agent_id"] for each in found["colleagues"]], "supervisors can be called"
    assert found["queues"][0] == {
        "queue_id": "sales", "name": {"code": "sales", "zh": "售前咨询", "en": "Sales"}, "number": "7001",
        "agents_ready": 2, "waiting": 3, "expected_wait_s": None, "spelled": "shou/shu qian/jian zi xun",
    }  # fmt: skip
    station = found["numbers"][0]
    assert (station["name"], station["number"]) == ("浦东维修站", "02100008001")
    assert station["spelled"].startswith("pu")
    english = (await agent.get("/api/v1/directory", headers={"Accept-Language": "en"})).json()
    names = {each["name"] for each in english["colleagues"]}
    assert "David Zhang" in names and english["numbers"][0]["name"] == "Repair shop Pudong"


async def test_the_desktop_is_told_the_rules_of_each_queue(house: House):
    agent = await house.client("1001")
    rules = {each["queue_id"]: each for each in (await agent.get("/api/v1/me")).json()["queue_rules"]}
    complaints = rules["complaints"]
    assert complaints["outcomes"] == ["RESOLVED", "FOLLOW_UP", "TRANSFERRED"]
    assert (complaints["outcome_required"], complaints["auto_answer"]) == (True, False)
    assert complaints["note_templates"][0]["title"]["en"] == "What happened"
    assert "先道歉" in complaints["script"]
    assert [each["title"]["zh"] for each in rules["service"]["note_templates"]] == [
        "报修",
        "退换货",
        "查物流",
    ]


async def test_what_came_of_a_call_must_be_said_where_its_queue_wants_it(house: House):
    await house.a_call("c1")
    now = datetime.now(UTC)
    for fact in (
        CallArrived("c2", "4001", "13999990000", "", "trunk"),
        CallConnected("c2", "1001", "complaints", 5.0),
        CallEnded("c2", CallOutcome.ANSWERED, EndCause.NORMAL, "agent", "1001", "complaints", 5.0, 9.0, 0.0),
        CallArrived("c3", "13999990000", "1001", "", "agent:1001", "OUT", "1001"),
        CallConnected("c3", "1001", "", 0.0),
    ):
        house.ledger.append(fact, now)
    await house.ledger.flush()
    agent = await house.client("1001")

    async def put(call_id: str, **result: object):
        return await agent.put(f"/api/v1/calls/{call_id}/result", json=result)

    assert problem(await put("c1", outcome="", finish=True)) == (422, "outcome-required")
    assert house.desk.deeds == [], "the wrap-up goes on"
    assert (await put("c1", outcome="", note="so far")).status_code == 200, "a draft needs none"
    assert problem(await put("c2", outcome="NO_NEED", finish=True)) == (422, "invalid"), "not in complaints"
    assert (await put("c2", outcome="RESOLVED", finish=True)).status_code == 200
    assert (await put("c1", outcome="NO_NEED", finish=True)).status_code == 200
    assert (await put("c3", outcome="", note="reached", finish=True)).status_code == 200, "of no queue"
    assert house.desk.deeds == [("finish", "1001", each) for each in ("c2", "c1", "c3")]


# --- quick replies -----------------------------------------------------------------------------------


async def test_replies_are_ones_own_or_the_teams(house: House):
    agent, other, lead = [await house.client(each) for each in ("1001", "1002", "2001")]
    team = (await agent.get("/api/v1/replies")).json()
    assert len(team) == 10 and {each["scope"] for each in team} == {"team"}
    assert {each["language"] for each in team} == {"zh", "en"}
    assert not any(each["speakable"] or each["clip"] for each in team), "nothing speaks here"
    new = {"title": "我的开场", "text": "您好，我是{agent}。", "group": "常用"}
    headers = {"Idempotency-Key": "reply-1"}
    made = [await agent.post("/api/v1/replies", json=new, headers=headers) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json() == made[1].json() and made[0].json()["scope"] == "own"
    path = f"/api/v1/replies/{made[0].json()['reply_id']}"
    assert len((await agent.get("/api/v1/replies")).json()) == 11
    assert len((await other.get("/api/v1/replies")).json()) == 10, "hers alone"
    assert problem(await other.put(path, json=new)) == (404, "not-found")
    assert problem(await lead.delete(path)) == (404, "not-found"), "not even to a supervisor"
    changed = await agent.put(path, json=new | {"title": "开场"})
    assert (changed.status_code, changed.json()["title"]) == (200, "开场")
    assert problem(await agent.put(path, json=new | {"scope": "team"})) == (403, "not-allowed")
    assert (await agent.delete(path, headers={"Idempotency-Key": "gone"})).status_code == 200
    assert (await agent.delete(path, headers={"Idempotency-Key": "gone"})).status_code == 200, "the same wish"
    assert problem(await agent.delete(path)) == (404, "not-found")


async def test_the_teams_replies_are_their_supervisors_to_change(house: House):
    agent, lead = await house.client("1001"), await house.client("2001")
    new = {"scope": "team", "title": "节日问候", "text": "祝您节日快乐，{customer}!"}
    assert problem(await agent.post("/api/v1/replies", json=new)) == (403, "not-allowed")
    made = (await lead.post("/api/v1/replies", json=new)).json()
    path = f"/api/v1/replies/{made['reply_id']}"
    for way in (agent.put(path, json=new), agent.delete(path), agent.delete(f"{path}/clip")):
        assert problem(await way) == (403, "not-allowed")
    assert (await lead.put(path, json=new | {"text": "节日快乐！"})).json()["text"] == "节日快乐！"
    assert (await lead.delete(path)).status_code == 200
    assert [row.action for row in rows(house, AuditRow, subject=made["reply_id"])] == [
        "reply.created", "reply.changed", "reply.deleted",
    ]  # fmt: skip


async def test_replies_are_found_by_words_and_checked(house: House):
    agent = await house.client("1001")

    async def titles(q: str) -> list[str]:
        return [each["title"] for each in (await agent.get("/api/v1/replies", params={"q": q})).json()]

    assert await titles("工单") == ["已登记工单"]
    assert await titles("english MOMENT") == ["One moment"]
    assert await titles("{ticket}") == ["已登记工单"]
    assert await titles("%") == []
    for wrong in (
        {"title": "x", "text": "Dear {nobody}"},
        {"title": "   ", "text": "x"},
        {"title": "x", "text": "x" * 2001},
        {"title": "x", "text": "x", "language": "fr"},
    ):
        assert problem(await agent.post("/api/v1/replies", json=wrong)) == (422, "invalid"), wrong


async def test_nobody_fills_the_server_with_replies(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.server.replies.service.MOST_OWN", 1)
    agent, other = await house.client("1001"), await house.client("1002")
    new = {"title": "x", "text": "y"}
    assert (await agent.post("/api/v1/replies", json=new)).status_code == 201
    assert problem(await agent.post("/api/v1/replies", json=new)) == (422, "invalid")
    assert (await other.post("/api/v1/replies", json=new)).status_code == 201


def a_recording(seconds: float = 1.0) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        t = np.arange(int(8000 * seconds)) / 8000
        file.writeframes((np.sin(2 * np.pi * 440 * t) * 9000).astype("<i2").tobytes())
    return out.getvalue()


async def test_a_reply_has_a_recording_until_its_text_is_another(house: House, tmp_path: Path):
    agent, lead = await house.client("1001"), await house.client("2001")
    [first, *_] = (await agent.get("/api/v1/replies", params={"q": "结束语"})).json()
    path = f"/api/v1/replies/{first['reply_id']}"
    files = {"file": ("a.wav", a_recording())}
    assert problem(await agent.post(f"{path}/clip", files=files)) == (403, "not-allowed")
    assert problem(await agent.get(f"{path}/clip")) == (404, "prompt-unknown")
    wrong = await lead.post(f"{path}/clip", files={"file": ("a.wav", b"no sound at all")})
    assert problem(wrong) == (422, "prompt-kind")
    view = (await lead.post(f"{path}/clip", files=files)).json()
    assert (view["clip"], view["speakable"]) == (True, True)
    sound = await agent.get(f"{path}/clip")
    assert sound.headers["content-type"] == "audio/ogg" and sound.content[:4] == b"OggS"
    call_id = talk(house)
    assert (
        await agent.post(f"/api/v1/calls/{call_id}/speak", json={"reply_id": first["reply_id"]})
    ).status_code == 204
    [row] = rows(house, QuickReply, reply_id=first["reply_id"])
    assert house.desk.deeds == [("speak", "1001", call_id, first["reply_id"], f"replies/{row.clip}")]
    same = {"scope": "team", "title": "再见", "text": first["text"] + " "}
    assert (await lead.put(path, json=same)).json()["clip"] is True
    assert (await lead.put(path, json=same | {"text": "再见。"})).json()["clip"] is False
    assert (await lead.post(f"{path}/clip", files=files)).json()["clip"] is True
    assert (await lead.delete(f"{path}/clip")).json()["clip"] is False


# --- spoken into a call ------------------------------------------------------------------------------


async def a_reply(client, text: str = "One moment please.", language: str = "en") -> str:
    new = {"title": "x", "text": text, "language": language}
    return (await client.post("/api/v1/replies", json=new)).json()["reply_id"]


async def test_a_text_is_spoken_with_its_variables_filled(talkative: House, speaker: Speaker):
    agent = await talkative.client("1001")
    reply_id = await a_reply(agent, "Your ticket is {ticket}.")
    call_id = talk(talkative)
    path = f"/api/v1/calls/{call_id}/speak"
    assert problem(await agent.post(path, json={"reply_id": reply_id})) == (422, "invalid"), "not filled"
    body = {"reply_id": reply_id, "text": "Your ticket is 42."}
    for _ in range(2):
        assert (await agent.post(path, json=body)).status_code == 204
    assert speaker.said.count("Your ticket is 42.") == 1, "rendered once, kept by what it says"
    fixed = [said for said in speaker.said if "{" not in said and "42" not in said]
    assert len(fixed) == 2, "the team's that need no variables were rendered before anybody wanted them"
    prompts = [deed[-1] for deed in talkative.desk.deeds]
    assert len(prompts) == 2 and prompts[0] == prompts[1] and prompts[0].startswith("tts/en/")
    assert (await agent.delete(path)).status_code == 204
    assert talkative.desk.deeds[-1] == ("stop-speaking", "1001", call_id)


async def test_what_cannot_be_spoken_is_said(talkative: House):
    agent, other = await talkative.client("1001"), await talkative.client("2001")
    call_id = talk(talkative)
    path = f"/api/v1/calls/{call_id}/speak"
    english, chinese = await a_reply(agent), await a_reply(agent, "您好", "zh")
    assert problem(await agent.post(path, json={"reply_id": chinese})) == (409, "speech-not-possible")
    said = (await agent.post(path, json={"reply_id": chinese})).json()["detail"]
    assert "no speech synthesis" in said and "语音合成" in said
    long = {"reply_id": english, "text": "x" * 501}
    assert problem(await agent.post(path, json=long)) == (409, "speech-not-possible")
    broken = {"reply_id": english, "text": "Xyzzy"}
    assert problem(await agent.post(path, json=broken)) == (409, "speech-not-possible")
    assert problem(await agent.post(path, json={"reply_id": "none"})) == (404, "not-found")
    assert problem(await other.post(path, json={"reply_id": english})) == (404, "not-found"), "not his reply"
    [team, *_] = (await other.get("/api/v1/replies", params={"q": "goodbye"})).json()
    assert problem(await other.post(path, json={"reply_id": team["reply_id"]}))[1] in (
        "call-not-yours",
        "not-found",
    )
    gone = "/api/v1/calls/none/speak"
    assert problem(await agent.post(gone, json={"reply_id": english})) == (409, "state-not-possible")
    assert talkative.desk.deeds == []
    listed = {each["reply_id"]: each["speakable"] for each in (await agent.get("/api/v1/replies")).json()}
    assert (listed[english], listed[chinese]) == (True, False)


async def test_a_text_that_takes_long_is_heard_later_or_not_at_all(
    talkative: House, speaker: Speaker, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("app.server.desk.speaking.ANSWERED_WITHIN_S", 0.05)
    agent = await talkative.client("1001")
    reply_id = await a_reply(agent)
    call_id = talk(talkative)
    path = f"/api/v1/calls/{call_id}/speak"
    deeds = talkative.desk.deeds

    async def say(text: str) -> None:
        assert (await agent.post(path, json={"reply_id": reply_id, "text": text})).status_code == 204

    async def until(count: int) -> None:
        async with asyncio.timeout(5):
            while len(deeds) < count:
                await asyncio.sleep(0.01)

    speaker.may_speak.clear()
    await say("Later")
    assert deeds == []
    speaker.may_speak.set()
    await until(1)
    assert deeds[0][:4] == ("speak", "1001", call_id, reply_id)
    speaker.may_speak.clear()
    await say("Xyzzy")
    speaker.may_speak.set()
    await until(2)
    assert deeds[1] == ("speaking-failed", "1001", call_id, reply_id)
    speaker.may_speak.clear()
    await say("Never mind")
    assert (await agent.delete(path)).status_code == 204, "she stops it before it is heard"
    await until(3)
    assert deeds[2][0] == "speaking-failed"
    speaker.may_speak.set()
    await say("After all")
    await until(4)
    assert [deed[0] for deed in deeds] == ["speak", "speaking-failed", "speaking-failed", "speak"]


# --- as text -----------------------------------------------------------------------------------------


async def test_a_text_goes_to_the_caller_without_his_number_being_seen(house: House):
    await house.a_call("c1", number="+8613999990000")
    agent, other = await house.client("1001"), await house.client("1002")
    path, body = "/api/v1/calls/c1/text", {"text": " 工单号是 42。 "}
    headers = {"Idempotency-Key": "text-1"}
    made = [await agent.post(path, json=body, headers=headers) for _ in range(2)]
    assert [each.status_code for each in made] == [201, 201] and made[0].json() == made[1].json()
    async with asyncio.timeout(5):
        while not house.sent.sent:
            await asyncio.sleep(0.01)
    assert house.sent.sent == [("+8613999990000", "工单号是 42。")], "once"
    assert "13999990000" not in made[0].text
    [row] = rows(house, MessageOut)
    assert (row.call_id, row.text) == ("c1", "工单号是 42。")
    assert problem(await other.post(path, json=body)) == (403, "call-not-yours")
    assert problem(await agent.post("/api/v1/calls/none/text", json=body)) == (404, "not-found")
    assert problem(await agent.post(path, json={"text": "   "})) == (422, "invalid")
    assert problem(await agent.post(path, json={"text": "x" * 501})) == (422, "invalid")
    for number in range(4):
        assert (await agent.post(path, json={"text": f"{number}"})).status_code == 201
    assert problem(await agent.post(path, json={"text": "too many"})) == (409, "text-not-possible")
    house.sent.is_set_up = False
    assert problem(await agent.post(path, json=body)) == (409, "text-not-possible")
    assert len(rows(house, AuditRow, action="text.sent")) == 5


async def test_who_has_no_number_gets_no_text(house: House):
    for call_id, number in (("c1", "1002"), ("c2", "anonymous")):
        await house.a_call(call_id, number=number)
        agent = await house.client("1001")
        answer = await agent.post(f"/api/v1/calls/{call_id}/text", json={"text": "x"})
        assert problem(answer) == (409, "text-not-possible")
    assert house.sent.sent == [] and rows(house, MessageOut) == []


# --- customers ---------------------------------------------------------------------------------------


async def test_a_number_in_full_is_a_look_that_is_kept(house: House):
    agent, lead = await house.client("1001"), await house.client("2001")
    path = "/api/v1/customers/c0001/reveal"
    assert problem(await agent.post(path)) == (422, "reason-needed")
    assert problem(await agent.post(path, json={"reason": "   "})) == (422, "reason-needed")
    assert rows(house, AuditRow, action="number.revealed") == [], "not seen, not noted"
    seen = await agent.post(path, json={"reason": " 快递要 电话 "})
    assert seen.json() == {"number": "+8613812345678"}
    assert "no-store" in seen.headers["cache-control"]
    assert (await lead.post(path)).json() == {"number": "+8613812345678"}, "supervisors need none"
    looks = rows(house, AuditRow, action="number.revealed")
    assert sorted((row.user_id, row.subject, row.detail) for row in looks) == [
        ("1001", "c0001", "快递要 电话"), ("2001", "c0001", ""),
    ]  # fmt: skip
    assert problem(await agent.post("/api/v1/customers/none/reveal", json={"reason": "x"})) == (
        404,
        "not-found",
    )
    nobody = await house.client()
    assert problem(await nobody.post(path)) == (401, "not-signed-in")


async def test_who_looks_at_very_many_numbers_is_stopped(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.server.customers.looks.MOST_LOOKS_AN_HOUR", 2)
    agent, other, lead = [await house.client(each) for each in ("1001", "1002", "2001")]
    path, reason = "/api/v1/customers/c0001/reveal", {"reason": "x"}
    assert [(await agent.post(path, json=reason)).status_code for _ in range(2)] == [200, 200]
    assert problem(await agent.post(path, json=reason)) == (429, "too-many-looks")
    assert (await other.post(path, json=reason)).status_code == 200
    assert [(await lead.post(path)).status_code for _ in range(3)] == [200, 200, 200]


async def test_several_customers_with_one_number_are_a_choice(house: House):
    agent = await house.client("1001")
    file = (await agent.get(f"/api/v1/customers/by-number/{SHARED}")).json()
    ids = [each["customer_id"] for each in file["matches"]]
    assert sorted(ids) == ["c0002", "c0003"] and file["customer"]["customer_id"] == ids[0]
    assert file["number"] == "138****5679"
    alone = (await agent.get("/api/v1/customers/by-number/13812345678")).json()
    assert alone["matches"] == []
    other = ids[1]
    await house.a_call("c7", number=SHARED)
    chosen = await agent.put("/api/v1/calls/c7/customer", json={"customer_id": other})
    assert (chosen.status_code, chosen.json()["customer"]["customer_id"]) == (200, other)
    assert [each["customer_id"] for each in chosen.json()["matches"]] == ids
    await house.ledger.flush()
    assert (await agent.get("/api/v1/calls/c7")).json()["customer_id"] == other
    again = (await agent.get(f"/api/v1/customers/by-number/{SHARED}")).json()
    assert again["customer"]["customer_id"] == other, "who was talked with last is likeliest"


async def test_a_new_customer_may_share_a_number(house: House):
    agent = await house.client("1001")
    new = {"name": "李明的太太", "number": "13812345678"}
    assert problem(await agent.post("/api/v1/customers", json=new)) == (409, "customer-exists")
    made = await agent.post("/api/v1/customers", json=new | {"shares_number": True})
    assert made.status_code == 201
    file = (await agent.get("/api/v1/customers/by-number/13812345678")).json()
    assert {each["name"] for each in file["matches"]} == {"李明", "李明的太太"}
    assert file["customer"]["name"] == "李明", "with whom was talked before"


async def test_whose_call_it_is_is_said_by_who_is_in_it(house: House):
    await house.a_call("c7", number=SHARED)
    agent, other, lead = [await house.client(each) for each in ("1001", "1002", "2001")]
    path, choice = "/api/v1/calls/c7/customer", {"customer_id": "c0003"}
    assert problem(await other.put(path, json=choice)) == (403, "call-not-yours")
    assert problem(await agent.put(path, json={"customer_id": "none"})) == (404, "not-found")
    assert problem(await agent.put("/api/v1/calls/none/customer", json=choice)) == (404, "not-found")
    assert (await lead.put(path, json=choice)).status_code == 200


async def test_a_call_under_way_has_the_chosen_customer_at_once(house: House):
    agent = await house.client("1001")
    call_id = talk(house)
    call = house.board.house.calls[call_id]
    await house.files.load(call_id, SHARED)
    answer = await agent.put(f"/api/v1/calls/{call_id}/customer", json={"customer_id": "c0003"})
    assert answer.status_code == 200
    assert call.customer_id == "c0003"
    at_hand = house.files.at_hand(call_id, "en")
    assert at_hand is not None and at_hand.customer is not None and at_hand.customer.customer_id == "c0003"
    assert house.desk.deeds == [("file-chosen", call_id)]


async def test_a_customer_of_two_is_found_whoever_shares_his_number(house: House):
    """Neither hides the other, and nobody is lost with the number."""
    found = rows(house, CustomerNumber, e164=SHARED)
    assert [row.customer_id for row in found] == ["c0002", "c0003"]
    names = [row.name for row in rows(house, Customer) if row.customer_id in ("c0002", "c0003")]
    agent = await house.client("1001")
    listed = (await agent.get("/api/v1/customers", params={"q": "12345679"})).json()["items"]
    assert sorted(each["name"] for each in listed) == sorted(names)
    assert rows(house, Call, customer_id="none") == []


# --- the phone ---------------------------------------------------------------------------------------


async def test_ones_own_phone_is_tried_out(house: House):
    agent, admin = await house.client("1001"), await house.client("admin")
    answer = await agent.post("/api/v1/me/phone-test")
    assert answer.json() == {
        "answered": True, "packets_from_phone": 60, "packets_lost_to_phone": None, "round_trip_ms": None,
    }  # fmt: skip
    await admin.post("/api/v1/me/phone-test")
    assert house.desk.deeds == [("phone-test", "1001"), ("phone-test", "")]


async def test_nothing_of_this_without_signing_in(house: House):
    nobody = await house.client()
    for way, path in (
        ("GET", "directory"), ("GET", "replies"), ("POST", "replies"), ("PUT", "replies/x"),
        ("DELETE", "replies/x"), ("GET", "replies/x/clip"), ("POST", "replies/x/clip"),
        ("DELETE", "replies/x/clip"), ("POST", "calls/x/speak"), ("DELETE", "calls/x/speak"),
        ("POST", "calls/x/text"), ("PUT", "calls/x/customer"), ("POST", "customers/x/reveal"),
        ("POST", "me/phone-test"),
    ):  # fmt: skip
        assert problem(await nobody.request(way, f"/api/v1/{path}")) == (401, "not-signed-in"), path
    assert json.dumps(rows(house, MessageOut)) == "[]"
