"""The tree of categories over HTTP: made, renamed, moved, deleted when empty; as a whole and one by one."""

from __future__ import annotations

from tests.doubles.api_house import House
from tests.doubles.filled import problem
from tests.integration.test_knowledge_articles import BASE, an_article, house, ok

__all__ = ["house"]
TREE = f"{BASE}/categories"


async def under(client, parent: str | None) -> list[str]:
    """Names below a category, in their order."""
    return [each["name"]["zh"] for each in await ok(client.get(TREE)) if each["parent_id"] == parent]


async def test_categories_keep_their_articles_and_make_no_circle(house: House):
    senior, agent = await house.client("1002"), await house.client("1001")
    there = await ok(agent.get(TREE))
    counts = {each["category_id"]: each["articles"] for each in there}
    assert counts["policy"] == 12
    assert problem(await agent.put(TREE, json={"categories": there})) == (403, "not-allowed")
    without = [each for each in there if each["category_id"] != "policy"]
    assert problem(await senior.put(TREE, json={"categories": without})) == (409, "category-in-use")
    circle = [each | {"parent_id": "air"} if each["category_id"] == "products" else each for each in there]
    assert problem(await senior.put(TREE, json={"categories": circle})) == (422, "category-tree")
    new = {"category_id": "news", "name": {"code": "news", "zh": "通知", "en": "News"}, "experts": ["1002"]}
    after = await ok(senior.put(TREE, json={"categories": [new, *there]}))
    assert (after[0]["name"]["zh"], len(after)) == ("通知", len(there) + 1)
    inside = await ok(agent.get(f"{BASE}/search", params={"q": "滤芯", "category_id": "products"}))
    assert {hit["category"] for hit in inside} <= {
        "空气与湿度",
        "净水饮水",
        "清洁电器",
        "Air",
        "Water",
        "Cleaning",
    }


async def test_one_category_is_made_renamed_moved_and_deleted_while_others_change_theirs(house: House):
    senior, lead, agent = [await house.client(each) for each in ("1002", "2001", "1001")]
    assert problem(await agent.post(TREE, json={"zh": "通知"})) == (403, "not-allowed")
    top = await under(senior, None)
    news = await ok(senior.post(TREE, json={"zh": "通知", "en": "News", "experts": ["1002"]}))
    path = f"{TREE}/{news['category_id']}"
    await ok(lead.post(TREE, json={"zh": "活动"}))
    assert await under(agent, None) == [*top, "通知", "活动"]

    await ok(senior.put(path, json={"zh": "公司通知", "experts": ["1002"]}))
    assert await under(agent, None) == [*top, "公司通知", "活动"]
    await ok(senior.put(path, json={"zh": "公司通知", "place": 0}))
    assert await under(agent, None) == ["公司通知", *top, "活动"]
    await ok(senior.put(path, json={"zh": "公司通知", "parent_id": "policy"}))
    assert await under(agent, "policy") == ["公司通知"]
    circle = await senior.put(f"{TREE}/policy", json={"zh": "政策", "parent_id": news["category_id"]})
    assert problem(circle) == (422, "category-tree")

    assert problem(await senior.delete(f"{TREE}/policy")) == (409, "category-in-use")  # one is below it
    await ok(senior.delete(path))
    assert problem(await senior.delete(f"{TREE}/policy")) == (409, "category-in-use")  # articles
    assert problem(await senior.delete(path)) == (404, "not-found")
    assert await under(agent, None) == [*top, "活动"]


async def test_a_category_is_empty_when_its_articles_have_moved_though_their_history_names_it(house: House):
    senior = await house.client("1002")
    old = (await ok(senior.post(TREE, json={"zh": "旧类"})))["category_id"]
    article = await ok(senior.post(f"{BASE}/articles", json=an_article(category_id=old)))
    assert problem(await senior.delete(f"{TREE}/{old}")) == (409, "category-in-use")
    path = f"{BASE}/articles/{article['article_id']}"
    await ok(senior.put(path, json=an_article(category_id="kitchen", base_version=1)))
    await ok(senior.delete(f"{TREE}/{old}"))
    first = await ok(senior.get(path, params={"version": 1}))
    assert (first["category_id"], first["category"], first["title"]) == (old, "", "蒸烤箱除垢")


async def test_of_two_who_change_one_category_the_second_is_shown_the_firsts_change(house: House):
    senior, lead = [await house.client(each) for each in ("1002", "2001")]
    read = next(each for each in await ok(senior.get(TREE)) if each["category_id"] == "policy")
    first = await ok(senior.put(f"{TREE}/policy", json={"zh": "规定", "version": read["version"]}))
    late = await lead.put(f"{TREE}/policy", json={"zh": "制度", "version": read["version"]})
    assert problem(late) == (409, "file-changed")
    present = late.json()["present"]
    assert (present["name"]["zh"], present["version"]) == ("规定", first["version"])
    await ok(lead.put(f"{TREE}/policy", json={"zh": "制度", "version": present["version"]}))
    shown = next(each for each in await ok(senior.get(TREE)) if each["category_id"] == "policy")
    assert shown["name"]["zh"] == "制度" and shown["version"] not in (read["version"], first["version"])
