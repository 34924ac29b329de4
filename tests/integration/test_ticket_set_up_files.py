"""Types and rules of tickets as an administrator changes them from her window: files, checked before use."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import yaml

from tests.doubles.api_house import House, open_house
from tests.doubles.filled import FilledSqlite

API = "/api/v1/tickets"


@pytest.fixture
async def house(filled_with_types: FilledSqlite, tmp_path) -> AsyncIterator[House]:
    database = filled_with_types.copy(tmp_path, busy_timeout_s=2.0)
    async with open_house(database, filled_with_types.content, tmp_path) as opened:
        yield opened
    database.close_now()


async def test_a_type_is_written_out_changed_and_put_in_force(house: House) -> None:
    admin, agent = await house.client("admin"), await house.client("1001")
    whole = (await admin.get(f"{API}/types/file")).json()["text"]
    data = yaml.safe_load(whole)
    assert "REFUND" in [each["code"] for each in data["types"]]
    same = (await admin.post(f"{API}/types/check", json={"text": whole})).json()
    assert (same["faults"], same["new"], same["changed"]) == ([], [], []), "what it wrote, it reads"
    data["types"] = [each for each in data["types"] if each["code"] == "REPAIR"]
    data["types"][0]["zh"] = "维修"
    data["types"].append({"code": "VISIT", "zh": "上门", "en": "Visit"})
    text = yaml.safe_dump(data, allow_unicode=True)
    checked = (await admin.post(f"{API}/types/check", json={"text": text})).json()
    assert (checked["faults"], checked["new"], checked["changed"]) == ([], ["VISIT"], ["REPAIR"])
    assert len(checked["types"][1]["states"]) == 9, "without states it has the usual ones"
    before = {each["code"]: each["name"]["zh"] for each in (await agent.get(f"{API}/types")).json()}
    assert before["REPAIR"] == "报修" and "VISIT" not in before, "a check changes nothing"
    put = await admin.put(f"{API}/types", json={"text": text}, headers={"Idempotency-Key": "t-1"})
    assert put.status_code == 200 and put.json()["faults"] == []
    after = {each["code"]: each["name"]["zh"] for each in (await agent.get(f"{API}/types")).json()}
    assert (after["REPAIR"], after["VISIT"]) == ("维修", "上门") and "REFUND" in after


async def test_everything_that_is_wrong_with_a_type_is_said_at_once_in_both_languages(house: House) -> None:
    admin = await house.client("admin")
    text = """
types:
  - {code: lower, zh: 一, en: One}
  - {code: A, zh: 甲, en: A, colour: red, states: none}
  - code: B
    zh: 乙
    en: B
    hours: nowhere
    states:
      - {code: NEW, zh: 新, en: New, kind: NEW}
      - {code: LOST, zh: 丢, en: Lost, kind: OPEN}
    moves: [{from: NEW, to: GONE, zh: 走, en: Go}]
"""
    for path in ("types/check", "types"):
        ask = admin.post if path.endswith("check") else admin.put
        faults = (await ask(f"{API}/{path}", json={"text": text})).json()["faults"]
        said = {each["place"]: (each["zh"], each["en"]) for each in faults}
        assert said["A.colour"] == ("没有这个字段", "there is no such field")
        assert said["A.states"] == ("必须是列表", "must be a list")
        assert said["B.hours_id"] == ("没有营业时间 nowhere", "there are no opening hours nowhere")
        assert said["B.states"][1] == "there is no state of kind RESOLVED"
        assert said["B.moves[0]"][1] == "there is no state GONE"
    codes = [each["code"] for each in (await admin.get(f"{API}/types")).json()]
    assert "B" not in codes
    broken = (await admin.post(f"{API}/types/check", json={"text": "types: ["})).json()
    assert len(broken["faults"]) == 1 and broken["faults"][0]["zh"] != broken["faults"][0]["en"]
    empty = (await admin.put(f"{API}/types", json={"text": ""})).json()
    assert empty["faults"][0]["en"] == "the file holds no types of tickets"


async def test_rules_are_shown_checked_and_put_in_force(house: House) -> None:
    admin = await house.client("admin")
    kept = (await admin.get(f"{API}/rules")).json()
    assert kept["rules"]["make"][0]["on"] == "message" and "confirm_after_days: 7" in kept["text"]
    wrong = "wait_min: soon\nmake: [{on: result, type: X, title: '{nobody}'}, {on: birthday}]\nextra: 1"
    faults = (await admin.put(f"{API}/rules", json={"text": wrong})).json()["faults"]
    said = {each["place"]: each["zh"] for each in faults}
    assert said["wait_min"] == "必须是整数" and said["extra"] == "没有这个字段"
    assert "make[2]" in " ".join(said) and len(faults) >= 3
    good = "confirm_after_days: 3\nlate: [{after_min: 0, to: lead}]"
    assert (await admin.post(f"{API}/rules/check", json={"text": good})).json()["faults"] == []
    assert (await admin.get(f"{API}/rules")).json()["rules"]["confirm_after_days"] == 7
    put = (await admin.put(f"{API}/rules", json={"text": good})).json()
    assert put["rules"]["late"] == [{"after_min": 0, "to": "lead"}]
    assert (await admin.get(f"{API}/rules")).json()["rules"]["confirm_after_days"] == 3


async def test_only_administrators_see_and_change_the_set_up(house: House) -> None:
    lead = await house.client("2001")
    for method, path in (
        ("GET", "types/file"), ("POST", "types/check"), ("PUT", "types"),
        ("GET", "rules"), ("POST", "rules/check"), ("PUT", "rules"),
    ):  # fmt: skip
        body = None if method == "GET" else {"text": "types: []"}
        answer = await lead.request(method, f"{API}/{path}", json=body)
        assert (answer.status_code, answer.json()["error_id"]) == (403, "not-allowed"), path


async def test_of_two_who_change_the_set_up_the_second_is_shown_the_firsts_change(house: House) -> None:
    first, second = await house.client("admin"), await house.client("admin")
    for path, read, change in (
        ("types", "types/file", lambda text: text.replace("zh: 报修", "zh: 维修")),
        ("rules", "rules", lambda text: text.replace("wait_min: 10", "wait_min: 15")),
    ):
        file = (await first.get(f"{API}/{read}")).json()
        mine = {"text": change(file["text"]), "version": file["version"]}
        assert mine["text"] != file["text"]
        put = (await first.put(f"{API}/{path}", json=mine)).json()
        late = await second.put(f"{API}/{path}", json={"text": file["text"], "version": file["version"]})
        assert (late.status_code, late.json()["error_id"]) == (409, "file-changed")
        assert late.json()["present"] == put["file"] and put["file"]["text"] == mine["text"]
        again = {"text": late.json()["present"]["text"], "version": late.json()["present"]["version"]}
        assert (await second.put(f"{API}/{path}", json=again)).json()["faults"] == []


async def test_macros_stand_in_the_file_and_are_made_changed_and_taken_away_by_it(house: House) -> None:
    admin, agent = await house.client("admin"), await house.client("1001")
    for code, priority in (("later", "LOW"), ("now", "URGENT")):
        macro = {"macro_id": code, "name": {"code": code, "zh": code, "en": code}, "priority": priority}
        assert (await admin.put(f"{API}/macros/{code}", json=macro)).status_code == 200
    before = (await agent.get(f"{API}/macros")).json()
    whole = (await admin.get(f"{API}/types/file")).json()["text"]
    data = yaml.safe_load(whole)
    assert {"id": "later", "zh": "later", "en": "later", "priority": "LOW"} in data["macros"]
    same = (await admin.post(f"{API}/types/check", json={"text": whole})).json()
    assert (same["faults"], same["macros"]) == ([], 0), "what it wrote, it reads"
    new = {"id": "wait", "zh": "等客户回复", "en": "Waiting", "to_state": "WAITING", "comment": "请补充照片"}
    wish = {"macros": [new, {"id": "now", "active": False}, {"id": "later", "zh": "不急", "en": "Later"}]}
    text = yaml.safe_dump(wish, allow_unicode=True)
    put = (await admin.put(f"{API}/types", json={"text": text})).json()
    assert (put["faults"], put["macros"]) == ([], 3)
    after = {each["macro_id"]: each for each in (await agent.get(f"{API}/macros")).json()}
    assert after["wait"]["comment"] == "请补充照片" and after["later"]["name"]["zh"] == "不急"
    assert "now" not in after and len(after) == len(before)
