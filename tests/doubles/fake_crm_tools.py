"""The fake server's part for the tools: replies, rules, several customers, call-backs, voice messages.

crm.tools.replies, .callbacks, .messages      # what there is; tests change them
crm.tools.spoken, .texts, .revealed, .done    # what the desktop wanted
crm.speaking("greeting", "ended")             # said over the live line
crm.tools.reason_needed = True                # a look at a number needs a reason
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import av
import numpy as np
from fastapi import Body, FastAPI, Header
from fastapi.responses import JSONResponse, Response

from app.contracts.calls import CustomerChoice
from app.contracts.control import CallMade
from app.contracts.customers import CustomerFile, CustomerView, RevealedNumber, RevealWish
from app.contracts.followups import CallbackView, MessageDone, VoiceMessageView
from app.contracts.live import SpeakingChanged
from app.contracts.people import Label, NoteTemplate, QueueDeskRules
from app.contracts.replies import NewQuickReply, QuickReplyView, SpeakWish, TextWish
from tests.doubles import fake_crm_content as content

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

WHOLE_NUMBER = "13800001234"
SCRIPT = (
    "您好，{company}售后，工号 1001,{agent}为您服务。\n\n"
    "请问是{customer}本人吗？为保护您的信息，请报一下订单尾号后四位。\n\n"
    "复述客户的问题：「您是说……，对吗？」先听完，不打断。\n\n"
    "说明处理方案和时间。不能当场解决的，一定给出回电时间：「我会在今天 17:00 前给您回电。」\n\n"
    "请问还有其他可以帮您的吗？感谢来电，稍后请对我的服务做出评价，再见。"
)


def _template(code: str, zh: str, en: str, text: str) -> NoteTemplate:
    return NoteTemplate(title=Label(code=code, zh=zh, en=en), text=text)


RULES = [
    QueueDeskRules(
        queue_id="after-sales",
        outcomes=["resolved", "follow-up", "escalated", "no-answer", "wrong-number"],
        note_templates=[
            _template(
                "fault", "报修登记", "Repair", "{customer} 来电报修：\n产品：\n现象：\n已排除：\n方案："
            ),
            _template(
                "promise", "承诺回电", "Promise", "已向{customer}承诺 {time} 起两小时内回电，由{agent}负责。"
            ),
            _template("ticket", "工单跟进", "On a ticket", "就工单 {ticket} 来电，告知进度："),
        ],
        script=SCRIPT,
    ),
    QueueDeskRules(queue_id="sales", outcomes=["resolved", "follow-up"], outcome_required=False),
]


def replies() -> list[QuickReplyView]:
    made = [
        ("greeting", "team", "开场", "标准问候", "您好，{company}，我是{agent}，很高兴为您服务。", True),
        ("wait", "team", "开场", "请稍等", "请您稍等，我帮您查一下，大约需要一分钟。", True),
        ("verify", "team", "核实", "核实身份", "为保护您的信息安全，请您报一下预留手机号的后四位。", False),
        (
            "delay",
            "team",
            "物流",
            "配送延迟致歉",
            "{customer}，非常抱歉让您久等了。您的订单因为天气原因配送延迟，预计两天内送达，到货前师傅会提前一小时"
            "与您电话联系。给您带来的不便我们深表歉意。",
            False,
        ),
        (
            "ticket",
            "team",
            "工单",
            "告知工单号",
            "您的问题已登记，工单号 {ticket}，处理进度会以短信通知您。",
            False,
        ),
        (
            "address",
            "team",
            "门店",
            "门店地址与营业时间",
            "锦绣路 88 号，每天 9:00 到 20:00 营业。",
            False,
        ),
        ("bye", "team", "结束", "结束语", "感谢您的来电，稍后请对我的服务做出评价，再见。", True),
        ("mine", "own", "物流", "避开午睡时间", "好的，我已备注送货请避开 12:30 到 14:30。", False),
    ]
    views = [
        QuickReplyView(
            reply_id=reply_id,
            scope="own" if scope == "own" else "team",
            group=group,
            title=title,
            text=text,
            clip=clip,
            speakable=True,
        )
        for reply_id, scope, group, title, text, clip in made
    ]
    english = QuickReplyView(
        reply_id="hello-en",
        scope="team",
        group="English",
        title="Greeting",
        text="Hello, this is {company}, {agent} speaking. How can I help you?",
        language="en",
        speakable=False,
    )
    return [*views, english]


def callbacks(now: datetime) -> list[CallbackView]:
    def one(number: int, name: str, minutes: int, **more: Any) -> CallbackView:
        base: dict[str, Any] = {
            "callback_id": f"cb-{number}",
            "state": "OPEN",
            "queue": content.AFTER_SALES if number % 2 else content.SALES,
            "number": f"13{number}****{5100 + number * 7}",
            "customer_id": content.CUSTOMER_ID if number == 1 else None,
            "customer_name": name,
            "level": "VIP" if number == 1 else "NORMAL",
            "for_call_id": f"past-{number}",
            "waiting_since": now - timedelta(minutes=minutes),
            "promised_at": now - timedelta(minutes=minutes),
            "tries": 0,
        }
        return CallbackView.model_validate(base | more)

    soon = now + timedelta(minutes=6)
    return [
        one(1, "李明", 4),
        one(2, "Alexander Montgomery-Whitfield", 19, tries=1, last_result="busy", next_at=soon),
        one(3, "", 41, tries=2, last_result="no-answer", next_at=soon + timedelta(minutes=20)),
        one(4, "欧阳思远", 96, agent_id=content.AGENT_ID),
    ]


def ended_callbacks(now: datetime) -> list[CallbackView]:
    done = callbacks(now - timedelta(hours=3))
    words = ("talked", "cancelled", "called-again", "given-up")
    return [
        each.model_copy(update={"state": "ENDED", "result": word, "callback_id": f"old-{word}"})
        for each, word in zip(done, words, strict=True)
    ]


def messages(now: datetime) -> list[VoiceMessageView]:
    def one(number: int, name: str, minutes: int, length_s: float, **more: Any) -> VoiceMessageView:
        base: dict[str, Any] = {
            "message_id": f"msg-{number}",
            "state": "NEW",
            "queue": content.COMPLAINTS if number == 2 else content.AFTER_SALES,
            "number": f"15{number}****{2200 + number * 11}",
            "customer_id": content.CUSTOMER_ID if number == 1 else None,
            "customer_name": name,
            "call_id": f"past-m{number}",
            "recording_id": f"rec-m{number}",
            "from_s": 12.0,
            "length_s": length_s,
            "left_at": now - timedelta(minutes=minutes),
        }
        return VoiceMessageView.model_validate(base | more)

    return [
        one(1, "李明", 12, 23.4),
        one(2, "陈静", 55, 41.0),
        one(3, "", 60 * 15, 8.2),
        one(
            4,
            "张伟",
            60 * 26,
            17.0,
            state="DONE",
            done_by=content.AGENT_ID,
            done_at=now - timedelta(hours=2),
            note="已回电，改约周五上午送货。",
        ),
    ]


def twins(now: datetime) -> CustomerFile:
    """Two customers with one number: the family's telephone."""
    ming = content.liming(now)
    wife = CustomerView(
        customer_id="cust-wife",
        name="赵雪梅",
        level="NORMAL",
        number=ming.number,
        region="上海",
        address=ming.address,
    )
    return content.file_of_liming(now).model_copy(update={"matches": [ming, wife]})


def sound(seconds: float = 0.6) -> bytes:
    """A tone as Ogg/Opus."""
    out = io.BytesIO()
    with av.open(out, "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48000, layout="mono")
        samples = np.arange(int(48000 * seconds))
        wave = (8000 * np.sin(2 * np.pi * 440 * samples / 48000)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = 48000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return out.getvalue()


class FakeTools:
    def __init__(self, crm: FakeCrm) -> None:
        now = datetime.now(UTC)
        self._crm = crm
        self.rules = list(RULES)
        self.replies = replies()
        self.callbacks = callbacks(now)
        self.ended = ended_callbacks(now)
        self.messages = messages(now)
        self.reason_needed = False
        self.spoken: list[tuple[str, SpeakWish]] = []
        self.stopped: list[str] = []
        self.texts: list[tuple[str, TextWish]] = []
        self.revealed: list[tuple[str, str]] = []
        self.chosen: list[tuple[str, str]] = []
        self.cancelled: list[str] = []
        self.called_back: list[str] = []
        self.extended = 0
        wife = twins(now).matches[1]
        crm.files[wife.customer_id] = CustomerFile(customer=wife, number=wife.number)

    def speaking(self, reply_id: str, state: str) -> None:
        call = self._crm.current_call
        assert call is not None, "there is no call"
        self._crm.say(
            lambda cursor: SpeakingChanged.model_validate(
                {"cursor": cursor, "call_id": call.call_id, "reply_id": reply_id, "state": state}
            )
        )


def _refused(status: int, error_id: str) -> JSONResponse:
    body = {"status": status, "error_id": error_id, "title": error_id}
    return JSONResponse(body, status, media_type="application/problem+json")


def add_tools(app: FastAPI, crm: FakeCrm) -> None:
    """Before the calls' own routes: "/calls/{call_id}/{what}" takes what nobody else took."""
    _add_replies(app, crm)
    _add_follow_ups(app, crm)

    @app.post("/api/v1/agents/me/wrap-up/extend", status_code=204, response_model=None)
    async def extend() -> Response:
        agent = crm.agent
        if agent.state != "WRAP_UP" or agent.wrap_up_extended or agent.wrap_up_ends_at is None:
            return _refused(409, "state-not-possible")
        crm.tools.extended += 1
        ends = agent.wrap_up_ends_at + timedelta(seconds=agent.wrap_up_more_s)
        crm.agent_changed(wrap_up_ends_at=ends, wrap_up_extended=True)
        return Response(status_code=204)

    @app.put("/api/v1/calls/{call_id}/customer")
    async def choose(call_id: str, choice: CustomerChoice) -> CustomerFile:
        crm.tools.chosen.append((call_id, choice.customer_id))
        crm.carried_out()
        return crm.files[choice.customer_id]

    @app.post("/api/v1/customers/{customer_id}/reveal")
    async def reveal(customer_id: str, wish: Annotated[RevealWish, Body()]) -> Any:
        if crm.tools.reason_needed and not wish.reason:
            return _refused(422, "reason-needed")
        crm.tools.revealed.append((customer_id, wish.reason))
        crm.carried_out()
        return RevealedNumber(number=WHOLE_NUMBER)


def _add_replies(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/api/v1/replies")
    async def all_replies() -> Any:
        return crm.tools.replies

    @app.post("/api/v1/replies", status_code=201)
    async def create(new: NewQuickReply) -> QuickReplyView:
        made = QuickReplyView(reply_id=f"own-{len(crm.tools.replies)}", speakable=True, **new.model_dump())
        crm.tools.replies.append(made)
        crm.carried_out()
        return made

    @app.put("/api/v1/replies/{reply_id}")
    async def change(reply_id: str, new: NewQuickReply) -> Any:
        found = next((each for each in crm.tools.replies if each.reply_id == reply_id), None)
        if found is None:
            return _refused(404, "not-found")
        changed = found.model_copy(update=new.model_dump())
        crm.tools.replies = [changed if each is found else each for each in crm.tools.replies]
        return changed

    @app.delete("/api/v1/replies/{reply_id}")
    async def delete(reply_id: str) -> Any:
        gone = next(each for each in crm.tools.replies if each.reply_id == reply_id)
        crm.tools.replies.remove(gone)
        return gone

    @app.post("/api/v1/calls/{call_id}/speak", status_code=204)
    async def speak(call_id: str, wish: SpeakWish) -> None:
        crm.tools.spoken.append((call_id, wish))
        crm.tools.speaking(wish.article_id or wish.reply_id, "speaking")
        crm.carried_out()

    @app.delete("/api/v1/calls/{call_id}/speak", status_code=204)
    async def stop(call_id: str) -> None:
        crm.tools.stopped.append(call_id)
        if crm.tools.spoken:
            wish = crm.tools.spoken[-1][1]
            crm.tools.speaking(wish.article_id or wish.reply_id, "stopped")

    @app.post("/api/v1/calls/{call_id}/text", status_code=201)
    async def text(call_id: str, wish: TextWish) -> dict[str, str]:
        crm.tools.texts.append((call_id, wish))
        crm.carried_out()
        return {"state": "WAITING"}


def _add_follow_ups(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/api/v1/callbacks")
    async def callbacks_of(state: str = "OPEN", cursor: str | None = None) -> Any:
        rows = crm.tools.callbacks if state == "OPEN" else crm.tools.ended
        return {"items": rows, "next_cursor": None}

    @app.post("/api/v1/callbacks/{callback_id}/cancel", status_code=204)
    async def cancel(callback_id: str) -> None:
        crm.tools.cancelled.append(callback_id)
        crm.tools.callbacks = [each for each in crm.tools.callbacks if each.callback_id != callback_id]
        crm.carried_out()

    @app.get("/api/v1/voice-messages")
    async def messages_of(state: str = "NEW", cursor: str | None = None) -> Any:
        return {"items": [m for m in crm.tools.messages if m.state == state], "next_cursor": None}

    @app.get("/api/v1/voice-messages/{message_id}/audio")
    async def audio(message_id: str) -> Response:
        return Response(sound(), media_type="audio/ogg")

    @app.post("/api/v1/voice-messages/{message_id}/call", status_code=201)
    async def call_back(message_id: str) -> CallMade:
        crm.tools.called_back.append(message_id)
        crm.carried_out()
        return CallMade(call_id=f"call-of-{message_id}")

    @app.post("/api/v1/voice-messages/{message_id}/done")
    async def done(
        message_id: str, wish: MessageDone, key: Annotated[str | None, Header(alias="Idempotency-Key")] = None
    ) -> VoiceMessageView:
        before = next(each for each in crm.tools.messages if each.message_id == message_id)
        now = datetime.now(UTC)
        after = before.model_copy(
            update={
                "state": "DONE" if wish.done else "NEW",
                "done_by": content.AGENT_ID if wish.done else "",
                "done_at": now if wish.done else None,
                "note": wish.note or before.note,
            }
        )
        crm.tools.messages = [after if each is before else each for each in crm.tools.messages]
        crm.carried_out()
        return after
