"""The desktop's own client, what the window makes of it, and the server's customers understand each other."""

from __future__ import annotations

import asyncio

import pytest

from app.contracts.customer_work import (
    AccessDecision,
    ExportWish,
    ImportMapping,
    MergeWish,
    NewAccessRequest,
    NewSegment,
    NewTagRule,
)
from app.contracts.customers import CustomerChange, CustomerView, NewCustomer, NumberChange
from app.contracts.filters import Condition, Filter
from app.crm_client.errors import Refused
from app.crm_client.http import CrmClient
from app.server.customers.columns import all_columns
from app.ui.presenters.customer_face import column_names
from app.ui.presenters.export import sent
from app.ui.presenters.filters import ROOT, FilterEditor
from app.ui.presenters.import_face import targets
from tests.doubles.api_house import House
from tests.integration.test_desk_tools_client import client, house
from tests.presenters.customers_fakes import SET_UP
from tests.presenters.ui_fakes import FakeWords

__all__ = ["client", "house"]
VIP = Filter(conditions=[Condition(field="level", op="is", value="VIP")])
SHEET = "姓名,手机号,城市,来源\n周敏,13912340001,苏州,展会\n郑晓雨,12,南京,展会\n".encode("gbk")


async def lead(house: House, client: CrmClient) -> CrmClient:
    await client.sign_in("2001", house.passwords["2001"])
    return client


async def new(client: CrmClient, name: str, number: str, **more: object) -> CustomerView:
    key = f"new-{number}"
    return await client.create_customer(NewCustomer(name=name, number=number, **more), key)  # type: ignore[arg-type]


async def test_found_opened_changed_and_two_who_change_the_same(client: CrmClient):
    made = await new(client, "欧阳思远", "13955550001", note="x")
    found = await client.customers("欧阳思")
    assert [each.customer_id for each in found.items] == [made.customer_id]
    assert made.customer_id in [each.customer_id for each in (await client.customers("")).items], (
        "newest first"
    )
    view = (await client.customer_file(made.customer_id)).customer
    assert view is not None and "number" in view.masked and view.numbers[0].number_id
    change = CustomerChange(
        version=view.version,
        region="苏州",
        numbers=[
            NumberChange(raw="0512 6666 8888", kind="WORK"),
            NumberChange(number_id=view.numbers[0].number_id),
        ],
    )
    changed = await client.change_customer(made.customer_id, change, "change-1")
    assert (changed.region, len(changed.numbers), changed.numbers[0].kind) == ("苏州", 2, "WORK")
    with pytest.raises(Refused) as refused:
        late = CustomerChange(version=view.version, region="昆山", note="y")
        await client.change_customer(made.customer_id, late, "change-2")
    assert refused.value.error_id == "customer-changed" and "region" in refused.value.changed
    assert refused.value.present is not None
    present = CustomerView.model_validate(refused.value.present.get("customer", refused.value.present))
    assert (present.region, present.version) == ("苏州", changed.version)
    page = await client.timeline_of_kind(made.customer_id, "CALL", None)
    assert page.items == []


async def test_what_the_window_offers_as_conditions_is_understood(house: House, client: CrmClient):
    await lead(house, client)
    fields = await client.filter_fields()
    editor = FilterEditor(FakeWords())
    editor.know(fields)
    for field in fields:
        for op in field.ops:
            editor.begin()
            editor.set_field(ROOT, 0, field.field)
            editor.set_op(ROOT, 0, op)
            kind = editor.face().root.conditions[0].kind
            value = {"TEXT": "x1234", "NUMBER": "3", "DATE": "2026-05-01", "DAYS": "30", "YES_NO": "yes"}
            choices = editor.face().root.conditions[0].choices
            editor.set_value(ROOT, 0, choices[0][0] if choices and kind == "CHOICE" else value.get(kind, "x"))
            wanted = editor.filter()
            assert wanted is not None, (field.field, op, kind)
            count = await client.count_customers(wanted)
            assert count.count >= 0, (field.field, op)


async def test_a_segment_its_customers_and_its_file(house: House, client: CrmClient):
    await lead(house, client)
    made = await client.create_segment(NewSegment(name="VIP", filter=VIP, shared=True))
    assert made in await client.segments() and made.mine
    page = await client.segment_customers(made.segment_id)
    assert page.items and {each.level for each in page.items} == {"VIP"}
    assert [each.customer_id for each in (await client.matching_customers(VIP)).items] == [
        each.customer_id for each in page.items
    ]
    assert (await client.count_customers(VIP)).count == len(page.items)
    columns = ["name", *(sent(code) for code in column_names(SET_UP, FakeWords()) if "." not in code)]
    wish = ExportWish(format="csv", segment_id=made.segment_id, columns=columns, reason="try")
    file = await client.export_customers(wish)
    assert file.name.endswith(".csv") and page.items[0].name in file.content.decode("utf-8-sig")
    await client.delete_segment(made.segment_id)
    assert made.segment_id not in {each.segment_id for each in await client.segments()}


async def test_a_rule_is_tried_out_kept_and_gone(house: House, client: CrmClient):
    await lead(house, client)
    new_rule = NewTagRule(name="Top", tag="重点客户", filter=VIP)
    tried = await client.try_tag_rule(new_rule)
    assert tried.matched == tried.would_get > 0
    rule = await client.create_tag_rule(new_rule)
    assert rule.rule_id in {each.rule_id for each in await client.tag_rules()}
    changed = await client.change_tag_rule(rule.rule_id, new_rule.model_copy(update={"active": False}))
    assert not changed.active
    await client.delete_tag_rule(rule.rule_id)
    assert rule.rule_id not in {each.rule_id for each in await client.tag_rules()}


async def test_a_spreadsheet_is_sent_read_checked_brought_in_and_taken_back(house: House, client: CrmClient):
    await lead(house, client)
    view = await client.upload_import("展会 名单.csv", SHEET)
    assert (view.state, view.rows, view.file_name) == ("UPLOADED", 2, "展会 名单.csv")
    assert [each.target for each in view.columns] == ["name", "number", "region", ""]
    known = {code for code, _ in targets(await client.customer_set_up(), FakeWords())}
    assert {each.target for each in view.columns} <= known
    mapping = ImportMapping(targets=[each.target for each in view.columns], tag="展会")
    view = await client.map_import(view.import_id, mapping)
    assert (view.state, view.would_create, view.bad_rows, view.errors[0].row) == ("CHECKED", 1, 1, 3)
    view = await client.run_import(view.import_id)
    view = await ended(client, view.import_id, "DONE")
    assert view.created == 1 and view.undoable
    assert (await client.customers("周敏")).items[0].tags == ["展会"]
    await client.undo_import(view.import_id)
    view = await ended(client, view.import_id, "UNDONE")
    assert (await client.customers("周敏")).items == []
    assert view.import_id in {each.import_id for each in await client.imports()}


async def ended(client: CrmClient, import_id: str, state: str):
    async with asyncio.timeout(20):
        while (view := await client.import_view(import_id)).state != state:
            await asyncio.sleep(0.05)
    return view


def test_every_column_that_the_window_offers_can_be_mapped():
    known = {each.target for each in all_columns(SET_UP.fields, SET_UP.consents)}
    assert {code for code, _ in targets(SET_UP, FakeWords())} <= known | {""}


async def test_two_files_become_one_and_two_again(house: House, client: CrmClient):
    await lead(house, client)
    first = await new(client, "何欣怡", "13955550011")
    second = await new(client, "何欣怡女士", "13955550012", note="网上登记")
    made = await client.merge(
        MergeWish(survivor_id=first.customer_id, other_id=second.customer_id, take=["name", "note"])
    )
    view = (await client.customer_file(first.customer_id)).customer
    assert view is not None and (view.name, len(view.numbers)) == ("何欣怡女士", 2)
    assert made.merge_id in {each.merge_id for each in await client.merges()}
    assert (await client.undo_merge(made.merge_id)).undone
    view = (await client.customer_file(first.customer_id)).customer
    assert view is not None and (view.name, len(view.numbers)) == ("何欣怡", 1)
    assert (await client.duplicates()).next_cursor is None


async def test_leave_is_asked_for_decided_and_seen(house: House, client: CrmClient):
    made = await new(client, "高浩然", "13955550021")
    asked = await client.ask_access(
        NewAccessRequest(customer_id=made.customer_id, reason="核对发票", minutes=30)
    )
    assert [each.request_id for each in await client.access_requests()] == [asked.request_id]
    with pytest.raises(Refused):
        await client.decide_access(asked.request_id, AccessDecision(grant=True))
    await lead(house, client)
    granted = await client.decide_access(asked.request_id, AccessDecision(grant=True, note="ok"))
    assert granted.state == "GRANTED" and granted.expires_at is not None
    secret = await client.reveal_fields(made.customer_id, "try")
    assert secret.values["number"] == "+8613955550021"
    await client.sign_in("1001", house.passwords["1001"])
    view = (await client.customer_file(made.customer_id)).customer
    assert view is not None and view.number.endswith("13955550021") and view.masked == []
    assert (await client.withdraw_access(asked.request_id)).state == "WITHDRAWN"
    view = (await client.customer_file(made.customer_id)).customer
    assert view is not None and "number" in view.masked
