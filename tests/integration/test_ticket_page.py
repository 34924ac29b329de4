"""The customer's page and JSON of a ticket, over HTTP and in a real browser without scripts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.server.api.page_templates import PageTemplates
from app.server.storage.tables import Ticket
from tests.doubles.api_house import House, open_house
from tests.doubles.browser import Browser, browser

__all__ = ["browser"]
PAGES = Path(__file__).parents[2] / "resources" / "pages"


@dataclass
class Shop:
    house: House
    agent: httpx.AsyncClient
    customer: httpx.AsyncClient
    ticket_id: str
    number: str
    code: str

    async def file(self) -> dict[str, Any]:
        return (await self.agent.get(f"/api/v1/tickets/{self.ticket_id}")).json()

    async def say(self, text: str, *, to_customer: bool) -> None:
        wish = {"text": text, "for_customer": to_customer}
        answer = await self.agent.post(f"/api/v1/tickets/{self.ticket_id}/comments", json=wish)
        assert answer.status_code < 300, answer.text

    async def move(self, to_state: str, **more: str) -> None:
        version = (await self.file())["ticket"]["version"]
        wish = {"version": version, "to_state": to_state} | more
        answer = await self.agent.post(f"/api/v1/tickets/{self.ticket_id}/move", json=wish)
        assert answer.status_code < 300, answer.text

    def page(self, code: str = "", **more: str) -> str:
        query = "&".join(f"{name}={value}" for name, value in {"code": code or self.code, **more}.items())
        return f"/t/{self.number}?{query}"


@pytest.fixture
async def shop(filled_sqlite, tmp_path) -> AsyncIterator[Shop]:
    database = filled_sqlite.copy(tmp_path, busy_timeout_s=5.0)
    async with open_house(database, filled_sqlite.content, tmp_path) as house:
        agent = await house.client("1001")
        base = f"http://127.0.0.1:{house.server.port}"
        async with httpx.AsyncClient(
            base_url=base, timeout=20, headers={"Accept-Language": "zh"}
        ) as customer:
            wish = {"type": "REPAIR", "title": "净水器漏水 <b>&", "assign": "none"}
            made = (await agent.post("/api/v1/tickets", json=wish)).json()
            file = (await agent.get(f"/api/v1/tickets/{made['ticket_id']}")).json()
            yield Shop(house, agent, customer, made["ticket_id"], made["number"], file["check_code"])
    database.close_now()


async def test_number_and_code_open_it_and_what_is_said_inside_stays_inside(shop):
    await shop.say("客户脾气急", to_customer=False)
    await shop.say("师傅周二到", to_customer=True)
    page = await shop.customer.get(shop.page())
    assert page.status_code == 200
    assert "师傅周二到" in page.text and "客户脾气急" not in page.text
    assert "净水器漏水 &lt;b&gt;&amp;" in page.text
    told = (await shop.customer.get(f"/api/v1/public/tickets/{shop.number}?code={shop.code}")).json()
    assert [each["text"] for each in told["comments"]] == ["师傅周二到"]
    assert {"assigned_to", "created_by", "customer_name"}.isdisjoint(told)


async def test_nobody_keeps_or_frames_it_and_no_script_runs(shop):
    headers = (await shop.customer.get(shop.page())).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["cache-control"] == "private, no-store"
    assert headers["referrer-policy"] == "no-referrer" and headers["x-frame-options"] == "DENY"
    assert "noindex" in headers["x-robots-tag"]
    for template in PAGES.glob("*.html"):
        text = template.read_text("utf-8")
        assert "<script" not in text and " style=" not in text and not re.search(r"\son[a-z]+=", text)


async def test_as_people_type_it(shop):
    digits = shop.number.removeprefix("T").replace("-", "")
    for number in (shop.number.lower(), f"t{digits}", digits, f" {shop.number} "):
        form = {"number": number, "code": f" {shop.code[:5]}-{shop.code[5:].lower()} ", "lang": "zh"}
        answer = await shop.customer.post("/t", data=form)
        assert answer.status_code == 303, number
        page = await shop.customer.get(f"/{answer.headers['location']}")
        assert page.status_code == 200 and shop.number in page.text


async def test_a_wrong_number_and_a_wrong_code_look_the_same(shop):
    other = "T20200101-0001"
    pages = [
        await shop.customer.get(shop.page("AAAAAAAAAA")),
        await shop.customer.get(f"/t/{other}?code={shop.code}"),
        await shop.customer.get(f"/t/{other}?code=AAAAAAAAAA"),
    ]
    assert {page.status_code for page in pages} == {404}
    texts = {re.sub(r"T\d{8}-\d+", "T", re.sub(r'value="[^"]*"', "", page.text)) for page in pages}
    assert len(texts) == 1
    problems = [
        (await shop.customer.get(f"/api/v1/public/tickets/{number}?code={code}")).json()
        for number, code in ((shop.number, "AAAAAAAAAA"), (other, shop.code), ("x", ""), (shop.number, ""))
    ]
    assert all(each == problems[0] for each in problems)
    assert problems[0]["error_id"] == "ticket-unknown"


async def test_who_guesses_has_to_wait_even_with_the_right_code(shop):
    for number in range(10):
        assert (await shop.customer.get(shop.page(f"WRNG{number:06}"))).status_code == 404
    blocked = await shop.customer.get(shop.page())
    assert blocked.status_code == 429 and int(blocked.headers["retry-after"]) > 60
    assert "分钟后再试" in blocked.text
    problem = await shop.customer.get(f"/api/v1/public/tickets/{shop.number}?code={shop.code}")
    assert problem.json()["error_id"] == "too-many-tries" and "retry-after" in problem.headers


async def test_an_answer_moves_a_ticket_that_waited_and_is_kept_once(shop):
    await shop.move("IN_PROGRESS")
    await shop.move("WAITING", reason="等照片")
    form = {"code": shop.code, "lang": "zh", "text": "照片已发到邮箱"}
    for _ in range(2):
        answer = await shop.customer.post(f"/t/{shop.number}/answer", data=form)
        assert answer.status_code == 303
    file = await shop.file()
    assert file["ticket"]["status"] == "IN_PROGRESS"
    said = [each for each in file["comments"] if each["from_customer"]]
    assert [each["text"] for each in said] == ["照片已发到邮箱"]
    empty = await shop.customer.post(f"/t/{shop.number}/answer", data=form | {"text": "  "})
    assert empty.status_code == 409 and "请先写点内容" in empty.text
    wrong = await shop.customer.post(f"/t/{shop.number}/answer", data=form | {"code": "AAAAAAAAAA"})
    assert wrong.status_code == 404


async def test_solved_confirms_and_not_solved_opens_it_again(shop):
    way = f"/api/v1/public/tickets/{shop.number}/satisfaction"
    early = await shop.customer.post(way, json={"code": shop.code, "solved": True, "score": 5})
    assert early.status_code == 409 and early.json()["error_id"] == "ticket-closed"
    await shop.move("IN_PROGRESS")
    await shop.move("RESOLVED", solution="换了密封圈")
    page = await shop.customer.get(shop.page())
    assert "换了密封圈" in page.text and "问题解决了吗" in page.text
    form = {"code": shop.code, "lang": "zh", "solved": "no", "score": "2", "note": "还在漏"}
    back = await shop.customer.post(f"/t/{shop.number}/satisfaction", data=form)
    assert back.status_code == 303 and "done=reopened" in back.headers["location"]
    file = await shop.file()
    assert (file["ticket"]["status"], file["satisfaction"], file["satisfaction_note"]) == (
        "REOPENED",
        2,
        "还在漏",
    )
    await shop.move("IN_PROGRESS")
    await shop.move("RESOLVED", solution="换了整个接头")
    assert (
        await shop.customer.post(way, json={"code": shop.code, "solved": True, "score": 5})
    ).status_code == 204
    file = await shop.file()
    assert (file["ticket"]["status"], file["satisfaction"]) == ("CONFIRMED", 5)
    nothing = await shop.customer.post(f"/t/{shop.number}/satisfaction", data={"code": shop.code})
    assert nothing.status_code == 409 and "请选择" in nothing.text


JUNK = ("\x00", "\ud800", "9" * 4000, "\u202e", "%00%ff", "T20261121-99999999999999")


async def test_rubbish_is_refused_politely(shop):
    for junk in JUNK:
        await _send_rubbish(shop, junk)


async def _send_rubbish(shop: Shop, junk: str) -> None:
    raw = junk.encode("utf-8", "surrogatepass")
    quoted = "".join(f"%{byte:02x}" for byte in raw)
    calls = [
        shop.customer.get(f"/t/{quoted}?code={quoted[:150]}&lang={quoted[:9]}"),
        shop.customer.post("/t", content=b"number=" + quoted.encode() + b"&code=" + quoted.encode()),
        shop.customer.post(f"/t/{shop.number}/answer", content=f"code={shop.code}&text={quoted}"),
        shop.customer.post("/t", content=b"&" * 5000),
        shop.customer.post("/t", content=raw),
    ]
    for answer in await asyncio.gather(*calls):
        assert answer.status_code < 500, answer.text


async def test_every_page_speaks_both_languages(shop):
    await shop.move("IN_PROGRESS")
    chinese, english = [(await shop.customer.get(shop.page(lang=each))).text for each in ("zh", "en")]
    assert 'lang="zh-CN"' in chinese and "给我们留言" in chinese
    assert 'lang="en"' in english and "Write to us" in english and "In progress" in english
    words = PageTemplates(PAGES)
    used = set(
        re.findall(r"t\('([a-z0-9-]+)'\)", "".join(p.read_text("utf-8") for p in PAGES.glob("*.html")))
    )
    for language in ("zh", "en"):
        for key in used:
            assert words.speaker(language)(key)


async def test_in_a_real_browser_on_a_phone(shop, browser, tmp_path):
    """Number and code typed, an answer sent, the ticket resolved and said not to be: all by tapping."""
    say = asyncio.to_thread
    base = f"http://127.0.0.1:{shop.house.server.port}"
    await shop.say("请问哪天方便？", to_customer=True)
    await say(browser.go, f"{base}/t")
    await say(browser.write, "#number", shop.number)
    await say(browser.write, "#code", shop.code.lower())
    await say(browser.send, "button")
    assert "请问哪天方便？" in await say(browser.text)
    await say(browser.write, "#text", "周六上午可以")
    await say(browser.send, "form[action$='/answer'] button")
    text = await say(browser.text)
    assert "留言已收到" in text and "周六上午可以" in text
    await shop.move("IN_PROGRESS")
    await shop.move("RESOLVED", solution="换了密封圈")
    await say(browser.go, base + shop.page(lang="en"))
    await say(browser.press, "input[name=solved][value=no]")
    await say(browser.press, "input[name=score][value='2']")
    await say(browser.write, "#note", "still dripping")
    await say(browser.send, "form[action$='/satisfaction'] button")
    assert "Your ticket is open again" in await say(browser.text)
    file = await shop.file()
    assert (file["ticket"]["status"], file["satisfaction"]) == ("REOPENED", 2)
    await say(_fits_a_phone, browser, base + shop.page())
    assert browser.complaints == []
    assert {status for _, status in browser.responses} <= {200, 303}
    assert not [url for url, _ in browser.responses if not url.startswith(base)]


def _fits_a_phone(phone: Browser, url: str) -> None:
    """Nothing hangs over the edge, targets are big enough, the style is there, in the dark too."""
    for is_dark in (False, True):
        phone.dark(on=is_dark)
        phone.go(url)
        assert phone.look("document.documentElement.scrollWidth") <= 390
        small = phone.look(
            "[...document.querySelectorAll('button,a,textarea,fieldset label')]"
            ".filter(e => e.getBoundingClientRect().height < 40).map(e => e.outerHTML)"
        )
        assert small == []
        ground = phone.look("getComputedStyle(document.body).backgroundColor")
        assert ground == ("rgb(16, 20, 27)" if is_dark else "rgb(243, 245, 248)")
    phone.dark(on=False)


async def test_a_code_is_hard_to_guess(shop):
    row = shop.house.database.read_now(lambda session: session.get(Ticket, shop.ticket_id))
    assert len(row.check_code) >= 8 and row.created_at < datetime.now(UTC)
    codes = {Ticket.__table__.c.check_code.default.arg(None) for _ in range(500)}
    assert len(codes) == 500
