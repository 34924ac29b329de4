"""The API over a real port with real TLS, on both databases, as a desktop uses it."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime

import httpx
import pytest
import websockets
from sqlalchemy import func, select

from app.contracts.live import QueueChanged, live_message
from app.server.api.server import ApiServer, ApiStartError, _is_loopback
from app.server.core.facts import OfferEnded
from app.server.security.certificate import load_certificate
from app.server.storage.tables import AuditRow, Ticket
from tests.doubles.api_house import House
from tests.doubles.filled import problem


async def test_signing_in_and_what_the_desktop_gets_to_start(house):
    client = await house.client("1001")
    me = (await client.get("/api/v1/me")).json()
    assert (me["user"]["username"], me["user"]["role"]) == ("1001", "AGENT")
    assert me["phone"]["sip_password"] == house.sip_passwords["1001"]
    assert (me["phone"]["tls_port"], me["agent"]["state"]) == (5061, "NOT_READY")
    assert "RESOLVED" in [label["code"] for label in me["outcomes"]]
    assert me["queues"][0]["waiting"] == 3
    assert me["company"]
    admin = await house.client("admin")
    nobody = (await admin.get("/api/v1/me")).json()
    assert (nobody["phone"], nobody["agent"]) == (None, None)
    assert (await client.delete("/api/v1/auth/token")).status_code == 204
    assert problem(await client.get("/api/v1/me")) == (401, "not-signed-in")


async def test_wrong_passwords_lock_out_and_nobody_learns_which_names_exist(house):
    client = await house.client()

    async def attempt(username: str, password: str) -> tuple[int, dict]:
        answer = await client.post("/api/v1/auth/token", data={"username": username, "password": password})
        return answer.status_code, answer.json()

    known, unknown = await attempt("1001", "wrong"), await attempt("nobody", "wrong")
    assert known == unknown
    assert known[1]["error_id"] == "sign-in-failed"
    for _ in range(4):
        await attempt("1001", "wrong")
    status, body = await attempt("1001", house.passwords["1001"])
    assert (status, body["error_id"]) == (429, "sign-in-locked")
    assert re.search(r"Try again in ([1-5]?\d|60) seconds", body["detail"])
    assert (await attempt("1002", house.passwords["1002"]))[0] == 200


async def test_nothing_is_shown_without_signing_in(house):
    client = await house.client()
    paths = [
        "/me", "/agents/me", "/queues", "/calls", "/calls/x", "/customers", "/customers/x",
        "/tickets", "/tickets/x", "/recordings/x", "/recordings/x/audio",
        "/customers/x/timeline", "/customers/by-number/1",
    ]  # fmt: skip
    for path in paths:
        assert problem(await client.get(f"/api/v1{path}")) == (401, "not-signed-in"), path
    client.headers["Authorization"] = "Bearer made-up"
    assert problem(await client.post("/api/v1/tickets", json={"type": "CONSULT", "title": "x"})) == (
        401,
        "not-signed-in",
    )


async def test_the_customers_file_pops_up_masked_with_promises_and_history(house):
    client = await house.client("1001")
    file = (await client.get("/api/v1/customers/by-number/13812345678")).json()
    assert (file["customer"]["name"], file["customer"]["level"]) == ("李明", "VIP")
    assert file["number"] == "138****5678"
    assert "12345678" not in json.dumps(file)
    assert file["open_tickets"]
    kinds = {item["kind"] for item in file["timeline"]}
    assert kinds == {"CALL", "TICKET", "ORDER"}
    times = [item["at"] for item in file["timeline"]]
    assert times == sorted(times, reverse=True)
    for number in ("+8613812345678", "008613812345678", "8613812345678", "138 1234 5678"):
        same = (await client.get(f"/api/v1/customers/by-number/{number}")).json()
        assert same["customer"]["customer_id"] == file["customer"]["customer_id"], number
    stranger = (await client.get("/api/v1/customers/by-number/13900001111")).json()
    assert (stranger["customer"], stranger["number"]) == (None, "139****1111")


async def test_the_time_line_comes_in_pages_without_holes(house):
    client = await house.client("1001")
    file = (await client.get("/api/v1/customers/by-number/13812345678")).json()
    path = f"/api/v1/customers/{file['customer']['customer_id']}/timeline"
    whole = (await client.get(path, params={"limit": 200})).json()["items"]
    paged, cursor = [], None
    while True:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(path, params=params)).json()
        paged += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [item["item_id"] for item in paged] == [item["item_id"] for item in whole]
    assert len(whole) > 4
    for bad in ("rubbish", "W10", "!!!!", "x" * 500):
        assert problem(await client.get(path, params={"cursor": bad})) == (422, "invalid")


async def test_customers_are_found_by_name_and_by_part_of_the_number(house):
    client = await house.client("1001")

    async def names(query: str) -> list[str]:
        answer = await client.get("/api/v1/customers", params={"q": query})
        return [item["name"] for item in answer.json()["items"]]

    assert "李明" in await names("李明")
    assert "李明" in await names("李")
    assert await names("12345678") == ["李明"]
    assert await names("123") == []  # three digits would list half of all
    assert await names("%") == []
    assert await names("' or 1=1 --") == []


async def test_customers_come_in_pages(house):
    client = await house.client("1001")
    found, cursor = [], None
    while True:
        params = {"q": "", "limit": 25} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/api/v1/customers", params=params)).json()
        found += [item["customer_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found))


async def test_a_new_customer_takes_number_and_call(house):
    await house.a_call("c9", number="13999990000")
    client = await house.client("1001")
    made = await client.post("/api/v1/customers", json={"name": "新客户", "call_id": "c9"})
    assert made.status_code == 201
    assert made.json()["number"] == "139****0000"
    call = (await client.get("/api/v1/calls/c9")).json()
    assert call["customer_name"] == "新客户"
    again = await client.post("/api/v1/customers", json={"name": "另一个", "number": "+86 139 9999 0000"})
    assert problem(again) == (409, "customer-exists")
    assert problem(await client.post("/api/v1/customers", json={"name": "  "})) == (422, "invalid")
    foreign = await (await house.client("1002")).post(
        "/api/v1/customers", json={"name": "x", "call_id": "c9"}
    )
    assert problem(foreign) == (403, "not-allowed")


async def test_what_came_of_a_call_is_kept_and_ends_the_wrap_up(house):
    await house.a_call()
    client = await house.client("1001")
    body = {
        "outcome": "RESOLVED",
        "note": "客户满意 😀",
        "finish": True,
        "follow_up_at": "2026-12-01T09:00:00+08:00",
    }
    answer = await client.put("/api/v1/calls/c1/result", json=body)
    assert (answer.status_code, answer.json()["note"]) == (200, "客户满意 😀")
    assert answer.json()["follow_up_at"] == "2026-12-01T01:00:00Z"
    assert house.desk.deeds == [("finish", "1001", "c1")]
    listed = (await client.get("/api/v1/calls")).json()["items"]
    assert listed[0]["call_id"] == "c1"
    assert listed[0]["result"] == "RESOLVED"
    body = {"outcome": "FOLLOW_UP", "note": "better"}
    assert (await client.put("/api/v1/calls/c1/result", json=body)).json()["result"] == "FOLLOW_UP"
    wrong = await client.put("/api/v1/calls/c1/result", json={"outcome": "NONSENSE"})
    assert problem(wrong) == (422, "invalid")
    naive = {"outcome": "RESOLVED", "follow_up_at": "2026-12-01T09:00:00"}
    assert problem(await client.put("/api/v1/calls/c1/result", json=naive)) == (422, "invalid")
    missing = await client.put("/api/v1/calls/none/result", json={"outcome": "RESOLVED"})
    assert problem(missing) == (404, "not-found")


async def test_agents_see_their_own_calls_and_supervisors_all(house):
    await house.a_call("c1", "1001")
    other, leader = await house.client("1002"), await house.client("2001")
    assert problem(await other.get("/api/v1/calls/c1")) == (403, "call-not-yours")
    assert problem(await other.put("/api/v1/calls/c1/result", json={"outcome": "RESOLVED"})) == (
        403,
        "call-not-yours",
    )
    assert problem(await other.get("/api/v1/calls", params={"mine": False})) == (403, "not-allowed")
    assert (await leader.get("/api/v1/calls/c1")).status_code == 200
    listed = (await leader.get("/api/v1/calls", params={"mine": False, "limit": 1})).json()
    assert listed["items"][0]["call_id"] == "c1"
    following = (
        await leader.get("/api/v1/calls", params={"mine": False, "cursor": listed["next_cursor"]})
    ).json()
    assert "c1" not in [item["call_id"] for item in following["items"]]
    assert len(following["items"]) >= 1


async def test_todays_figures(house):
    client = await house.client("1002")
    before = (await client.get("/api/v1/me")).json()["today"]
    await house.a_call("c1", "1002")
    house.ledger.append(OfferEnded("c2", "o1", "1002", "no-answer"), datetime.now(UTC))
    house.ledger.append(OfferEnded("c2", "o2", "1002", "declined"), datetime.now(UTC))
    house.ledger.append(OfferEnded("c2", "o3", "1001", "no-answer"), datetime.now(UTC))
    await house.ledger.flush()
    today = (await client.get("/api/v1/me")).json()["today"]
    assert (before["answered"], before["missed"]) == (0, 0)
    assert today == {"answered": 1, "talk_s_average": 30.0, "missed": 1}


async def test_a_ticket_in_two_clicks(house):
    await house.a_call()
    client = await house.client("1001")
    customer = (await client.get("/api/v1/customers/by-number/13812345678")).json()["customer"]
    new = {"customer_id": customer["customer_id"], "call_id": "c1", "type": "REPAIR", "title": "上门维修"}
    made = (await client.post("/api/v1/tickets", json=new)).json()
    day = f"{datetime.now(UTC).astimezone():%Y%m%d}"
    assert made["number"].startswith(f"T{day}-")
    assert (made["status"], made["customer_name"], made["recording_id"]) == ("NEW", "李明", "r-c1")
    assert (await client.get(f"/api/v1/tickets/{made['ticket_id']}")).json()["ticket"] == made
    listed = await client.get("/api/v1/tickets", params={"customer_id": customer["customer_id"], "limit": 1})
    assert listed.json()["items"][0]["number"] == made["number"]
    cursor = listed.json()["next_cursor"]
    rest = await client.get(
        "/api/v1/tickets", params={"customer_id": customer["customer_id"], "cursor": cursor}
    )
    assert made["number"] not in [item["number"] for item in rest.json()["items"]]
    file = (await client.get(f"/api/v1/customers/{customer['customer_id']}")).json()
    assert made["number"] in [ticket["number"] for ticket in file["open_tickets"]]
    for wrong, expected in (
        ({**new, "type": "NONE"}, (422, "invalid")),
        ({**new, "customer_id": "none"}, (404, "not-found")),
        ({**new, "call_id": "none"}, (404, "not-found")),
        ({**new, "title": ""}, (422, "invalid")),
    ):
        assert problem(await client.post("/api/v1/tickets", json=wrong)) == expected


async def test_ticket_numbers_are_unique_under_a_rush(house):
    client = await house.client("1001")
    new = {"type": "CONSULT", "title": "x"}
    answers = await asyncio.gather(*(client.post("/api/v1/tickets", json=new) for _ in range(20)))
    numbers = [answer.json()["number"] for answer in answers]
    assert len(set(numbers)) == 20


async def test_the_same_write_sent_twice_or_at_once_has_one_effect(house):
    client = await house.client("1001")
    new, key = {"type": "CONSULT", "title": "once"}, {"Idempotency-Key": "k-1"}
    answers = await asyncio.gather(*(client.post("/api/v1/tickets", json=new, headers=key) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["ticket_id"] for answer in answers}) == 1
    count = house.database.read_now(
        lambda s: s.scalar(select(func.count()).select_from(Ticket).where(Ticket.title == "once"))
    )
    assert count == 1
    other = await client.post("/api/v1/tickets", json={**new, "title": "two"}, headers=key)
    assert problem(other) == (409, "idempotency-conflict")
    body, path = {"outcome": "RESOLVED"}, "/api/v1/calls/c1/result"
    assert problem(await client.put(path, json=body, headers=key)) == (409, "idempotency-conflict")
    stranger = await house.client("1002")
    assert (await stranger.post("/api/v1/tickets", json=new, headers=key)).status_code == 201
    too_long = {"Idempotency-Key": "k" * 200}
    assert problem(await client.post("/api/v1/tickets", json=new, headers=too_long)) == (422, "invalid")


async def test_a_failed_write_may_be_sent_again_with_its_key(house):
    client = await house.client("1001")
    key = {"Idempotency-Key": "k-2"}
    result = {"outcome": "RESOLVED"}
    assert (await client.put("/api/v1/calls/c1/result", json=result, headers=key)).status_code == 404
    await house.a_call()
    assert (await client.put("/api/v1/calls/c1/result", json=result, headers=key)).status_code == 200


async def test_wishes_reach_the_desk_once(house):
    client = await house.client("1001")
    key = {"Idempotency-Key": "k-3"}
    answers = await asyncio.gather(
        *(client.put("/api/v1/agents/me/state", json={"state": "READY"}, headers=key) for _ in range(3))
    )
    assert [answer.json()["state"] for answer in answers] == ["READY"] * 3
    assert house.desk.deeds == [("state", "1001", "READY")]
    other = await client.put("/api/v1/agents/me/state", json={"state": "OFFLINE"}, headers=key)
    assert problem(other) == (409, "idempotency-conflict")
    house.desk.deeds.clear()
    for path in (
        "/offers/o1/decline",
        "/calls/c1/hold",
        "/calls/c1/resume",
        "/calls/c1/activate",
        "/calls/c1/hang-up",
    ):
        assert (await client.post(f"/api/v1{path}")).status_code == 204
    assert [deed[0] for deed in house.desk.deeds] == ["decline", "hold", "resume", "activate", "hang-up"]
    assert problem(await client.post("/api/v1/offers/closed/decline")) == (409, "offer-closed")
    assert problem(await client.post("/api/v1/calls/foreign/hold")) == (403, "call-not-yours")
    bad = await client.put("/api/v1/agents/me/state", json={"state": "ASLEEP"})
    assert problem(bad) == (422, "invalid")


async def test_a_recording_is_played_only_to_whom_it_concerns_and_that_is_noted(house):
    await house.a_call()
    mine, other, leader = [await house.client(name) for name in ("1001", "1002", "2001")]
    view = (await mine.get("/api/v1/recordings/r-c1")).json()
    assert (view["call_id"], view["state"]) == ("c1", "OPEN")
    assert problem(await other.get("/api/v1/recordings/r-c1/audio")) == (403, "call-not-yours")
    sound = await leader.get("/api/v1/recordings/r-c1/audio")
    assert (sound.content, sound.headers["content-type"]) == (b"OggS of r-c1", "audio/ogg")
    assert problem(await mine.get("/api/v1/recordings/none")) == (404, "not-found")
    played = house.database.read_now(
        lambda s: s.scalars(select(AuditRow).where(AuditRow.action == "recording.played")).all()
    )
    assert [(row.user_id, row.subject) for row in played] == [("2001", "r-c1")]


async def test_live_messages_with_cursor_and_an_end(house):
    client = await house.client("1001")
    headers = {"Authorization": client.headers["Authorization"]}
    uri = f"wss://localhost:{house.server.port}/api/v1/live?cursor=41"
    async with websockets.connect(uri, ssl=house.tls, additional_headers=headers) as socket:
        assert live_message.validate_json(await socket.recv()).cursor == 41
        queue = (await house.desk.queues())[0]
        house.desk.outgoing.put_nowait(QueueChanged(cursor=42, queue=queue))
        assert live_message.validate_json(await socket.recv()) == QueueChanged(cursor=42, queue=queue)
        await socket.ping()
        house.desk.outgoing.put_nowait(None)  # the desk ends a slow reader
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1013
    assert house.desk.subscribed == [("1001", 41)]
    assert house.desk.ended == 1


async def test_live_is_refused_without_a_token_and_ends_when_the_desktop_leaves(house):
    uri = f"wss://localhost:{house.server.port}/api/v1/live"
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with websockets.connect(uri, ssl=house.tls):
            pass
    assert refused.value.response.status_code == 401
    assert json.loads(refused.value.response.body or b"")["error_id"] == "not-signed-in"
    client = await house.client("admin")
    headers = {"Authorization": client.headers["Authorization"]}
    async with websockets.connect(uri, ssl=house.tls, additional_headers=headers) as socket:
        await socket.recv()
    async with asyncio.timeout(5):
        while house.desk.ended == 0:
            await asyncio.sleep(0.01)
    assert house.desk.subscribed == [(None, 0)]  # an administrator is no agent


async def test_one_port_speaks_tls_and_to_this_machine_plain_http(house):
    async with httpx.AsyncClient() as plain:
        answer = await plain.get(f"http://127.0.0.1:{house.server.port}/healthz")
    assert answer.json() == {"status": "ok", "version": "0.1.0"}
    client = await house.client()
    assert (await client.get("/healthz")).json()["status"] == "ok"
    reader, writer = await asyncio.open_connection("127.0.0.1", house.server.port)
    writer.write(b"\x16\x03\x01rubbish that is no handshake\x00" * 20)
    await reader.read()
    writer.close()
    assert (await client.get("/readyz")).json()["status"] == "ready"
    metrics = (await client.get("/metrics")).text
    assert 'seatline_queue_waiting{queue="sales"} 3' in metrics
    assert "/api/v1/customers/{customer_id}" in (await client.get("/openapi.json")).json()["paths"]


async def test_limits_and_rubbish_are_answered_with_problems(house):
    client = await house.client("1001")
    big = await client.post("/api/v1/tickets", content=b"x" * 1_100_000)
    assert problem(big) == (413, "too-large")

    async def endless():
        for _ in range(30):
            yield b"x" * 50_000

    assert problem(await client.post("/api/v1/tickets", content=endless())) == (413, "too-large")
    assert problem(await client.post("/api/v1/tickets", content=b"{not json")) == (422, "invalid")
    long_note = {"outcome": "RESOLVED", "note": "x" * 9000}
    assert problem(await client.put("/api/v1/calls/c1/result", json=long_note)) == (422, "invalid")
    assert problem(await client.get("/api/v1/nothing")) == (404, "not-found")
    assert problem(await client.delete("/api/v1/me")) == (405, "method-not-allowed")
    assert problem(await client.get("/api/v1/calls", params={"limit": 100000})) == (422, "invalid")
    assert problem(await client.get("/api/v1/tickets/%00")) in [(404, "not-found"), (422, "invalid")]


async def test_a_taken_port_is_said_with_what_to_do(house, tmp_path):
    certificate = load_certificate(tmp_path)
    second = ApiServer(
        lambda *_: None, "127.0.0.1", house.server.port, certificate.certificate, certificate.key
    )
    with pytest.raises(ApiStartError, match=f"Port {house.server.port} is used by another program"):
        await second.start()


async def test_stopping_takes_at_most_two_seconds_with_open_desktops(house):
    client = await house.client("1001")
    headers = {"Authorization": client.headers["Authorization"]}
    uri = f"wss://localhost:{house.server.port}/api/v1/live"
    loop = asyncio.get_running_loop()
    async with websockets.connect(uri, ssl=house.tls, additional_headers=headers) as socket:
        await socket.recv()
        started = loop.time()
        await house.server.stop()
        assert loop.time() - started < 2.0
        with pytest.raises(websockets.ConnectionClosed):
            await socket.recv()


async def test_plain_http_from_elsewhere_is_told_to_use_https(house, monkeypatch):
    monkeypatch.setattr("app.server.api.server._is_loopback", lambda peer: False)
    async with httpx.AsyncClient() as plain:
        answer = await plain.get(f"http://127.0.0.1:{house.server.port}/healthz")
    assert answer.status_code == 400
    assert "https://" in answer.text
    client = await house.client()
    assert (await client.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    ("peer", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.0.7", False),
        ("fe80::1%eth0", False),
    ],
)
def test_which_peers_are_on_this_machine(peer, here):
    assert _is_loopback(peer) is here


async def test_trouble_with_the_database_is_a_sentence_and_calls_can_still_be_ended(house):
    """Imitated by holding the writer's lock: the API must answer in time, whatever the reason."""
    client = await house.client("1001")
    with house.database.connection():
        answer = await client.post("/api/v1/tickets", json={"type": "CONSULT", "title": "x"})
        hung_up = await client.post("/api/v1/calls/c1/hang-up", headers={"Idempotency-Key": "h"})
    assert problem(answer) == (503, "storage-busy")
    assert "Try again" in answer.json()["detail"]
    assert hung_up.status_code == 204
    async with asyncio.timeout(20):  # others waited for the lock as well
        while (
            retry := await client.post("/api/v1/tickets", json={"type": "CONSULT", "title": "x"})
        ).is_error:
            assert problem(retry) == (503, "storage-busy")
    assert retry.status_code == 201


async def test_who_is_on_call_sees_alarms_and_lines_and_agents_do_not(house: House) -> None:
    house.alarms.raise_alarm("recording-journal", 'Recordings cannot be written to "/x"')
    house.alarms.trunk("telecom", False, "no answer")
    agent = await house.client("1001")
    assert problem(await agent.get("/api/v1/operations")) == (403, "not-allowed")
    admin = await house.client("admin")
    seen = (await admin.get("/api/v1/operations")).json()
    assert [alarm["error_id"] for alarm in seen["alarms"]] == ["recording-journal"]
    assert [(line["trunk_id"], line["up"]) for line in seen["trunks"]] == [("telecom", False)]
    figures = (await admin.get("/metrics")).text
    assert 'seatline_alarm{error_id="recording-journal"} 1' in figures
    assert 'seatline_trunk_up{trunk="telecom"} 0' in figures
