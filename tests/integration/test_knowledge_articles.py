"""Articles over HTTP: written, handed in, approved by somebody else, read, voted on, asked about."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.contracts.knowledge import NewArticle
from app.server.knowledge.article_files import load_sample_articles
from app.server.knowledge.house import local_today
from app.server.security.passwords import hash_password
from app.server.storage.tables import ArticleVersionRow, AuditRow, Posting, User
from tests.doubles.api_house import RESOURCES, House
from tests.doubles.filled import problem
from tests.doubles.knowledge import NOW

BASE = "/api/v1/knowledge"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
async def house(house: House) -> House:
    """With the sample's articles, and besides supervisor 2001 a senior agent 1002."""

    def fill(session) -> None:
        load_sample_articles(session, RESOURCES, NOW)
        session.get(User, "1002").role = "SENIOR"
        session.add(
            User(
                user_id="2002", username="2002", display_name="周洁", role="SUPERVISOR",
                password_hash=hash_password("second-lead"), disabled=False,
            )
        )  # fmt: skip

    await house.database.write(fill)
    await house.directory.load()
    house.passwords["2002"] = "second-lead"
    return house


def an_article(**more) -> dict:
    wanted = {
        "title": "蒸烤箱除垢",
        "body": "## 步骤\n1. 加**柠檬酸**",
        "say": "请按除垢键",
        "category_id": "kitchen",
    }
    return wanted | more


async def ok(answer) -> dict:
    response = await answer
    assert response.status_code < 300, response.text
    return response.json()


async def titles(client, query: str) -> list[str]:
    return [hit["title"] for hit in (await client.get(f"{BASE}/search", params={"q": query})).json()]


async def until_found(client, query: str, title: str) -> None:
    async with asyncio.timeout(20):
        while title not in await titles(client, query):
            await asyncio.sleep(0.05)


async def test_an_article_is_written_handed_in_approved_by_another_and_found(house):
    senior, lead, agent = [await house.client(name) for name in ("1002", "2001", "1001")]
    made = await ok(senior.post(f"{BASE}/articles", json=an_article()))
    path = f"{BASE}/articles/{made['article_id']}"
    assert (made["state"], made["version"], made["written_by"]) == ("DRAFT", 1, "张伟")
    assert problem(await agent.get(path)) == (404, "not-found"), "a draft is nobody else's business"
    assert problem(await agent.post(f"{BASE}/articles", json=an_article())) == (403, "not-allowed")
    assert problem(await lead.post(f"{path}/approve", json={"version": 1})) == (409, "article-step")

    await ok(senior.post(f"{path}/submit", json={"version": 1}))
    assert problem(await senior.post(f"{path}/approve", json={"version": 1})) == (403, "not-allowed")
    waiting = await ok(lead.get(f"{BASE}/articles", params={"state": "REVIEW"}))
    assert [(hit["title"], hit["written_by"]) for hit in waiting["items"]] == [("蒸烤箱除垢", "张伟")]
    assert (await ok(agent.get(f"{BASE}/articles", params={"state": "REVIEW"})))["items"] == []
    approved = await ok(lead.post(f"{path}/approve", json={"version": 1}))
    assert approved["state"] == "PUBLISHED"
    assert approved["approved_by"]

    await until_found(agent, "除垢", "蒸烤箱除垢")
    read = await ok(agent.get(path))
    assert (read["body"], read["say"]) == ("## 步骤\n1. 加**柠檬酸**", "请按除垢键")
    deeds = await house.database.read(
        lambda s: [row.action for row in s.scalars(select(AuditRow)) if row.subject == made["article_id"]]
    )
    assert deeds == ["article.created", "article.submit", "article.approve"]


async def test_nobody_approves_what_she_wrote_herself_even_in_part(house):
    lead, other = await house.client("2001"), await house.client("2002")
    made = await ok(lead.post(f"{BASE}/articles", json=an_article()))
    path = f"{BASE}/articles/{made['article_id']}"
    await ok(other.put(path, json=an_article(say="请长按除垢键", base_version=1)))
    await ok(other.post(f"{path}/submit", json={"version": 2}))
    for author in (lead, other):
        assert problem(await author.post(f"{path}/approve", json={"version": 2})) == (403, "article-own")
    admin = await house.client("admin")
    await ok(admin.post(f"{path}/approve", json={"version": 2}))


async def test_two_who_write_lose_nothing(house):
    senior, lead = await house.client("1002"), await house.client("2001")
    path = f"{BASE}/articles/article-kettle-scale"
    was = await ok(lead.get(path))
    base = {name: was[name] for name in NewArticle.model_fields if name in was} | {"note": ""}
    await ok(senior.put(path, json=base | {"title": "水壶除垢", "base_version": 1}))
    merged = await ok(lead.put(path, json=base | {"tags": ["水壶", "保温"], "base_version": 1}))
    assert (merged["title"], merged["tags"], merged["version"]) == ("水壶除垢", ["水壶", "保温"], 3)

    response = await senior.put(path, json=base | {"title": "热水壶除垢", "say": "x", "base_version": 1})
    answer = response.json()
    assert (response.status_code, answer["error_id"], answer["changed"]) == (
        409,
        "article-changed",
        ["title"],
    )
    assert answer["present"]["title"] == "水壶除垢"
    assert (await ok(lead.get(path)))["title"] == "恒温电热水壶有水垢、不保温", (
        "readers see the published one"
    )
    assert (await ok(lead.get(path)))["draft_version"] == 3
    versions = await ok(lead.get(f"{path}/versions"))
    assert [(v["version"], v["state"]) for v in versions] == [(3, "DRAFT"), (2, "REPLACED"), (1, "PUBLISHED")]


async def test_a_new_version_takes_the_place_of_the_old_one_and_can_be_withdrawn(house):
    senior, lead, agent = [await house.client(name) for name in ("1002", "2001", "1001")]
    path = f"{BASE}/articles/article-trade-in"
    old = await ok(agent.get(path))
    text = an_article(title="以旧换新新规", body="旧机抵 **100** 元", category_id="policy", base_version=1)
    await ok(senior.put(path, json=text))
    await ok(senior.post(f"{path}/submit", json={"version": 2}))
    await ok(lead.post(f"{path}/return", json={"version": 2, "note": "金额请核对"}))
    draft = await ok(senior.get(path, params={"version": 0}))
    assert (draft["state"], draft["note"]) == ("DRAFT", "金额请核对")
    assert (await ok(agent.get(path)))["title"] == old["title"]
    await ok(senior.post(f"{path}/submit", json={"version": 2}))
    await ok(lead.post(f"{path}/approve", json={"version": 2}))
    await until_found(agent, "以旧换新新规", "以旧换新新规")
    assert old["title"] not in await titles(agent, "以旧换新")

    assert problem(await senior.post(f"{path}/withdraw", json={"version": 2})) == (403, "not-allowed")
    await ok(lead.post(f"{path}/withdraw", json={"version": 2}))
    assert problem(await agent.get(path)) == (404, "not-found")
    assert "以旧换新新规" not in await titles(agent, "以旧换新新规")
    await ok(lead.post(f"{path}/restore", json={"version": 2}))
    assert "以旧换新新规" in await titles(agent, "以旧换新新规")


async def test_what_has_expired_is_there_for_writers_alone(house):
    senior, lead, agent = [await house.client(name) for name in ("1002", "2001", "1001")]
    yesterday = (local_today() - timedelta(days=1)).isoformat()
    made = await ok(senior.post(f"{BASE}/articles", json=an_article(valid_until=yesterday)))
    path = f"{BASE}/articles/{made['article_id']}"
    await ok(senior.post(f"{path}/submit", json={"version": 1}))
    await ok(lead.post(f"{path}/approve", json={"version": 1}))
    assert problem(await agent.get(path)) == (404, "not-found")
    assert (await ok(senior.get(path)))["state"] == "EXPIRED"
    expired = await ok(senior.get(f"{BASE}/articles", params={"state": "EXPIRED"}))
    assert [hit["title"] for hit in expired["items"]] == ["蒸烤箱除垢"]
    bad = an_article(valid_from="2026-05-02", valid_until="2026-05-01")
    assert problem(await senior.post(f"{BASE}/articles", json=bad)) == (422, "invalid")


async def test_votes_count_once_for_each_and_can_be_taken_back(house):
    one, two = await house.client("1001"), await house.client("1002")
    path = f"{BASE}/articles/article-warranty"
    for useful in (True, True, False):
        answer = await ok(one.put(f"{path}/vote", json={"useful": useful}))
    assert (answer["useful"], answer["not_useful"], answer["my_vote"]) == (0, 1, False)
    answer = await ok(two.put(f"{path}/vote", json={"useful": True}))
    assert (answer["useful"], answer["not_useful"], answer["my_vote"]) == (1, 1, True)
    answer = await ok(one.put(f"{path}/vote", json={"useful": None}))
    assert (answer["useful"], answer["not_useful"], answer["my_vote"]) == (1, 0, None)
    await ok(one.get(path))
    assert (await ok(two.get(path)))["views"] == 1


async def test_the_expert_is_asked_and_her_answer_becomes_a_draft(house):
    agent, other, senior = [await house.client(name) for name in ("1001", "2001", "1002")]
    wish = {"text": "礼品卡付的订单怎么退款？", "category_id": "policy"}
    asked = await ok(agent.post(f"{BASE}/questions", json=wish))
    assert (asked["mine"], asked["may_answer"], asked["answer"]) == (True, False, "")
    path = f"{BASE}/questions/{asked['question_id']}/answer"
    assert problem(await agent.post(path, json={"text": "?"})) == (403, "not-allowed")
    [waiting] = (await ok(senior.get(f"{BASE}/questions", params={"open": True})))["items"]
    assert (waiting["text"], waiting["category"]) == (wish["text"], "政策与发票")
    answered = await ok(senior.post(path, json={"text": "退回礼品卡", "make_article": True}))
    draft = await ok(senior.get(f"{BASE}/articles/{answered['article_id']}", params={"version": 0}))
    assert (draft["kind"], draft["state"], draft["title"]) == ("FAQ", "DRAFT", wish["text"])
    [mine] = (await ok(agent.get(f"{BASE}/questions")))["items"]
    assert (mine["answer"], mine["answered_by"]) == ("退回礼品卡", "张伟")
    assert (await ok(other.get(f"{BASE}/questions", params={"open": True})))["items"] == []


async def test_files_are_attached_once_however_often_they_are_sent(house):
    senior, agent = await house.client("1002"), await house.client("1001")
    path = f"{BASE}/articles/article-oven-install/attachments"
    file = {"file": ("尺寸图.pdf", PDF, "application/pdf")}
    key = {"Idempotency-Key": "once"}
    for _ in range(2):
        view = await ok(senior.post(path, files=file, headers=key))
    [attachment] = view["attachments"]
    assert (attachment["name"], attachment["media_type"]) == ("尺寸图.pdf", "application/pdf")
    response = await agent.get(f"{BASE}/attachments/{attachment['attachment_id']}")
    assert response.content == PDF
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "attachment" in response.headers["content-disposition"]
    assert problem(await agent.post(path, files=file)) == (403, "not-allowed")
    gone = await ok(senior.delete(f"{BASE}/attachments/{attachment['attachment_id']}"))
    assert gone["attachments"] == []
    again = await agent.get(f"{BASE}/attachments/{attachment['attachment_id']}")
    assert problem(again) == (404, "not-found")


async def test_what_strangers_send_is_refused_with_a_sentence(house):
    senior = await house.client("1002")
    for path, body in (
        ("/articles", an_article(title="\x00")),
        ("/articles", an_article(category_id="nowhere")),
        ("/articles", an_article(questions=["x" * 300])),
        ("/questions", {"text": "   "}),
        ("/questions", {"text": "abc", "article_id": "no"}),
    ):
        response = await senior.post(f"{BASE}{path}", json=body)
        assert response.status_code in (201, 422), (path, body, response.text)
    for path in ("/articles/x", "/articles/x/versions", "/attachments/x", "/articles/x?version=2000000000"):
        assert problem(await senior.get(f"{BASE}{path}")) == (404, "not-found"), path
    assert problem(await senior.get(f"{BASE}/articles?cursor=rubbish")) == (422, "invalid")
    assert problem(await senior.get(f"{BASE}/articles?state=REPLACED")) == (422, "invalid")
    step = await senior.post(f"{BASE}/articles/article-warranty/submit", json={"version": -(2**70)})
    assert step.status_code in (404, 422)


async def test_what_an_article_was_found_by_before_goes_with_its_old_text(house):
    index, database = house.work.knowledge.index, house.database
    await index.catch_up()

    def terms(session) -> set[str]:
        of_it = select(Posting.term).where(Posting.article_id == "article-member-points")
        return set(session.scalars(of_it))

    assert {"积分", "~jifen"} <= await database.read(terms)
    senior, lead = await house.client("1002"), await house.client("2001")
    path = f"{BASE}/articles/article-member-points"
    await ok(senior.put(path, json=an_article(title="白金卡权益", category_id="policy", base_version=1)))
    await ok(senior.post(f"{path}/submit", json={"version": 2}))
    await ok(lead.post(f"{path}/approve", json={"version": 2}))
    async with asyncio.timeout(20):
        while "#白金" not in await database.read(terms):
            await asyncio.sleep(0.05)
    assert "积分" not in await database.read(terms)
    kept = await database.read(lambda s: len(s.scalars(select(ArticleVersionRow.version)).all()))
    assert kept == 55, "the old text is still there"
