"""Examples: articles, questions to the expert, quick replies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from app.contracts.base import Wire
from app.contracts.knowledge import (
    ArticleAttachment,
    ArticleHit,
    ArticleStep,
    ArticleVersion,
    ArticleView,
    Categories,
    CategoryView,
    NewArticle,
    NewQuestion,
    QuestionAnswer,
    QuestionView,
    UsefulVote,
)
from app.contracts.people import Label
from app.contracts.replies import (
    NewQuickReply,
    QuickReplyView,
    ReplyOrder,
    ReplyUsed,
    SpeakWish,
    TextTaken,
    TextWish,
)

_AT = datetime(2026, 11, 20, 9, 35, tzinfo=UTC)
_CATEGORY = CategoryView(
    category_id="fridge", name=Label(code="fridge", zh="冰箱", en="Refrigerators"), articles=12
)
_BODY = "## 先检查\n1. 排水孔是否堵塞\n2. 门封条是否变形"
_SAY = "请您先看一下冷藏室后壁的排水孔，是不是被食物残渣堵住了？"

EXAMPLES: Final[tuple[Wire, ...]] = (
    _CATEGORY,
    Categories(categories=[_CATEGORY]),
    ArticleHit(
        article_id="a17",
        kind="FAQ",
        title="冰箱漏水怎么办",
        snippet="冷藏室\u0002漏水\u0003多因排水孔堵塞",
        category="冰箱",
        language="zh",
        score=8.4,
        updated_at=_AT,
        useful=31,
        for_queue=True,
    ),
    NewArticle(
        kind="FAQ",
        title="冰箱漏水怎么办",
        body=_BODY,
        say=_SAY,
        questions=["冰箱底下有水"],
        category_id="fridge",
        tags=["漏水"],
        queues=["service"],
        valid_until=date(2027, 12, 31),
        base_version=3,
        note="补充门封条",
    ),
    ArticleView(
        article_id="a17",
        version=4,
        state="PUBLISHED",
        kind="FAQ",
        title="冰箱漏水怎么办",
        body=_BODY,
        say=_SAY,
        questions=["冰箱底下有水"],
        category_id="fridge",
        category="冰箱",
        language="zh",
        written_by="王强",
        written_at=_AT,
        approved_by="赵主管",
        approved_at=_AT,
        useful=31,
        not_useful=2,
        my_vote=True,
    ),
    ArticleVersion(
        version=4,
        state="PUBLISHED",
        title="冰箱漏水怎么办",
        written_by="王强",
        written_at=_AT,
        note="补充门封条",
    ),
    ArticleStep(version=4, note="请补充型号"),
    ArticleAttachment(attachment_id="f3", name="排水孔.png", media_type="image/png", size_bytes=88_210),
    UsefulVote(useful=True),
    NewQuestion(text="BCD-520 的门封条可以单独更换吗？", category_id="fridge", call_id="call-6f3a"),
    QuestionView(
        question_id="q5",
        text="BCD-520 的门封条可以单独更换吗？",
        category="冰箱",
        article_id=None,
        asked_by="李敏",
        asked_at=_AT,
        answer="可以，配件号 DK-77。",
        answered_by="赵主管",
        answered_at=_AT,
        mine=True,
    ),
    QuestionAnswer(text="可以，配件号 DK-77。", make_article=True),
    QuickReplyView(
        reply_id="r1",
        scope="team",
        group="开场",
        title="问候",
        text="您好，{company}，我是{agent}。",
        clip=True,
        speakable=True,
        uses=57,
        queues=["service"],
    ),
    NewQuickReply(scope="own", group="结束", title="致谢", text="感谢您的来电，{customer}，再见。"),
    ReplyOrder(scope="own", reply_ids=["r2", "r1"]),
    ReplyUsed(how="SPOKEN"),
    SpeakWish(reply_id="r1", text="您好，晨光家电，我是李敏。"),
    TextWish(text="您的工单 T20261120-0042 已登记。", reply_id="r3"),
    TextTaken(message_id=512),
)
