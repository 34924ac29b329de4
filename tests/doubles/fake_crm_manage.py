"""The fake server's part for what is looked after: messages sent, channels, types and rules as files.

crm.manage.outgoing, .channels        # tests change them
crm.manage.retried, .tested, .put     # what the desktop wanted
crm.manage.faults = [...]             # what the next check finds
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml
from fastapi import FastAPI

from app.contracts.notice_texts import NoticeTextView, NoticeTextWish
from app.contracts.notices import (
    ChannelTest,
    ChannelTested,
    ChannelView,
    ContactWay,
    ContactWish,
    OutgoingCounts,
    OutgoingView,
)
from app.contracts.people import Label
from app.contracts.ticket_set_up import (
    EscalationView,
    MakeRuleView,
    RulesChecked,
    SetUpFault,
    SetUpFile,
    TicketRulesFile,
    TicketRulesView,
    TypesChecked,
)
from app.server.tickets.type_files import as_data
from tests.doubles.notice_texts import notice_texts

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

RIGHTS = ["outgoing.see", "tickets.set-up", "channels.set-up"]
_KINDS = {
    "ticket.created": Label(code="ticket.created", zh="工单已受理", en="A ticket was made"),
    "ticket.resolved.customer": Label(
        code="ticket.resolved.customer", zh="工单已解决，请确认", en="A ticket is resolved: please confirm"
    ),
    "ticket.comment.customer": Label(
        code="ticket.comment.customer", zh="工单有新回复", en="A word about a ticket"
    ),
    "ticket.assigned": Label(code="ticket.assigned", zh="有工单分派给我", en="A ticket is given to me"),
}
RULES = TicketRulesView(
    make=[
        MakeRuleView(on="message", type="consult", title="{number} 留言 {length}", tags=["留言"]),
        MakeRuleView(
            on="call-back",
            type="consult",
            title="{number} 回拨未接通",
            priority="HIGH",
            ends=["given-up", "expired"],
        ),
        MakeRuleView(
            on="result",
            type="repair",
            title="{customer} 待跟进",
            outcomes=["FOLLOW_UP"],
            words=["上门", "维修"],
            department="售后组",
        ),
    ],
    late=[
        EscalationView(after_min=0, to="assignee"),
        EscalationView(after_min=30, to="lead"),
        EscalationView(after_min=120, to="admins"),
    ],
    wait_min=10,
    confirm_after_days=7,
    archive_after_days=30,
    delete_after_days=0,
    public_url="https://help.example.com",
)


class FakeManage:
    def __init__(self, crm: FakeCrm) -> None:
        now = datetime.now(UTC)
        self.outgoing = messages(now)
        self.channels = channels(now)
        self.ways = {
            "SMS": ContactWay(channel="SMS", state="OK"),
            "EMAIL": ContactWay(channel="EMAIL", state="NO_ADDRESS"),
        }
        self.rules = RULES
        self.faults: list[SetUpFault] = []
        self.retried: list[int] = []
        self.tested: list[tuple[str, str]] = []
        self.test_why = ""
        self.put: list[str] = []
        self.version = "v1"
        self.texts = notice_texts()
        self._crm = crm


def messages(now: datetime) -> list[OutgoingView]:
    rows: list[tuple[Any, ...]] = [
        ("李明", "138****1234", "SMS", "ticket.created", "SENT", "", "tick-42", "T20261122-0042", 6),
        ("陈立华", "139****8820", "SMS", "ticket.resolved.customer", "FAILED", "limit", "tick-37",
         "T20261118-0037", 31),
        ("赵国栋及家人联合采购", "z****@example.com", "EMAIL", "ticket.comment.customer", "NEW", "timeout",
         "tick-101", "T20261120-0101", 44),
        ("孙晓梅", "", "SMS", "ticket.created", "SKIPPED", "no-address", "tick-102", "T20261120-0102", 95),
        ("周伟", "136****0917", "SMS", "ticket.created", "SKIPPED", "opted-out", "tick-103",
         "T20261120-0103", 180),
        ("", "137****4410", "SMS", "", "SENT", "", "", "", 60 * 5),
        ("吴静", "w****@example.com", "EMAIL", "ticket.resolved.customer", "FAILED", "550-mailbox-full",
         "tick-104", "T20261120-0104", 60 * 26),
    ]  # fmt: skip
    made = [
        OutgoingView(
            outgoing_id=500 - place,
            at=now - timedelta(minutes=minutes),
            channel=channel,
            to=to,
            template=template,
            state=state,
            tries=0 if state == "SKIPPED" else 3 if state == "FAILED" else 1,
            next_at=now + timedelta(minutes=9) if state == "NEW" else None,
            sent_at=now - timedelta(minutes=minutes) if state == "SENT" else None,
            why=why,
            subject=f"ticket:{ticket}" if ticket else "call:past-1",
            what=_KINDS.get(template),
            customer_id=f"c-{place}" if name else None,
            customer_name=name,
            number=number,
            may_retry=state != "SENT" and why not in ("opted-out", "no-address"),
        )
        for place, (name, to, channel, template, state, why, ticket, number, minutes) in enumerate(rows)
    ]
    return made + [
        each.model_copy(update={"outgoing_id": each.outgoing_id - 100, "state": "SENT", "why": "",
                                "may_retry": False, "sent_at": each.at - timedelta(days=2),
                                "at": each.at - timedelta(days=2), "next_at": None})
        for each in made
        if each.state != "SKIPPED"
    ]  # fmt: skip


def channels(now: datetime) -> list[ChannelView]:
    def way(channel_id: str, kind: str, channel: Any, **more: Any) -> ChannelView:
        base = {"active": True, "in_use": True} | more
        return ChannelView(channel_id=channel_id, kind=kind, channel=channel, **base)

    return [
        way("aliyun", "aliyun-sms", "SMS", where="席聆", secrets_set=["access_key_secret"],
            last_sent_at=now - timedelta(minutes=6), waiting=1),
        way("mail", "smtp", "EMAIL", where="smtp.example.com:465", secrets_set=["password"],
            last_sent_at=now - timedelta(hours=3), last_failed_at=now - timedelta(minutes=20),
            why="unreachable", waiting=4),
        way("leads", "wecom-robot", "WECOM_ROBOT", where="qyapi.weixin.qq.com", secrets_set=["key"],
            needs_address=False, last_sent_at=now - timedelta(days=1)),
        way("erp", "webhook", "WEBHOOK", where="erp.example.com", in_use=False, needs_address=False,
            secrets_missing=["secret"]),
        way("spare", "tencent-sms", "SMS", where="席聆", in_use=False, position=5,
            secrets_set=["secret_key"]),
    ]  # fmt: skip


def add_manage(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/api/v1/outgoing")
    async def outgoing(state: str = "", to: str = "all", cursor: str | None = None) -> Any:
        found = [each for each in crm.manage.outgoing if not state or each.state == state]
        return {"items": [] if to == "house" else found, "next_cursor": None}

    @app.get("/api/v1/outgoing/counts")
    async def counts() -> OutgoingCounts:
        states = [each.state for each in crm.manage.outgoing]
        return OutgoingCounts(
            failed=states.count("FAILED"), skipped=states.count("SKIPPED"), waiting=states.count("NEW")
        )

    @app.post("/api/v1/outgoing/{outgoing_id}/retry")
    async def retry(outgoing_id: int) -> OutgoingView:
        crm.manage.retried.append(outgoing_id)
        found = next(each for each in crm.manage.outgoing if each.outgoing_id == outgoing_id)
        again = found.model_copy(update={"state": "NEW", "why": "", "tries": 0})
        crm.manage.outgoing = [again if each is found else each for each in crm.manage.outgoing]
        crm.carried_out()
        return again

    @app.get("/api/v1/channels")
    async def all_channels() -> Any:
        return crm.manage.channels

    @app.post("/api/v1/channels/{channel_id}/test")
    async def test_channel(channel_id: str, test: ChannelTest) -> ChannelTested:
        crm.manage.tested.append((channel_id, test.to))
        crm.carried_out()
        why = crm.manage.test_why
        return ChannelTested(taken=not why, to="138****1234" if test.to else channel_id, why=why)

    @app.get("/api/v1/notices/texts")
    async def texts() -> Any:
        return crm.manage.texts

    @app.put("/api/v1/notices/texts/{template}")
    async def put_text(template: str, wish: NoticeTextWish) -> NoticeTextView:
        found = next(each for each in crm.manage.texts if each.template == template)
        made = found.model_copy(update={"own_zh": wish.zh, "own_en": wish.en, "version": found.version + "+"})
        crm.manage.texts = [made if each is found else each for each in crm.manage.texts]
        crm.carried_out()
        return made

    @app.get("/api/v1/customers/{customer_id}/contact-ways")
    async def ways(customer_id: str) -> Any:
        return list(crm.manage.ways.values())

    @app.put("/api/v1/customers/{customer_id}/contact-ways")
    async def set_way(customer_id: str, wish: ContactWish) -> Any:
        out = ContactWay(channel=wish.channel, state="OPTED_OUT", at=datetime.now(UTC), by="王芳")
        crm.manage.ways[wish.channel] = ContactWay(channel=wish.channel, state="OK") if wish.wanted else out
        crm.carried_out()
        return list(crm.manage.ways.values())

    _add_files(app, crm)


def _add_files(app: FastAPI, crm: FakeCrm) -> None:
    def checked(text: str) -> TypesChecked:
        if crm.manage.faults:
            return TypesChecked(faults=crm.manage.faults)
        types = crm.desk_tickets.types
        return TypesChecked(types=types, changed=[types[0].code] if "#" in text else [])

    @app.get("/api/v1/tickets/types/file")
    async def types_file() -> SetUpFile:
        data = {"types": [as_data(each) for each in crm.desk_tickets.types]}
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
        return SetUpFile(text=text, version=crm.manage.version)

    @app.post("/api/v1/tickets/types/check")
    async def check_types(file: SetUpFile) -> TypesChecked:
        return checked(file.text)

    @app.put("/api/v1/tickets/types")
    async def put_types(file: SetUpFile) -> TypesChecked:
        crm.manage.put.append(file.text)
        crm.carried_out()
        return checked(file.text).model_copy(update={"file": file})

    @app.get("/api/v1/tickets/rules")
    async def rules() -> TicketRulesFile:
        data = crm.manage.rules.model_dump(mode="json", exclude_defaults=True)
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
        return TicketRulesFile(rules=crm.manage.rules, text=text)

    @app.post("/api/v1/tickets/rules/check")
    async def check_rules(file: SetUpFile) -> RulesChecked:
        return RulesChecked(faults=crm.manage.faults, rules=None if crm.manage.faults else crm.manage.rules)

    @app.put("/api/v1/tickets/rules")
    async def put_rules(file: SetUpFile) -> RulesChecked:
        crm.manage.put.append(file.text)
        crm.carried_out()
        return RulesChecked(faults=crm.manage.faults, rules=None if crm.manage.faults else crm.manage.rules)
