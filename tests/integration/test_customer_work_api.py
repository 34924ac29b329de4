"""The work with many customers over the network: a supervisor's day, and what nobody should send."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from openpyxl import load_workbook

from tests.doubles.api_house import House

API = "/api/v1"
VIP = {"conditions": [{"field": "level", "op": "is", "value": "VIP"}]}


async def until(ask: Callable[[], Awaitable[Any]], good: Callable[[Any], bool], wait_s: float = 20.0) -> Any:
    async with asyncio.timeout(wait_s):
        while not good(found := await ask()):
            await asyncio.sleep(0.1)
    return found


async def test_a_supervisor_s_day(house: House) -> None:
    lead, agent = await house.client("2001"), await house.client("1001")

    # a segment, by a filter that was counted first
    counted = (await lead.post(f"{API}/segments/count", json=VIP)).json()
    assert counted["complete"] and counted["count"] >= 1 and "****" in counted["first"][0]["number"]
    key = {"Idempotency-Key": "s1"}
    new = {"name": "贵宾", "filter": VIP, "shared": True}
    made = await lead.post(f"{API}/segments", json=new, headers=key)
    assert made.status_code == 201
    assert (await lead.post(f"{API}/segments", json=new, headers=key)).json() == made.json()
    segment_id = made.json()["segment_id"]
    page = (await agent.get(f"{API}/segments/{segment_id}/customers", params={"limit": 1})).json()
    assert len(page["items"]) == 1 and page["items"][0]["level"] == "VIP"
    by_filter = (await agent.post(f"{API}/segments/customers", params={"limit": 1}, json=VIP)).json()
    assert by_filter == page

    async def segments() -> Any:
        return (await agent.get(f"{API}/segments")).json()

    known = await until(segments, lambda found: all(each["count"] is not None for each in found))
    [listed] = [each for each in known if each["segment_id"] == segment_id]
    assert listed["count"] == counted["count"] and not listed["mine"]

    # tags by rule
    rule = {"name": "贵宾", "tag": "VIP服务", "filter": VIP}
    tested = (await lead.post(f"{API}/tag-rules/test", json=rule)).json()
    assert tested["would_get"] == counted["count"]
    assert (await lead.post(f"{API}/tag-rules", json=rule)).status_code == 201

    async def tagged() -> Any:
        wanted = {"conditions": [{"field": "tags", "op": "has", "value": "VIP服务"}]}
        return (await lead.post(f"{API}/segments/count", json=wanted)).json()["count"]

    await until(tagged, lambda count: count == counted["count"])

    # in and out
    file = ("展会.csv", "姓名,手机\n金小宝,13900001234\n金小宝,13900001234\n".encode("gbk"), "text/csv")
    uploaded = await lead.post(f"{API}/customers/imports", files={"file": file})
    assert uploaded.status_code == 201, uploaded.text
    import_id = uploaded.json()["import_id"]
    targets = [column["target"] for column in uploaded.json()["columns"]]
    mapped = await lead.put(f"{API}/customers/imports/{import_id}/mapping", json={"targets": targets})
    assert (mapped.json()["would_create"], mapped.json()["would_update"]) == (1, 1)
    assert (await lead.post(f"{API}/customers/imports/{import_id}/run")).status_code == 200

    async def imported() -> Any:
        return (await lead.get(f"{API}/customers/imports/{import_id}")).json()

    done = await until(imported, lambda view: view["state"] == "DONE")
    assert done["created"] == 1
    wish = {"format": "xlsx", "segment_id": segment_id, "reason": "回访"}
    exported = await lead.post(f"{API}/customers/export", json=wish)
    assert exported.status_code == 200 and ".xlsx" in exported.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(exported.content)).active
    assert sheet is not None and sheet.max_row == counted["count"] + 1

    # one person, two files
    for name in ("金小宝", "金 小宝"):
        body = {"name": name, "number": "13900005678", "shares_number": True}
        assert (await agent.post(f"{API}/customers", json=body)).status_code == 201

    async def duplicates() -> Any:
        return (await lead.get(f"{API}/customers/duplicates")).json()["items"]

    found = await until(
        duplicates, lambda items: any(each["first"]["name"].startswith("金") for each in items)
    )
    pair = next(each for each in found if each["first"]["name"].startswith("金"))
    ids = {"survivor_id": pair["first"]["customer_id"], "other_id": pair["second"]["customer_id"]}
    merged = await lead.post(f"{API}/customers/merges", json=ids)
    assert merged.status_code == 201
    again = await lead.post(f"{API}/customers/merges", json=ids)
    assert (again.status_code, again.json()["error_id"]) == (409, "already-merged")
    [listed] = (await lead.get(f"{API}/customers/merges", params={"customer_id": ids["other_id"]})).json()[
        "items"
    ]
    undone = await lead.post(f"{API}/customers/merges/{listed['merge_id']}/undo")
    assert undone.json()["undone"]


async def test_agents_are_kept_out_of_what_supervisors_do(house: House) -> None:
    agent = await house.client("1001")
    rule = {"name": "x", "tag": "x", "filter": VIP}
    file = {"file": ("x.csv", b"name,phone\nA,13800000000\n", "text/csv")}
    for refused in (
        await agent.post(f"{API}/customers/export", json={"reason": "x"}),
        await agent.post(f"{API}/customers/imports", files=file),
        await agent.get(f"{API}/customers/imports"),
        await agent.get(f"{API}/customers/duplicates"),
        await agent.post(f"{API}/customers/merges", json={"survivor_id": "a", "other_id": "b"}),
        await agent.get(f"{API}/customers/merges"),
        await agent.get(f"{API}/tag-rules"),
        await agent.post(f"{API}/tag-rules", json=rule),
        await agent.post(f"{API}/tag-rules/test", json=rule),
        await agent.post(f"{API}/segments", json={"name": "x", "filter": VIP, "shared": True}),
    ):
        assert (refused.status_code, refused.json()["error_id"]) == (403, "not-allowed"), refused.url
    stranger = await house.client()
    for path in ("segments", "segments/fields", "tag-rules", "customers/duplicates", "customers/imports"):
        assert (await stranger.get(f"{API}/{path}")).status_code == 401, path


NASTY = [
    "x\x00y", "\ud800", "\ufffe", "'; drop table customers; --", "%_\\", "x" * 5000, 10**400, -(2**63) - 1,
    1e308, True, None, [], ["a"] * 500, {"a": "b"}, "2026-13-45",
]  # fmt: skip


def nested(levels: int) -> str:
    return '{"groups":[' * levels + "{}" + "]}" * levels


OF_EACH_KIND = ("name", "level", "tags", "number", "since", "value_cents", "calls.last_at", "note")


async def test_nothing_that_is_sent_breaks_the_server(house: House) -> None:
    admin = await house.client("admin")
    broken: list[Any] = []

    async def send(method: str, path: str, body: Any) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        headers = {"Content-Type": "application/json"}
        answer = await admin.request(
            method, f"{API}/{path}", content=text.encode("utf-8", "replace"), headers=headers
        )
        if answer.status_code >= 500 or not 200 <= answer.status_code < 500:
            broken.append((method, path, text[:80], answer.status_code))

    ops = ["is", "contains", "at_least", "within_days", "has", "starts_with", "is_not"]
    for place, field in enumerate((*OF_EACH_KIND, "\ud800", "field.\x00")):
        for offset, value in enumerate(NASTY):
            op = ops[(place + offset) % len(ops)]
            await send("POST", "segments/count", {"conditions": [{"field": field, "op": op, "value": value}]})
    for value in NASTY:
        await send("POST", "segments", {"name": value, "filter": VIP})
        await send("POST", "tag-rules/test", {"name": "x", "tag": value, "filter": VIP})
        await send("POST", "tag-rules", {"name": value, "tag": "x", "filter": VIP})
        await send("POST", "customers/merges", {"survivor_id": value, "other_id": "b", "take": [value]})
        await send("POST", "customers/duplicates/x/dismiss", {"reason": value})
        await send("PUT", "customers/imports/x/mapping", {"targets": [value]})
        await send("POST", "customers/export", {"reason": value, "columns": [value]})
        await send("POST", "customers/export", {"reason": "x", "segment_id": value})
    for levels in (4, 100, 2000):
        await send("POST", "segments/count", nested(levels))
    for text in (
        "{",
        '{"conditions": [{"field": "loyalty", "op": "is", "value": NaN}]}',
        "[]",
        "null",
        "\x00",
    ):
        await send("POST", "segments/count", text)
    for path in ("%00", "%ED%A0%80", "x" * 500, "..%2f", "%F0%9F%98%80"):
        await send("DELETE", f"segments/{path}", "")
        await send("DELETE", f"tag-rules/{path}", "")
        await send("POST", f"customers/imports/{path}/run", {})
        await send("POST", f"customers/merges/{path}/undo", {})
        await send("POST", f"customers/duplicates/{path}/dismiss", {})
        await send("GET", f"segments/{path}/customers", "")
        await send("GET", f"customers/merges?customer_id={path}&cursor={path}", "")
        await send("GET", f"customers/duplicates?cursor={path}", "")
    for name, content in (
        ("\x00", b"\x00" * 100),
        ("x" * 900, b"PK\x03\x04junk"),
        ("a.csv", b"\xff\xfe\x00"),
    ):
        answer = await admin.post(f"{API}/customers/imports", files={"file": (name, content)})
        if answer.status_code != 422:
            broken.append(("upload", name[:10], answer.status_code))
    assert broken == []


async def test_every_operation_says_what_it_takes_with_an_example(house: House) -> None:
    described = (await (await house.client()).get("/openapi.json")).json()["paths"]
    for path in (
        "segments",
        "segments/count",
        "tag-rules",
        "tag-rules/test",
        "customers/export",
        "customers/merges",
    ):
        content = described[f"{API}/{path}"]["post"]["requestBody"]["content"]["application/json"]
        assert content["examples"], path
        for example in content["examples"].values():
            assert example["value"], path


async def test_examples_of_the_description_are_accepted(house: House) -> None:
    admin: httpx.AsyncClient = await house.client("admin")
    described = (await admin.get("/openapi.json")).json()["paths"]
    for path in ("segments", "segments/count", "tag-rules/test"):
        content = described[f"{API}/{path}"]["post"]["requestBody"]["content"]["application/json"]
        for name, example in content["examples"].items():
            answer = await admin.post(f"{API}/{path}", json=example["value"])
            assert answer.status_code in (200, 201), (path, name, answer.text)
