"""Tickets over HTTP: in full, changed by two at once, files attached, and desktops that hear of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import httpx
import pytest

from app.contracts.live import TicketsChanged
from app.contracts.tickets import TicketFile
from app.server.security.attachments import AttachmentInfectedError
from tests.doubles.api_house import House, open_house

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 400
NEW = {"type": "REPAIR", "title": "冰箱漏水", "assign": "none"}


@pytest.fixture
async def house(filled_with_types, tmp_path) -> AsyncIterator[House]:
    database = filled_with_types.copy(tmp_path, busy_timeout_s=2.0)
    async with open_house(database, filled_with_types.content, tmp_path) as opened:
        yield opened
    database.close_now()


async def sent(client: httpx.AsyncClient, method: str, path: str, body: object = None, **more: str) -> dict:
    answer = await client.request(method, f"/api/v1{path}", json=body, headers=more)
    assert answer.status_code < 300, answer.text
    return answer.json()


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error_id"]


async def test_a_ticket_is_opened_by_its_id_and_by_the_number_somebody_reads_out(house):
    client = await house.client("1001")
    ticket = await sent(client, "POST", "/tickets", {**NEW, "fields": {"model": "BCD-500"}})
    assert (ticket["department"], ticket["type_name"], ticket["status_name"]) == ("售后组", "报修", "新建")
    file = TicketFile.model_validate(await sent(client, "GET", f"/tickets/{ticket['ticket_id']}"))
    assert file.fields == {"model": "BCD-500"}
    assert file.checklist[0].name.zh == "与客户确认上门时间"
    assert [move.to_state for move in file.moves][:2] == ["ASSIGNED", "IN_PROGRESS"]
    by_number = await sent(client, "GET", f"/tickets/{ticket['number'].lower()}", **{"Accept-Language": "en"})
    assert (by_number["ticket"]["status_name"], by_number["ticket"]["type_name"]) == ("New", "Repair")
    assert refused(await client.get("/api/v1/tickets/T20200101-9999")) == (404, "not-found")


async def test_the_second_of_two_gets_what_the_first_made_of_it(house):
    first, second = await house.client("1001"), await house.client("2001")
    ticket = await sent(first, "POST", "/tickets", NEW)
    path = f"/api/v1/tickets/{ticket['ticket_id']}"
    await sent(
        first, "PATCH", path.removeprefix("/api/v1"), {"version": 1, "title": "First", "priority": "HIGH"}
    )
    merged = await second.patch(path, json={"version": 1, "text": "Second's text"})
    assert (merged.json()["title"], merged.json()["text"]) == ("First", "Second's text")
    conflict = await second.patch(path, json={"version": 1, "title": "Second", "tags": ["x"]})
    assert refused(conflict) == (409, "ticket-changed")
    assert conflict.json()["changed"] == ["title"]
    assert TicketFile.model_validate(conflict.json()["present"]).ticket.title == "First"
    assert (await sent(first, "GET", f"/tickets/{ticket['ticket_id']}"))["ticket"]["tags"] == []


async def test_what_is_sent_twice_is_done_once(house):
    client = await house.client("1001")
    ticket = await sent(client, "POST", "/tickets", NEW)
    path = f"/tickets/{ticket['ticket_id']}"
    for _ in range(2):
        await sent(client, "POST", f"{path}/comments", {"text": "只说一次"}, **{"Idempotency-Key": "c-1"})
        wish = {"version": ticket["version"], "to_state": "IN_PROGRESS"}
        await sent(client, "POST", f"{path}/move", {**wish, "version": 2}, **{"Idempotency-Key": "m-1"})
    file = await sent(client, "GET", path)
    assert len(file["comments"]) == 1
    assert [event["after"] for event in file["history"] if event["field"] == "status"] == ["处理中", "新建"]


async def test_a_file_is_attached_read_back_and_kept_from_those_who_may_not(house, tmp_path):
    client = await house.client("1001")
    ticket = await sent(client, "POST", "/tickets", NEW)
    path = f"/api/v1/tickets/{ticket['ticket_id']}/attachments"
    key = {"Idempotency-Key": "f-1"}
    for _ in range(2):
        answer = await client.post(path, files={"file": ("../故障 照片.exe", PNG)}, headers=key)
        assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["name"], made["media_type"], made["size_bytes"]) == (
        "故障 照片.exe.png",
        "image/png",
        len(PNG),
    )
    file = await client.get(f"{path}/{made['attachment_id']}")
    assert file.content == PNG
    assert file.headers["content-type"] == "image/png"
    assert file.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in file.headers["content-security-policy"]
    on_disk = [each for each in (tmp_path / "attachments").rglob("*") if each.is_file()]
    assert len(on_disk) == 1, "the same request again leaves no second file behind"
    assert b"PNG" not in on_disk[0].read_bytes()
    assert refused(await client.get(f"{path}/nothing")) == (404, "not-found")
    stranger = await house.client()
    assert (await stranger.get(f"{path}/{made['attachment_id']}")).status_code == 401
    other = await house.client("1002")  # another department: reads, removes nothing
    assert (await other.get(f"{path}/{made['attachment_id']}")).status_code == 200
    assert (await other.delete(f"{path}/{made['attachment_id']}")).status_code == 403
    assert (await client.delete(f"{path}/{made['attachment_id']}")).status_code == 204
    assert not [each for each in (tmp_path / "attachments").rglob("*") if each.is_file()]


@pytest.mark.parametrize(
    ("content", "status", "error_id"),
    [
        (b"MZ\x90\0 a program", 422, "attachment-kind"),
        (b"", 422, "invalid"),
        (PNG + b"\0" * (20 * 1024 * 1024), 413, "too-large"),
        (b"EICAR", 422, "attachment-infected"),
    ],
)
async def test_files_that_are_not_taken_leave_nothing_behind(house, tmp_path, content, status, error_id):
    def scan(file):
        if file.read(5) == b"EICAR":
            raise AttachmentInfectedError

    house.work.attachments._scan = scan
    client = await house.client("1001")
    ticket = await sent(client, "POST", "/tickets", NEW)
    path = f"/api/v1/tickets/{ticket['ticket_id']}/attachments"
    assert refused(await client.post(path, files={"file": ("a.txt", content)})) == (status, error_id)
    assert not list(tmp_path.rglob("attachments/*/*"))
    assert (await sent(client, "GET", f"/tickets/{ticket['ticket_id']}"))["attachments"] == []


async def test_who_may_take_files_and_links_away_is_told_so_and_the_history_keeps_them(house):
    mine, other, lead = [await house.client(name) for name in ("1001", "1002", "2001")]
    ticket, second = [await sent(mine, "POST", "/tickets", NEW) for _ in "12"]
    path = f"/tickets/{ticket['ticket_id']}"
    answer = await mine.post(f"/api/v1{path}/attachments", files={"file": ("照片.png", PNG)})
    assert answer.json()["may_remove"]
    await sent(mine, "POST", f"{path}/links", {"kind": "related", "target": second["number"]})

    async def may(client: httpx.AsyncClient) -> tuple[bool, bool]:
        file = TicketFile.model_validate(await sent(client, "GET", path))
        return file.attachments[0].may_remove, file.links[0].may_remove

    assert [await may(client) for client in (mine, other, lead)] == [
        (True, True),
        (False, False),
        (True, True),
    ]
    attachment = (await sent(mine, "GET", path))["attachments"][0]["attachment_id"]
    assert (await lead.delete(f"/api/v1{path}/attachments/{attachment}")).status_code == 204
    await sent(mine, "DELETE", f"{path}/links/related/{second['ticket_id']}")
    file = TicketFile.model_validate(await sent(mine, "GET", path))
    assert file.attachments == [] and file.links == []
    gone = [(each.field, each.before, each.after) for each in file.history[:2]]
    assert gone == [("related", second["number"], ""), ("attachment", "照片.png", "")]


async def test_lists_counts_board_and_views_as_a_desktop_asks_for_them(house):
    client = await house.client("2001")
    for number in range(3):
        await sent(client, "POST", "/tickets", {**NEW, "title": f"第{number}张", "tags": ["批次"]})
    query = "status=NEW&kind=NEW&kind=OPEN&tag=批次&sort=priority&limit=2&late=false"
    page = await sent(client, "GET", f"/tickets?{query}")
    rest = await sent(client, "GET", f"/tickets?{query}&cursor={page['next_cursor']}")
    assert [each["title"] for each in page["items"] + rest["items"]] == ["第0张", "第1张", "第2张"]
    board = await sent(client, "GET", "/tickets/board?type=REPAIR&tag=批次")
    assert {each["state"]["code"]: each["count"] for each in board["columns"]}["NEW"] == 3
    counts = await sent(client, "GET", "/tickets/counts")
    assert counts["by_status"]["NEW"] >= 3
    view = {"name": "批次", "query": {"tag": ["批次"]}, "shared": True}
    saved = await sent(client, "POST", "/tickets/views", view)
    agent = await house.client("1001")
    assert {each["name"] for each in await sent(agent, "GET", "/tickets/views")} == {
        "批次",
        "已超时",
        "紧急未结",
    }
    assert (await client.delete(f"/api/v1/tickets/views/{saved['view_id']}")).status_code == 200
    kinds = [each["code"] for each in await sent(agent, "GET", "/tickets/types")]
    assert kinds == ["CONSULT", "REPAIR", "REFUND", "COMPLAINT"]
    assert len(await sent(agent, "GET", "/tickets/macros")) == 3
    assert refused(await client.get("/api/v1/tickets?cursor=zzz")) == (422, "invalid")
    assert refused(await client.get("/api/v1/tickets?sort=odd")) == (422, "invalid")
    bulk = {"ticket_ids": [each["number"] for each in page["items"]] + ["none"], "to_state": "IN_PROGRESS"}
    done = await sent(client, "POST", "/tickets/bulk", bulk)
    assert (len(done["done"]), list(done["refused"])) == (2, ["none"])


async def test_a_type_is_changed_by_administrators_alone_and_only_to_what_works(house):
    admin, agent = await house.client("admin"), await house.client("2001")
    view = next(each for each in await sent(admin, "GET", "/tickets/types") if each["code"] == "REFUND")
    assert refused(await agent.put("/api/v1/tickets/types/REFUND", json=view)) == (403, "not-allowed")
    dead = {**view, "moves": [move for move in view["moves"] if move["from_state"] != "APPROVED"]}
    answer = await admin.put("/api/v1/tickets/types/REFUND", json=dead)
    assert refused(answer) == (422, "ticket-type")
    assert "states.APPROVED" in answer.json()["detail"]
    renamed = {**view, "name": {"code": "REFUND", "zh": "退款申请", "en": "Refund"}}
    await sent(admin, "PUT", "/tickets/types/REFUND", renamed)
    made = await sent(agent, "POST", "/tickets", {**NEW, "type": "REFUND"})
    assert made["type_name"] == "退款申请"


async def test_desktops_hear_which_tickets_changed_at_most_once_a_second(house):
    told: list[tuple[float, TicketsChanged]] = []
    loop = asyncio.get_running_loop()
    house.desk.tell_all = lambda message: told.append((loop.time(), message))
    client = await house.client("2001")
    made = [await sent(client, "POST", "/tickets", NEW) for _ in range(6)]
    async with asyncio.timeout(10):
        while {each for _, message in told for each in message.ticket_ids} != {m["ticket_id"] for m in made}:
            await asyncio.sleep(0.05)
    gaps = [after - before for (before, _), (after, _) in pairwise(told)]
    assert all(gap >= 0.99 for gap in gaps)
    count = len(told)
    refused_one = await client.post("/api/v1/tickets", json={**NEW, "type": "NONE"})
    assert refused_one.status_code == 422
    await asyncio.sleep(1.2)
    assert len(told) == count, "what was not written is not told"


async def test_who_is_signed_in_is_on_duty(house):
    client = await house.client("2001")
    house.work.tickets.duty.on_shift = lambda: {"1001"}
    made = await sent(client, "POST", "/tickets", {"type": "COMPLAINT", "title": "态度不好"})
    assert (made["assigned_to"], made["status"], made["accepted"]) == ("1001", "ASSIGNED", False)
    agent = await house.client("1001")
    answer = {"version": made["version"], "accept": False, "reason": "不归我管"}
    back = await sent(agent, "POST", f"/tickets/{made['ticket_id']}/accept", answer)
    assert (back["assigned_to"], back["status"]) == (None, "NEW")
