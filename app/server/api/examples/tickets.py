"""Examples: tickets, their types, lists and board, and what their customer sees of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from app.contracts.base import Wire
from app.contracts.fields import FieldDefinition
from app.contracts.people import Label
from app.contracts.ticket_set_up import (
    EscalationView,
    RulesChecked,
    SetUpFault,
    SetUpFile,
    TicketRulesFile,
    TicketRulesView,
    TypesChecked,
)
from app.contracts.tickets import (
    AttachmentView,
    BoardColumn,
    BoardView,
    BulkResult,
    ChecklistItem,
    ClockView,
    CommentView,
    CustomerAnswer,
    DeliveryView,
    LinkWish,
    MacroView,
    MacroWish,
    NewComment,
    OutsideTicket,
    Promise,
    SatisfactionWish,
    SavedView,
    TakenIn,
    TicketAnswer,
    TicketCounts,
    TicketEventView,
    TicketFile,
    TicketLink,
    TicketMove,
    TicketProgress,
    TicketQuery,
    TicketState,
    TicketTemplate,
    TicketTypeView,
    TicketView,
    WatchWish,
)

_AT = datetime(2026, 11, 20, 9, 35, tzinfo=UTC)
_DUE = _AT + timedelta(hours=8)
_NEW = TicketState(code="NEW", name=Label(code="NEW", zh="新建", en="New"), kind="NEW")
_WORK = TicketState(
    code="IN_PROGRESS", name=Label(code="IN_PROGRESS", zh="处理中", en="In progress"), kind="OPEN"
)
_DONE = TicketState(code="RESOLVED", name=Label(code="RESOLVED", zh="已解决", en="Resolved"), kind="RESOLVED")
_BEGIN = TicketMove(
    from_state="NEW", to_state="IN_PROGRESS", name=Label(code="begin", zh="开始处理", en="Begin")
)
_SOLVE = TicketMove(
    from_state="IN_PROGRESS",
    to_state="RESOLVED",
    name=Label(code="solve", zh="解决", en="Resolve"),
    needs=["solution"],
)

_TICKET = TicketView(
    ticket_id="t42",
    number="T20261120-0042",
    customer_id="c0001",
    customer_name="张伟",
    call_id="call-6f3a",
    type="REPAIR",
    priority="HIGH",
    status="IN_PROGRESS",
    title="冰箱漏水，要求上门维修",
    text="型号 BCD-520，门封条处漏水。",
    created_at=_AT,
    created_by="李敏",
    due_at=_DUE,
    type_name="维修",
    status_name="处理中",
    status_kind="OPEN",
    version=3,
    department="售后",
    assigned_to="1002",
    assigned_name="王强",
    accepted=True,
    tags=["返修"],
    updated_at=_AT,
    clocks=[ClockView(kind="RESOLUTION", state="RUNNING", due_at=_DUE)],
    comments=1,
)
_COMMENT = CommentView(comment_id="k1", at=_AT, by="王强", text="师傅明天上午十点到。", for_customer=True)
_EVENT = TicketEventView(
    event_id=311, at=_AT, by="李敏", kind="moved", field="status", before="新建", after="处理中"
)
_FILE = AttachmentView(
    attachment_id="f8", name="漏水处.jpg", media_type="image/jpeg", size_bytes=241_003, at=_AT, by="李敏"
)

_RULES = TicketRulesView(
    make=[],
    late=[EscalationView(after_min=0, to="assignee"), EscalationView(after_min=30, to="lead")],
    wait_min=10,
    confirm_after_days=7,
    archive_after_days=30,
    delete_after_days=0,
)

EXAMPLES: Final[tuple[Wire, ...]] = (
    _TICKET,
    _COMMENT,
    _EVENT,
    _FILE,
    TicketFile(
        ticket=_TICKET,
        fields={"model": "BCD-520"},
        checklist=[ChecklistItem(index=0, name=Label(code="1", zh="核对保修期", en="Check the warranty"))],
        comments=[_COMMENT],
        attachments=[_FILE],
        links=[TicketLink(kind="call", target_id="call-6f3a", at=_AT)],
        watchers=[("1005", "赵主管")],
        history=[_EVENT],
        moves=[_SOLVE],
        check_code="7KMQ2XWD",
        page_url="https://service.example.com/t/T20261120-0042",
        deliveries=[DeliveryView(at=_AT, channel="SMS", template="ticket.comment.customer", state="SENT")],
    ),
    TicketTypeView(
        code="REPAIR",
        name=Label(code="REPAIR", zh="维修", en="Repair"),
        fields=[FieldDefinition(code="model", name=Label(code="model", zh="型号", en="Model"), kind="TEXT")],
        states=[_NEW, _WORK, _DONE],
        moves=[_BEGIN, _SOLVE],
        checklist=[Label(code="1", zh="核对保修期", en="Check the warranty")],
        templates=[TicketTemplate(name=Label(code="leak", zh="漏水", en="Leak"), title="漏水，要求上门维修")],
        promises=[Promise(priority="HIGH", first_response_min=30, resolution_min=480)],
        department="售后",
    ),
    TicketAnswer(version=2, accept=False, reason="不属于本区域"),
    NewComment(text="师傅明天上午十点到。", for_customer=True),
    WatchWish(watch=True),
    LinkWish(kind="related", target="T20261118-0007"),
    MacroView(
        macro_id="parts",
        name=Label(code="parts", zh="等待配件", en="Waiting for parts"),
        types=["REPAIR"],
        add_tags=["缺件"],
        comment="配件已订，到货后联系您。",
        for_customer=True,
    ),
    MacroWish(version=3, macro_id="parts"),
    BulkResult(done=["t42"], refused={"t43": "This ticket is archived."}),
    SavedView(
        view_id="v1",
        name="我的加急单",
        query=TicketQuery(mine=True, priority=["URGENT"], sort="due"),
        shared=False,
    ),
    TicketCounts(mine=6, unassigned=2, late=1, soon=3, by_status={"IN_PROGRESS": 14, "NEW": 2}),
    BoardView(type="REPAIR", columns=[BoardColumn(state=_WORK, count=14, tickets=[_TICKET])]),
    TicketProgress(
        number="T20261120-0042",
        title="冰箱漏水，要求上门维修",
        type_name="维修",
        status_name="处理中",
        status_kind="OPEN",
        created_at=_AT,
        updated_at=_AT,
        due_at=_DUE,
        comments=[_COMMENT],
        may_answer=True,
    ),
    SatisfactionWish(code="7KMQ2XWD", solved=True, score=5, note="师傅很准时"),
    CustomerAnswer(code="7KMQ2XWD", text="明天下午更方便。"),
    OutsideTicket(
        external_id="shop-88121", type="REPAIR", title="洗衣机不脱水", number="13812341234", tags=["商城"]
    ),
    TakenIn(number="T20261120-0043", new=True),
    SetUpFile(text="types:\n  - {code: REPAIR, zh: 报修, en: Repair, department: 售后组}\n"),
    TypesChecked(
        faults=[SetUpFault(place="REPAIR.skill", zh="没有技能 fridge", en="there is no skill fridge")]
    ),
    TicketRulesFile(rules=_RULES, text="confirm_after_days: 7\n"),
    RulesChecked(rules=_RULES),
)
