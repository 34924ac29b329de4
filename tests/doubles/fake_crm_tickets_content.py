"""Sample tickets of the fake server: types with their states and moves, and a working day's tickets.

Everything is made up. Functions return fresh models of ``app.contracts``; ``now`` is an aware UTC time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.contracts.fields import FieldDefinition
from app.contracts.people import Label
from app.contracts.tickets import (
    AttachmentView,
    ChecklistItem,
    ClockView,
    CommentView,
    DeliveryView,
    MacroView,
    TicketEventView,
    TicketFile,
    TicketLink,
    TicketMove,
    TicketState,
    TicketTemplate,
    TicketTypeView,
    TicketView,
)
from tests.doubles import fake_crm_content as content

PEOPLE = {content.AGENT_ID: "王芳", "a-zhao": "赵磊", "a-sun": "孙晓雨"}


def _label(code: str, zh: str, en: str) -> Label:
    return Label(code=code, zh=zh, en=en)


STATES = [
    TicketState(code="NEW", name=_label("NEW", "待分派", "New"), kind="NEW"),
    TicketState(code="ASSIGNED", name=_label("ASSIGNED", "已分派", "Assigned"), kind="OPEN"),
    TicketState(code="IN_PROGRESS", name=_label("IN_PROGRESS", "处理中", "In progress"), kind="OPEN"),
    TicketState(code="WAITING", name=_label("WAITING", "等待客户", "Waiting for customer"), kind="WAITING"),
    TicketState(code="RESOLVED", name=_label("RESOLVED", "已解决", "Resolved"), kind="RESOLVED"),
    TicketState(code="CANCELLED", name=_label("CANCELLED", "已取消", "Cancelled"), kind="CANCELLED"),
]


def _move(source: str, target: str, zh: str, en: str, *needs: Any, **more: Any) -> TicketMove:
    name = _label(f"{source}-{target}", zh, en)
    return TicketMove(from_state=source, to_state=target, name=name, needs=list(needs), **more)


MOVES = [
    _move("NEW", "ASSIGNED", "分派", "Assign", "assignee"),
    _move("NEW", "CANCELLED", "取消", "Cancel", "reason"),
    _move("ASSIGNED", "IN_PROGRESS", "开始处理", "Start"),
    _move("ASSIGNED", "CANCELLED", "取消", "Cancel", "reason"),
    _move("IN_PROGRESS", "RESOLVED", "解决", "Solve", "solution", "checklist"),
    _move("IN_PROGRESS", "WAITING", "等待客户", "Wait for customer", "reason"),
    _move("IN_PROGRESS", "CANCELLED", "取消", "Cancel", "reason"),
    _move("WAITING", "IN_PROGRESS", "继续处理", "Go on"),
    _move("RESOLVED", "IN_PROGRESS", "重新打开", "Reopen", "reason"),
]
REPAIR = TicketTypeView(
    code="repair",
    name=_label("repair", "报修", "Repair"),
    fields=[
        FieldDefinition(
            code="product",
            name=_label("product", "产品型号", "Product"),
            kind="TEXT",
            position=1,
        ),
        FieldDefinition(
            code="fault",
            name=_label("fault", "故障类别", "Fault"),
            kind="CHOICE",
            choices=[
                _label("crack", "开裂", "Crack"),
                _label("noise", "异响", "Noise"),
                _label("other", "其他", "Other"),
            ],
            position=2,
        ),
        FieldDefinition(code="visit", name=_label("visit", "上门日期", "Visit"), kind="DATE", position=3),
        FieldDefinition(
            code="warranty",
            name=_label("warranty", "在保修期内", "Under warranty"),
            kind="YES_NO",
            position=4,
        ),
    ],
    states=STATES,
    moves=MOVES,
    checklist=[
        _label("photo", "已收到照片", "Photos are here"),
        _label("stock", "已确认配件库存", "Parts are in stock"),
        _label("date", "已与客户约定时间", "A date is agreed"),
    ],
    templates=[
        TicketTemplate(
            name=_label("door", "柜门铰链更换", "Door hinge"),
            title="柜门铰链更换",
            text="型号：\n现象：\n已排除：",
            priority="NORMAL",
            tags=["铰链"],
        ),
        TicketTemplate(
            name=_label("crack", "板材开裂", "Cracked board"),
            title="板材开裂",
            text="位置与长度：",
            priority="HIGH",
        ),
    ],
    department="售后服务部",
)
REFUND = REPAIR.model_copy(
    update={
        "code": "refund",
        "name": _label("refund", "退款", "Refund"),
        "fields": [],
        "checklist": [],
        "templates": [],
        "department": "财务部",
    }
)
WISH = FieldDefinition(
    code="wish", name=_label("wish", "客户诉求", "What he wants"), kind="TEXT", required=True
)
COMPLAINT = REFUND.model_copy(
    update={
        "code": "complaint",
        "name": _label("complaint", "投诉", "Complaint"),
        "department": "客户关系部",
        "fields": [WISH],
    }
)
QUESTION = REFUND.model_copy(
    update={"code": "question", "name": _label("question", "咨询", "Question"), "department": "售前部"}
)
TYPES = [REPAIR, REFUND, COMPLAINT, QUESTION]
MACROS = [
    MacroView(
        macro_id="m-photo",
        name=_label("m-photo", "请客户发照片", "Ask for photos"),
        types=["repair"],
        to_state="WAITING",
        comment="您好，请把开裂处的照片发给我们，谢谢。",
        for_customer=True,
    ),
    MacroView(
        macro_id="m-vip",
        name=_label("m-vip", "升级处理", "Escalate"),
        priority="URGENT",
        add_tags=["升级"],
        assign="department",
        department="客户关系部",
    ),
]
TITLES = (
    "沙发扶手皮面起皮，要求更换",
    "床垫尺寸与订单不符",
    "儿童书桌抽屉无法关闭",
    "灯具到货破损两件",
    "安装师傅未按约定时间上门",
    "发票抬头开错，要求重开",
    "衣帽间层板缺少一块",
    "餐椅异响，坐下有明显晃动",
    "Wardrobe door does not close properly",
    "退款已批准十天仍未到账",
    "窗帘颜色与样品差异较大",
    "投诉客服态度，要求书面答复",
)
CUSTOMERS = ("陈静", "张伟", "Alexander Montgomery-Whitfield", "欧阳思远", "刘洋", "周敏", "吴磊", "")


def big_file(now: datetime) -> TicketFile:
    """李明's table: everything that a ticket can have."""
    ticket = TicketView(
        ticket_id="tick-42",
        number=f"T{now:%Y%m%d}-0042",
        customer_id=content.CUSTOMER_ID,
        customer_name="李明",
        call_id="past-1",
        recording_id="rec-8",
        type="repair",
        type_name="报修",
        priority="HIGH",
        status="IN_PROGRESS",
        status_name="处理中",
        status_kind="OPEN",
        title="餐桌桌面开裂，要求更换整块桌面",
        text=content.LONG_NOTE,
        created_at=now - timedelta(hours=5),
        created_by="王芳",
        due_at=now + timedelta(hours=3),
        version=7,
        department="售后服务部",
        assigned_to=content.AGENT_ID,
        assigned_name="王芳",
        accepted=True,
        tags=["三次来电", "木料", "儿童家庭"],
        updated_at=now - timedelta(minutes=12),
        clocks=[
            ClockView(kind="FIRST_RESPONSE", state="MET", due_at=now - timedelta(hours=4)),
            ClockView(kind="UPDATE", state="RUNNING", due_at=now + timedelta(minutes=38)),
            ClockView(kind="RESOLUTION", state="RUNNING", due_at=now + timedelta(hours=3, minutes=4)),
        ],
        comments=4,
        attachments=2,
        watching=True,
    )
    comments = [
        CommentView(
            comment_id="c1",
            at=now - timedelta(hours=4, minutes=40),
            by="王芳",
            text="已联系仓库，浅胡桃色还有两块，深色要等到下周三。",
            for_customer=False,
        ),
        CommentView(
            comment_id="c2",
            at=now - timedelta(hours=4, minutes=20),
            by="王芳",
            text="李先生您好，桌面更换已登记，我们正在确认库存，今天 17:00 前给您回电。",
            for_customer=True,
        ),
        CommentView(
            comment_id="c3",
            at=now - timedelta(hours=2),
            by="",
            text="浅胡桃色可以接受。裂口处的照片发给你们了，请尽快。",
            for_customer=True,
            from_customer=True,
        ),
        CommentView(
            comment_id="c4",
            at=now - timedelta(minutes=12),
            by="赵磊",
            text="照片看了，是板材含水率的问题，同批次的要一起查。",
            for_customer=False,
        ),
    ]
    events = [
        ("COMMENT", "", "", "", "赵磊", 12, ""),
        ("MOVED", "status", "已分派", "处理中", "王芳", 280, ""),
        ("CHANGED", "priority", "普通", "高", "赵磊", 285, "VIP 客户第三次来电"),
        ("ASSIGNED", "assigned_to", "", "王芳", "", 299, "按职责分派：售后服务部"),
        ("CREATED", "", "", "待分派", "王芳", 300, ""),
    ]
    return TicketFile(
        ticket=ticket,
        fields={"product": "白蜡木餐桌 1.6 m", "fault": "crack", "visit": None, "warranty": True},
        checklist=[
            ChecklistItem(
                index=0,
                name=REPAIR.checklist[0],
                done=True,
                done_by="王芳",
                done_at=now - timedelta(hours=2),
            ),
            ChecklistItem(index=1, name=REPAIR.checklist[1]),
            ChecklistItem(index=2, name=REPAIR.checklist[2]),
        ],
        comments=comments,
        attachments=[
            AttachmentView(
                attachment_id="f1",
                name="桌面裂口-近照.jpg",
                media_type="image/jpeg",
                size_bytes=1_834_221,
                at=now - timedelta(hours=2),
                by="李明",
                for_customer=True,
                comment_id="c3",
            ),
            AttachmentView(
                attachment_id="f2",
                name="订单 20261026-8817 送货单（扫描件）.pdf",
                media_type="application/pdf",
                size_bytes=248_100,
                at=now - timedelta(hours=4),
                by="王芳",
                may_remove=True,
            ),
        ],
        links=[
            TicketLink(
                kind="related",
                target_id="tick-37",
                number="T20261118-0037",
                title="衣柜门铰链异响，等待配件到货",
                status="等待客户",
                may_remove=True,
            ),
            TicketLink(kind="call", target_id="past-1", recording_id="rec-8", at=now - timedelta(hours=5)),
        ],
        watchers=[(content.AGENT_ID, "王芳"), ("a-zhao", "赵磊")],
        history=[
            TicketEventView(
                event_id=index,
                at=now - timedelta(minutes=minutes),
                by=by,
                kind=kind,
                field=field,
                before=before,
                after=after,
                why=why,
            )
            for index, (kind, field, before, after, by, minutes, why) in enumerate(events)
        ],
        moves=[each for each in MOVES if each.from_state == "IN_PROGRESS"],
        check_code="K7QF-29XM",
        page_url="",
        deliveries=[
            DeliveryView(at=now - timedelta(hours=4), channel="SMS", template="ticket.created", state="SENT"),
            DeliveryView(
                at=now - timedelta(hours=4),
                channel="EMAIL",
                template="ticket.created",
                state="FAILED",
                why="mailbox full",
            ),
        ],
    )


def plain_file(number: int, now: datetime, **more: Any) -> TicketFile:
    of_type = TYPES[number % 4]
    state = STATES[(0, 1, 2, 2, 3, 4)[number % 6]]
    name = CUSTOMERS[number % len(CUSTOMERS)]
    made = now - timedelta(hours=number * 3 + 1)
    person = (content.AGENT_ID, "a-zhao", "a-sun", None)[number % 4] if state.code != "NEW" else None
    due = made + timedelta(hours=26 if number % 5 else 4)
    running = state.kind in ("NEW", "OPEN")
    clock = ClockView(kind="RESOLUTION", state="RUNNING", due_at=due) if running else None
    frozen = ClockView(kind="RESOLUTION", state="FROZEN", left_s=7200) if state.kind == "WAITING" else None
    base: dict[str, Any] = {
        "ticket_id": f"tick-{number + 100}",
        "number": f"T{made:%Y%m%d}-{number + 100:04}",
        "customer_id": None if not name else content.CUSTOMER_ID,
        "customer_name": name,
        "call_id": None,
        "type": of_type.code,
        "type_name": of_type.name.zh,
        "priority": ("NORMAL", "LOW", "HIGH", "NORMAL", "URGENT", "NORMAL")[number % 6],
        "status": state.code,
        "status_name": state.name.zh,
        "status_kind": state.kind,
        "title": TITLES[number % len(TITLES)],
        "text": "客户来电说明情况，已登记，等待处理。",
        "created_at": made,
        "created_by": "王芳",
        "version": 1,
        "department": of_type.department,
        "assigned_to": person,
        "assigned_name": PEOPLE.get(person or "", ""),
        "accepted": number % 8 != 0,
        "clocks": [each for each in (clock, frozen) if each],
        "late": running and due < now,
        "comments": number % 3,
    }
    ticket = TicketView.model_validate(base | more)
    return TicketFile(
        ticket=ticket,
        checklist=[ChecklistItem(index=i, name=name_of) for i, name_of in enumerate(of_type.checklist)],
        history=[TicketEventView(event_id=1, at=made, by="王芳", kind="CREATED", after=state.name.zh)],
        moves=[each for each in of_type.moves if each.from_state == ticket.status],
    )
