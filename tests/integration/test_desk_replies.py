"""Quick replies over HTTP: own and the team's, recorded, spoken into a call, sent as a text."""

from __future__ import annotations

import asyncio
import io
import wave
from pathlib import Path

import numpy as np
import pytest

from app.server.storage.tables import AuditRow, MessageOut, QuickReply
from tests.doubles.api_house import House
from tests.doubles.desk_tools import Speaker, rows, speaker, talk, talkative
from tests.doubles.filled import problem

__all__ = ["speaker", "talkative"]


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
