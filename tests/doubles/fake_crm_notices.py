"""The fake server's part for notices: what a person of the house is told, and what she wishes to be told.

crm.notices.add(...)             # said over the live line
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from app.contracts.live import NoticeMade
from app.contracts.notices import NoticeChoices, NoticeCounts, NoticeView, NoticeWishes
from app.contracts.people import Label

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm


KINDS = [
    Label(code="ticket.assigned", zh="有工单分派给我", en="A ticket is given to me"),
    Label(code="ticket.sent-back", zh="我分派的工单被退回", en="A ticket that I gave comes back"),
    Label(code="ticket.reminder", zh="工单一小时内到期", en="A ticket is due within the hour"),
    Label(code="ticket.watching", zh="我关注的工单有变化", en="A ticket that I watch has changed"),
    Label(code="access.decided", zh="我的查看申请有结果", en="My wish to see private data is decided"),
    Label(code="question.answered", zh="我的提问有回答", en="A question of mine was answered"),
]


class FakeNotices:
    def __init__(self, crm: FakeCrm) -> None:
        now = datetime.now(UTC)
        self._crm = crm
        self.wishes = NoticeWishes()
        made = [
            (
                "ticket.late",
                "工单超时：灯具到货破损两件",
                "T20261120-0103 已超过解决时限 2 小时，请尽快处理。",
                "ticket:tick-103",
                True,
                6,
            ),
            (
                "ticket.assigned",
                "新工单：餐桌桌面开裂，要求更换整块桌面",
                "赵磊分派给您，解决时限今天 17:00。",
                "ticket:tick-42",
                False,
                25,
            ),
            ("access.decided", "查看权限已批准", "李明的联系方式可查看至 16:30。", "access:r1", False, 70),
            (
                "ticket.reminder",
                "工单一小时后到期",
                "T20261120-0104 儿童书桌抽屉无法关闭",
                "ticket:tick-102",
                False,
                60 * 5,
            ),
            (
                "article.approved",
                "知识文章已发布",
                "《实木家具的日常养护》已通过审核。",
                "article:a1",
                False,
                60 * 26,
            ),
        ]
        self.notices = [
            NoticeView(
                notice_id=100 - place,
                at=now - timedelta(minutes=minutes),
                kind=kind,
                title=title,
                text=text,
                subject=subject,
                urgent=urgent,
                read_at=None if place < 3 else now,
            )
            for place, (kind, title, text, subject, urgent, minutes) in enumerate(made)
        ]

    def add(self, title: str, text: str = "", subject: str = "", urgent: bool = False) -> NoticeView:
        notice = NoticeView(
            notice_id=max((each.notice_id for each in self.notices), default=0) + 1,
            at=datetime.now(UTC),
            kind="ticket.assigned",
            title=title,
            text=text,
            subject=subject,
            urgent=urgent,
        )
        self.notices.insert(0, notice)
        self._crm.say(lambda cursor: NoticeMade(cursor=cursor, notice=notice))
        return notice


def add_notices(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/api/v1/notices")
    async def notices(cursor: str | None = None) -> Any:
        return {"items": crm.notices.notices, "next_cursor": None}

    @app.get("/api/v1/notices/counts")
    async def counts() -> NoticeCounts:
        unread = [each for each in crm.notices.notices if each.read_at is None]
        return NoticeCounts(unread=len(unread), urgent=sum(each.urgent for each in unread))

    @app.post("/api/v1/notices/read-all", status_code=204)
    async def read_all() -> None:
        now = datetime.now(UTC)
        crm.notices.notices = [
            n.model_copy(update={"read_at": n.read_at or now}) for n in crm.notices.notices
        ]
        crm.carried_out()

    @app.post("/api/v1/notices/{notice_id}/read", status_code=204)
    async def read(notice_id: int) -> None:
        now = datetime.now(UTC)
        crm.notices.notices = [
            n.model_copy(update={"read_at": now}) if n.notice_id == notice_id else n
            for n in crm.notices.notices
        ]
        crm.carried_out()

    @app.get("/api/v1/notices/choices")
    async def choices() -> NoticeChoices:
        return NoticeChoices(kinds=KINDS, channels=["SMS", "EMAIL", "WECOM"])

    @app.get("/api/v1/me/notice-wishes")
    async def wishes() -> NoticeWishes:
        return crm.notices.wishes

    @app.put("/api/v1/me/notice-wishes")
    async def set_wishes(new: NoticeWishes) -> NoticeWishes:
        crm.notices.wishes = new
        crm.carried_out()
        return new
