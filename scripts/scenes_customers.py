"""Scenes of the customers' room: list, filter, file, change and conflict, merging, import, rules, access.

``play`` begins and ends at an idle desk that is ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.presenters.form_entries import EntryTyped
from tests.doubles import fake_crm_content as content

if TYPE_CHECKING:
    from app.ui.rooms.customers import CustomersRoom
    from scripts.screens import Photographer

FILE = (
    "姓名,手机,邮箱,城市,来源,备注\n"
    "周敏,13912340001,zhoumin@example.com,苏州,秋季展会,想看全屋样板\n"
    "吴建国,139 1234 0002,,无锡,秋季展会,\n"
    "Alexander Montgomery-Whitfield,+44 20 7946 0991,alex@example.com,London,fair,English only\n"
    "郑晓雨,12345,,南京,秋季展会,号码待核实\n"
).encode()


async def play(p: Photographer) -> None:
    bench = p.desktop.workbench
    assert bench is not None
    room = bench.customers
    await the_list(p, room)
    await file(p, room)
    await merging(p, room)
    await imports(p, room)
    await rules(p, room)
    await form_set_up(p, room)
    await access(p, room)
    await beside_a_call(p, room)
    bench.window.show_page("desk")


async def the_list(p: Photographer, room: CustomersRoom) -> None:
    room.show_part("list")
    await p.settle(0.8)
    part = room.part
    assert part is not None
    view, made = part.view, part.list
    made.choose("cust-003")
    await p.settle()
    await p.shoot("customers")
    view.search.setText("李")
    made.search("李")
    await p.settle(0.5)
    await p.shoot("customers-found")
    made.search("zzz")
    await p.settle(0.5)
    await p.shoot("customers-nobody")
    view.search.clear()
    made.search("")
    await p.shoot("customers-empty")
    segments = part.segments
    segments.begin()
    await p.until(lambda: segments.editor.knows)
    await p.settle(0.5)
    segments.editor.set_value(-1, 0, "VIP")
    segments.editor.add_condition(-1)
    segments.editor.set_field(-1, 1, "value_cents")
    segments.editor.set_value(-1, 1, "8000")
    segments.editor.add_group()
    segments.editor.set_field(0, 0, "region")
    segments.editor.set_value(0, 0, "上海")
    segments.editor.add_condition(0)
    segments.editor.set_field(0, 1, "outcome.escalated")
    segments.editor.set_value(0, 1, "1")
    segments.editor.set_days(0, 1, "90")
    segments.changed()
    await p.settle(1.6)
    await p.shoot("customers-filter")
    part.export.open()
    await p.settle()
    part.export.run("xlsx", "")
    await p.shoot("customers-export")
    segments.close()
    view.show_side("new")
    await p.shoot("customers-new")
    view.show_side("card")
    made.choose_segment("seg-vip")
    await p.settle(0.5)


async def file(p: Photographer, room: CustomersRoom) -> None:
    room.open(content.CUSTOMER_ID)
    await p.settle(0.8)
    await p.shoot("customer-file")
    part = room.part
    assert part is not None
    one, edit = part.one, part.edit
    one.reveal("核实来电人身份")
    await p.settle(0.5)
    await p.shoot("customer-revealed")
    one.reveal()
    assert one.customer is not None
    edit.open(one.customer)
    await p.settle(0.5)
    await p.shoot("customer-edit")
    edit.type("region", "苏州工业园区")
    edit.type("note", "客户搬家了：送货改到苏州新居，联系时间工作日 18:00 以后。")
    p.crm.work.meanwhile = {"region": "昆山", "note": "客户要求改约周六上午送货。"}
    edit.save()
    await p.settle(0.6)
    await p.shoot("customer-conflict")
    edit.leave()
    part.back()


async def merging(p: Photographer, room: CustomersRoom) -> None:
    room.show_part("duplicates")
    await p.settle(0.8)
    await p.shoot("duplicates")
    assert room.merging is not None
    kept, p.crm.work.pairs = p.crm.work.pairs, []
    room.merging.load()
    await p.settle(0.5)
    await p.shoot("duplicates-none")
    p.crm.work.pairs = kept
    room.merging.load()


async def imports(p: Photographer, room: CustomersRoom) -> None:
    room.show_part("import")
    await p.settle(0.6)
    await p.shoot("import-file")
    made = room.imports
    assert made is not None
    made.choose_file("秋季展会客户名单.csv", FILE)
    await p.settle(0.6)
    made.type_tag("秋季展会")
    await p.shoot("import-columns")
    made.check()
    await p.settle(0.6)
    await p.shoot("import-check")
    made.run()
    await p.settle(0.6)
    await p.shoot("import-running")
    await p.settle(4.5)
    await p.shoot("import-done")


async def rules(p: Photographer, room: CustomersRoom) -> None:
    room.show_part("rules")
    await p.settle(0.8)
    assert room.rules is not None
    room.rules.test()
    await p.settle(0.5)
    await p.shoot("tag-rules")


async def form_set_up(p: Photographer, room: CustomersRoom) -> None:
    room.show_part("form")
    await p.settle(0.8)
    made = room.form_set_up
    assert made is not None
    made.choose("style")
    await p.shoot("form-fields")
    made.begin()
    made.type(EntryTyped(zh="交付", kind="CHOICE", choices=()))
    p.crm.work.set_up_faults = [
        {"subject": "field.x", "zh": "“交付”需要 1 到 200 个选项。", "en": "“交付” needs 1 to 200 choices."},
        {"subject": "consent.marketing", "zh": "还有客群或标签规则按它筛选：可以发促销短信。请先改这些条件。",
         "en": "Segments or tag rules still ask for it: 可以发促销短信. Change these first."},
    ]  # fmt: skip
    made.refresh()  # as if it had been typed into the form
    made.save()
    await p.settle(1.0)
    await p.shoot("form-fields-wrong")
    p.crm.work.set_up_faults = []
    made.choose("fax")
    await p.shoot("form-fields-retired")
    made.show_what("consents")
    await p.shoot("form-consents")
    made.show_what("tags")
    await p.shoot("form-tags")


async def access(p: Photographer, room: CustomersRoom) -> None:
    room.show_part("access")
    await p.settle(0.8)
    await p.shoot("access")
    room.access.show_which("MINE")
    await p.settle()
    await p.shoot("access-mine")


async def beside_a_call(p: Photographer, room: CustomersRoom) -> None:
    p.crm.offer()
    await p.settle()
    p.crm.answer()
    await p.settle(0.5)
    room.change_on_desk()
    await p.settle(0.6)
    room.desk_edit.type("address", "上海市浦东新区锦绣路 2580 弄 12 号")
    await p.shoot("customer-edit-beside-call")
    room.desk_edit.leave()
    p.crm.end_call()
    p.crm.finish_wrap_up()
    p.crm.agent_changed(state="READY", call_id=None, wrap_up_ends_at=None, next_state=None, next_reason="")
    await p.settle()
