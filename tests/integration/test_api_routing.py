"""Assignments, call-backs, messages, surveys and figures over HTTP; who may see what; both databases."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import av
import httpx
import numpy as np

from app.server.core.events import AgentRestored, CallBackRestored
from app.server.core.facts import (
    CallArrived,
    CallBackPromised,
    CallBackTried,
    CallConnected,
    CallerKnown,
    CallQueued,
    Fact,
    FlowEnded,
    MessageLeft,
    NodeLeft,
    OfferEnded,
    OfferMade,
    SurveyAnswered,
)
from app.server.core.types import AgentState, Candidate, Explanation
from app.server.recordings.excerpt import excerpt
from tests.doubles.api_house import House
from tests.doubles.filled import problem

NUMBER = "+8613812345678"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


async def keep(house: House, *facts: tuple[float, Fact]) -> None:
    for second, fact in facts:
        house.ledger.append(fact, at(second))
    await house.ledger.flush()


async def read(client: httpx.AsyncClient, path: str, **params):
    response = await client.get(f"/api/v1{path}", params=params)
    assert response.status_code == 200, response.text
    return response.json()


async def test_an_assignment_says_why_in_data_and_in_both_languages(house: House):
    why = Explanation(
        rule="longest-idle",
        chosen="1001",
        candidates=(
            Candidate("1001", 250.0, None, (7.0,)),
            Candidate("1002", 30.0, None, (9.0,)),
            Candidate("1003", None, "talking"),
        ),
        wants={"english": 5},
        relaxed=1,
        score=13.0,
        score_parts=(0.0, 10.0, 0.0, 3.0),
        line=4,
    )
    await keep(
        house,
        (0, CallArrived("t1", "4001", NUMBER, "", "trunk:main")),
        (1, CallerKnown("t1", "c0001", "VIP")),
        (2, CallQueued("t1", "sales", 1)),
        (20, OfferMade("t1", "o1", "1002", "sales", Explanation("longest-idle", "1002", ()))),
        (30, OfferEnded("t1", "o1", "1002", "no-answer")),
        (182, OfferMade("t1", "o2", "1001", "sales", why)),
        (185, OfferEnded("t1", "o2", "1001", "taken")),
        (185, CallConnected("t1", "1001", "sales", 183.0)),
    )
    supervisor = await house.client("2001")
    first, second = await read(supervisor, "/calls/t1/assignments")
    assert (first["agent_id"], first["result"], first["waited_s"]) == ("1002", "no-answer", 18.0)
    assert (second["result"], second["rule"], second["wants"]) == ("taken", "longest-idle", {"english": 5})
    assert (second["line"], second["relaxed"], second["waited_s"]) == (4, 1, 180.0)
    assert second["score"] == {"total": 13.0, "base": 0.0, "level": 10.0, "extra": 0.0, "ageing": 3.0}
    assert [(each["agent_id"], each["excluded"]) for each in second["candidates"]] == [
        ("1001", None),
        ("1002", None),
        ("1003", "talking"),
    ]
    assert second["en"] == [
        "Fiona Wang was chosen: idle longest (4 min 10 s) of 2 free agents with English ≥ 5.",
        "1 excluded: 1 in talk.",
        "The wanted skills had been relaxed once while the caller waited.",
        "The caller was first of 4 waiting: VIP +10.0, waited 3 min +3.0.",
    ]
    assert second["zh"][0] == "选中王芳：在 2 名空闲的英语≥5坐席中空闲最久（4 分 10 秒）。"
    assert len(await read(await house.client("1001"), "/calls/t1/assignments")) == 2, "her own call"
    other = await house.client("1002")
    assert problem(await other.get("/api/v1/calls/t1/assignments")) == (403, "call-not-yours")
    assert problem(await supervisor.get("/api/v1/calls/none/assignments")) == (404, "not-found")


async def test_call_backs_are_listed_masked_and_cancelled(house: House):
    since = at(-60).isoformat()
    await keep(
        house,
        (0, CallArrived("t1", "4001", NUMBER, "", "trunk:main")),
        (0, CallerKnown("t1", "c0001", "VIP")),
        (1, CallBackPromised("b1", "sales", NUMBER, "t1", since, level="VIP")),
        (2, CallBackPromised("b2", "service", "+8613900001111", "t9", since)),
        (3, CallBackPromised("b3", "complaints", "+8613900002222", "t9", since)),
        (9, CallBackTried("b1", "t2", 1, "no-answer", at(600).isoformat())),
    )
    supervisor, agent = await house.client("2001"), await house.client("1002")
    found = await read(supervisor, "/callbacks")
    assert [each["callback_id"] for each in found["items"]] == ["b3", "b2", "b1"]
    first = await read(supervisor, "/callbacks", limit=2)
    rest = await read(supervisor, "/callbacks", limit=2, cursor=first["next_cursor"])
    assert [each["callback_id"] for each in rest["items"]] == ["b1"]
    [mine] = (await read(agent, "/callbacks"))["items"]  # 1002 serves sales alone
    assert (mine["callback_id"], mine["number"], mine["tries"]) == ("b1", "138****5678", 1)
    assert (mine["customer_name"], mine["level"], mine["state"]) == ("李明", "VIP", "OPEN")
    assert NUMBER not in str(found)
    assert problem(await agent.post("/api/v1/callbacks/b2/cancel")) == (403, "queue-not-yours")
    assert problem(await agent.post("/api/v1/callbacks/b1/cancel")) == (409, "state-not-possible")
    waiting_since = at(-60)
    house.feed(CallBackRestored("b1", "sales", NUMBER, waiting_since, "t1", due_at=at(100_000)))
    headers = {"Idempotency-Key": "cancel-1"}
    for _ in range(2):
        assert (await agent.post("/api/v1/callbacks/b1/cancel", headers=headers)).status_code == 204
    await house.ledger.flush()
    over = await read(agent, "/callbacks/b1")
    assert (over["state"], over["result"]) == ("ENDED", "cancelled")
    assert (await read(agent, "/callbacks", state="OPEN"))["items"] == []
    assert problem(await agent.get("/api/v1/callbacks/none")) == (404, "not-found")


def a_tone_for_each_second(seconds: int) -> bytes:
    """Ogg/Opus; the second n is silent where n is even and loud where it is odd."""
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=48_000, layout="mono")
        for second in range(seconds):
            t = np.arange(48_000) / 48_000
            wave = (np.sin(2 * np.pi * 440 * t) * (12_000 if second % 2 else 0)).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = 48_000
            frame.pts = second * 48_000
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def heard(sound: bytes) -> tuple[float, float]:
    """(seconds, loudness)."""
    with av.open(io.BytesIO(sound), "r") as file:
        samples = np.concatenate([frame.to_ndarray().ravel() for frame in file.decode(audio=0)])
    loudness = float(np.sqrt(np.mean((samples / np.abs(samples).max(initial=1e-9)) ** 2)))
    return len(samples) / 48_000, loudness


async def test_a_message_is_heard_alone_rung_back_and_done(house: House):
    await keep(
        house,
        (0, CallArrived("t1", "4001", NUMBER, "", "trunk:main")),
        (0, CallerKnown("t1", "c0001", "VIP")),
        (5, MessageLeft("m1", "t1", "sales", NUMBER, "r1", 3.0, 1.0)),
        (6, MessageLeft("m2", "t2", "complaints", "+8613900002222", "r2", 0.0, 1.0)),
    )
    house.recordings.sounds["r1"] = a_tone_for_each_second(6)
    agent, supervisor = await house.client("1002"), await house.client("2001")
    assert len((await read(supervisor, "/voice-messages"))["items"]) == 2
    [mine] = (await read(agent, "/voice-messages", state="NEW"))["items"]
    assert (mine["message_id"], mine["number"], mine["customer_name"]) == ("m1", "138****5678", "李明")
    answer = await agent.get("/api/v1/voice-messages/m1/audio")
    assert answer.headers["content-type"] == "audio/ogg", answer.text
    seconds, loudness = heard(answer.content)
    assert 0.9 < seconds < 1.1
    assert loudness > 0.3, "the loud second, not a silent one"
    assert problem(await agent.get("/api/v1/voice-messages/m2/audio")) == (403, "queue-not-yours")
    headers = {"Idempotency-Key": "ring-1"}
    for _ in range(2):
        made = await agent.post("/api/v1/voice-messages/m1/call", headers=headers)
        assert (made.status_code, made.json()["call_id"]) == (201, f"call-to-{NUMBER}")
    assert house.desk.deeds == [("dial", "1002", NUMBER)]
    done = (await agent.post("/api/v1/voice-messages/m1/done", json={"note": "Will send a new one"})).json()
    assert (done["state"], done["done_by"], done["note"]) == ("DONE", "1002", "Will send a new one")
    assert (await read(agent, "/voice-messages", state="NEW"))["items"] == []
    again = (await agent.post("/api/v1/voice-messages/m1/done", json={"done": False})).json()
    assert (again["state"], again["done_by"], again["note"]) == ("NEW", "", "Will send a new one")


async def test_a_recording_is_heard_in_part(house: House):
    await house.a_call("c1")
    house.recordings.sounds["r-c1"] = a_tone_for_each_second(4)
    client = await house.client("1001")
    whole = await client.get("/api/v1/recordings/r-c1/audio")
    part = await client.get("/api/v1/recordings/r-c1/audio", params={"from_s": 1, "to_s": 2})
    assert whole.content == house.recordings.sounds["r-c1"]
    assert 0.9 < heard(part.content)[0] < 1.1
    house.recordings.sounds["r-c1"] = b"rubbish"
    answer = await client.get("/api/v1/recordings/r-c1/audio", params={"from_s": 1})
    assert problem(answer) == (500, "recording-damaged")


def test_what_lies_outside_of_a_recording_is_an_empty_part():
    sound = a_tone_for_each_second(2)
    assert excerpt(sound, 1.0, 1.5)
    assert isinstance(excerpt(sound, 60.0), bytes)


async def test_agents_see_how_they_were_rated_and_supervisors_all(house: House):
    await keep(
        house,
        (1, SurveyAnswered("t1", "sales", "1001", "satisfied", "5", 5)),
        (2, SurveyAnswered("t2", "sales", "1001", "satisfied", "2", 2)),
        (3, SurveyAnswered("t3", "sales", "1001", "satisfied", "5", 5)),
        (4, SurveyAnswered("t2", "sales", "1001", "why", "1", 1)),
        (5, SurveyAnswered("t4", "service", "1002", "satisfied", "1", 1)),
    )
    supervisor, agent = await house.client("2001"), await house.client("1001")
    found = await read(supervisor, "/surveys")
    assert [(each["agent_id"], each["question"], each["answers"], each["average"]) for each in found] == [
        ("1001", "satisfied", 3, 4.0),
        ("1001", "why", 1, 1.0),
        ("1002", "satisfied", 1, 1.0),
    ]
    assert found[0]["scores"] == {"2": 1, "5": 2}
    assert [each["agent_id"] for each in await read(supervisor, "/surveys", queue="service")] == ["1002"]
    assert {each["agent_id"] for each in await read(agent, "/surveys")} == {"1001"}
    assert problem(await agent.get("/api/v1/surveys", params={"agent": "1002"})) == (403, "not-allowed")
    earlier = {"since": at(-9999).isoformat(), "until": at(-1).isoformat()}
    assert await read(supervisor, "/surveys", **earlier) == []
    for span in ({"since": "2026-01-01T00:00:00"}, {"since": at(9999).isoformat()}):
        answer = await supervisor.get("/api/v1/surveys", params=span)
        assert answer.status_code == 422, answer.text


async def test_figures_of_a_flow_and_its_self_service_rate(house: House):
    ways = [  # (last node, exit, how)
        ("welcome", "next", "end"),
        ("welcome", "hung-up", "hung-up"),  # heard what he wanted to know
        ("menu", "hung-up", "hung-up"),  # gave up in the menu
        ("menu", "1", "queue"),
        ("menu", "1", "message"),
    ]
    for number, (node, way, how) in enumerate(ways):
        await keep(
            house,
            (number, NodeLeft(f"t{number}", "main-menu", 1, "welcome", "next", 2.0)),
            (number, NodeLeft(f"t{number}", "main-menu", 1, node, way, 4.0)),
            (number, FlowEnded(f"t{number}", "main-menu", 1, how)),
        )
    await keep(house, (9, FlowEnded("t9", "call-back", 1, "back")))
    supervisor = await house.client("2001")
    found = await read(supervisor, "/flows/main-menu/figures")
    assert (found["entered"], found["self_served"], found["self_service_rate"]) == (5, 2, 0.4)
    assert found["ended"] == {"end": 1, "hung-up": 2, "message": 1, "queue": 1}
    welcome, menu = found["nodes"]
    assert (welcome["node"], welcome["kind"], welcome["visits"]) == ("welcome", "say", 7)
    assert round(welcome["seconds"], 2) == round((5 * 2 + 2 * 4) / 7, 2)
    assert (menu["kind"], menu["exits"]) == ("menu", {"1": 2, "hung-up": 1})
    assert (await read(supervisor, "/flows/call-back/figures"))["self_service_rate"] is None
    assert problem(await supervisor.get("/api/v1/flows/none/figures")) == (404, "not-found")
    agent = await house.client("1001")
    assert problem(await agent.get("/api/v1/flows/main-menu/figures")) == (403, "not-allowed")


async def test_wrap_up_is_extended_once_and_ended_by_a_supervisor(house: House):
    agent, supervisor = await house.client("1001"), await house.client("2001")
    assert problem(await agent.post("/api/v1/agents/me/wrap-up/extend")) == (409, "state-not-possible")
    house.feed(AgentRestored("1001", AgentState.WRAP_UP, "", "t1", "sales"))
    seat = house.board.house.agents["1001"]
    headers = {"Idempotency-Key": "more-1"}
    for _ in range(2):  # the same wish, said twice
        assert (await agent.post("/api/v1/agents/me/wrap-up/extend", headers=headers)).status_code == 204
    assert problem(await agent.post("/api/v1/agents/me/wrap-up/extend")) == (409, "state-not-possible")
    assert problem(await agent.post("/api/v1/agents/1001/wrap-up/end")) == (403, "not-allowed")
    assert (await supervisor.post("/api/v1/agents/1001/wrap-up/end")).status_code == 204
    assert seat.state is not AgentState.WRAP_UP
    assert problem(await supervisor.post("/api/v1/agents/nobody/wrap-up/end")) == (404, "not-found")


async def test_a_cut_off_customer_is_no_longer_waited_for(house: House):
    client = await house.client("1001")
    assert (await client.post("/api/v1/calls/t1/reconnect/stop")).status_code == 204
    assert house.desk.deeds == [("stop-reconnecting", "1001", "t1")]


async def test_nothing_of_this_is_shown_without_signing_in(house: House):
    client = await house.client()
    for path in (
        "calls/x/assignments", "callbacks", "callbacks/x", "voice-messages", "voice-messages/x",
        "voice-messages/x/audio", "surveys", "flows/x/figures",
    ):  # fmt: skip
        assert problem(await client.get(f"/api/v1/{path}")) == (401, "not-signed-in"), path
    for path in (
        "callbacks/x/cancel", "voice-messages/x/call", "voice-messages/x/done",
        "agents/me/wrap-up/extend", "agents/x/wrap-up/end", "calls/x/reconnect/stop",
    ):  # fmt: skip
        assert problem(await client.post(f"/api/v1/{path}")) == (401, "not-signed-in"), path


async def test_each_part_of_an_address_reaches_its_parameter(house: House):
    """Two parameters that shared one description would both be given the first part."""
    client = await house.client("1001")
    described = (await client.get("/openapi.json")).json()
    for path, ways in described["paths"].items():
        for way, about in ways.items():
            named = {each["name"] for each in about.get("parameters", []) if each["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), f"{way} {path}"
