"""Quick replies in an order of one's own, counted as they are used, named for queues; on both databases."""

from __future__ import annotations

from tests.doubles.filled import problem


async def test_replies_stand_in_the_order_that_was_wished_and_uses_are_each_agents_own(house):
    mine, other, lead = [await house.client(name) for name in ("1001", "1002", "2001")]
    made = []
    for title in ("c", "a", "b"):
        wish = {"title": title, "text": title, "queues": ["sales", "sales"]}
        answer = (await mine.post("/api/v1/replies", json=wish)).json()
        assert answer["queues"] == ["sales"]
        made.append(answer["reply_id"])

    async def own() -> list[str]:
        listed = (await mine.get("/api/v1/replies")).json()
        return [each["title"] for each in listed if each["scope"] == "own"]

    assert await own() == ["c", "a", "b"], "new ones come last"
    order = {"scope": "own", "reply_ids": [made[2], made[0], "nobody's"]}
    assert (await mine.put("/api/v1/replies/order", json=order)).status_code == 204
    assert await own() == ["b", "c", "a"]
    team = {"scope": "team", "reply_ids": []}
    assert problem(await mine.put("/api/v1/replies/order", json=team)) == (403, "not-allowed")
    assert (await lead.put("/api/v1/replies/order", json=team)).status_code == 204

    shared = next(each for each in (await mine.get("/api/v1/replies")).json() if each["scope"] == "team")
    path = f"/api/v1/replies/{shared['reply_id']}/used"
    for _ in range(2):
        answer = await mine.post(path, json={"how": "SENT"}, headers={"Idempotency-Key": "k1"})
    assert answer.json()["uses"] == 1
    assert (await mine.post(path, json={})).json()["uses"] == 2
    [theirs] = [
        each for each in (await other.get("/api/v1/replies")).json() if each["reply_id"] == shared["reply_id"]
    ]
    assert theirs["uses"] == 0
    assert problem(await other.post(f"/api/v1/replies/{made[0]}/used", json={})) == (404, "not-found")
    assert (await mine.delete(f"/api/v1/replies/{made[0]}")).status_code == 200
