"""All tables. ``calls`` and what hangs on it are views of the ledger that are kept up to date; everything
else is entered.

Names in both languages are columns, since they are data of the company, not of the program.
Secrets (phone passwords, keys of recordings) stand here only encrypted or hashed.
"""

from __future__ import annotations

from app.server.storage.tables.base import Base
from app.server.storage.tables.calls import Call, CallParty, CallQuality, CallResultRow, CallTransfer
from app.server.storage.tables.customer_work import (
    CustomerTag,
    CustomerTouched,
    DuplicatePair,
    ImportLine,
    ImportRow,
    MergeRow,
    SegmentRow,
    TagRuleRow,
)
from app.server.storage.tables.customers import (
    AccessRequest,
    Customer,
    CustomerField,
    CustomerNumber,
    CustomerWords,
    Order,
)
from app.server.storage.tables.desk import QuickReply, SavedNumber
from app.server.storage.tables.flows import Flow, FlowRunRow, FlowVersion, FlowVisit, System
from app.server.storage.tables.followups import CallbackRow, SurveyAnswerRow, VoiceMessage
from app.server.storage.tables.knowledge import (
    Article,
    ArticleFile,
    ArticleVersionRow,
    ArticleVote,
    ExpertQuestion,
    KnowledgeCategory,
    Posting,
    ReplyUse,
)
from app.server.storage.tables.lines import CallerNumberRow, CallerRuleRow, TrunkRow
from app.server.storage.tables.memory import AuditRow, IdempotencyRow, LedgerRow, MetaRow
from app.server.storage.tables.notices import (
    ChannelRow,
    ChannelStateRow,
    MessageOut,
    NoticeRow,
    NoticeTemplateRow,
    NoticeWishesRow,
    OptOutRow,
)
from app.server.storage.tables.people import AgentSkill, Phone, Skill, Token, User
from app.server.storage.tables.queues import HoursRow, LabelRow, Number, Queue, QueueMember
from app.server.storage.tables.recordings import (
    Recording,
    RecordingDeletion,
    RecordingHold,
    RecordingRetention,
)
from app.server.storage.tables.sources import CustomerSource, OrderSource, SourceEvent, SourcePush, SourceRow
from app.server.storage.tables.ticket_clocks import TicketClockRow
from app.server.storage.tables.tickets import (
    Counter,
    Ticket,
    TicketAttachment,
    TicketComment,
    TicketEvent,
    TicketLinkRow,
    TicketMacroRow,
    TicketTag,
    TicketTotal,
    TicketTypeRow,
    TicketViewRow,
    TicketWatcher,
)
from app.server.storage.tables.timers import TimerRow
from app.server.storage.tables.waiting import MissedRing, OfferRow, QueueEntry, WaitAnnouncement

__all__ = [
    "AccessRequest",
    "AgentSkill",
    "Article",
    "ArticleFile",
    "ArticleVersionRow",
    "ArticleVote",
    "AuditRow",
    "Base",
    "Call",
    "CallParty",
    "CallQuality",
    "CallResultRow",
    "CallTransfer",
    "CallbackRow",
    "CallerNumberRow",
    "CallerRuleRow",
    "ChannelRow",
    "ChannelStateRow",
    "Counter",
    "Customer",
    "CustomerField",
    "CustomerNumber",
    "CustomerSource",
    "CustomerTag",
    "CustomerTouched",
    "CustomerWords",
    "DuplicatePair",
    "ExpertQuestion",
    "Flow",
    "FlowRunRow",
    "FlowVersion",
    "FlowVisit",
    "HoursRow",
    "IdempotencyRow",
    "ImportLine",
    "ImportRow",
    "KnowledgeCategory",
    "LabelRow",
    "LedgerRow",
    "MergeRow",
    "MessageOut",
    "MetaRow",
    "MissedRing",
    "NoticeRow",
    "NoticeTemplateRow",
    "NoticeWishesRow",
    "Number",
    "OfferRow",
    "OptOutRow",
    "Order",
    "OrderSource",
    "Phone",
    "Posting",
    "Queue",
    "QueueEntry",
    "QueueMember",
    "QuickReply",
    "Recording",
    "RecordingDeletion",
    "RecordingHold",
    "RecordingRetention",
    "ReplyUse",
    "SavedNumber",
    "SegmentRow",
    "Skill",
    "SourceEvent",
    "SourcePush",
    "SourceRow",
    "SurveyAnswerRow",
    "System",
    "TagRuleRow",
    "Ticket",
    "TicketAttachment",
    "TicketClockRow",
    "TicketComment",
    "TicketEvent",
    "TicketLinkRow",
    "TicketMacroRow",
    "TicketTag",
    "TicketTotal",
    "TicketTypeRow",
    "TicketViewRow",
    "TicketWatcher",
    "TimerRow",
    "Token",
    "TrunkRow",
    "User",
    "VoiceMessage",
    "WaitAnnouncement",
]
