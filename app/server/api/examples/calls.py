"""Examples: calls, who is in them, what came of them, and what is left to do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from app.contracts.base import Wire
from app.contracts.calls import (
    CallRecord,
    CallResult,
    CallView,
    CustomerChoice,
    MissedCallView,
    RecordingGap,
    RecordingHoldWish,
    RecordingView,
)
from app.contracts.control import (
    CallMade,
    ConsultNote,
    DigitsToSend,
    Monitoring,
    NewCall,
    NewParty,
    PartyChange,
    TransferWish,
)
from app.contracts.followups import (
    CallbackView,
    FlowFigures,
    MessageDone,
    NodeFigures,
    SurveyFigures,
    VoiceMessageView,
)
from app.contracts.parties import CallPartyView, LegQualityView, PartyView, SoundView, TransferView
from app.contracts.routing import AssignmentView, CandidateView, ScoreView
from app.server.api.examples.people import SERVICE

_BEGAN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_ENDED = datetime(2026, 11, 20, 9, 34, 12, tzinfo=UTC)
_TOMORROW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

_CALL = CallView(
    call_id="call-6f3a",
    started_at=_BEGAN,
    ended_at=_ENDED,
    outcome="ANSWERED",
    customer_id="c0001",
    customer_name="张伟",
    caller_number="138****1234",
    queue=SERVICE,
    agent_id="1001",
    agent_name="李敏",
    waited_s=18.4,
    talk_s=214.0,
    hold_s=12.0,
    result="FOLLOW_UP",
    note="冰箱漏水，已约明天上门。",
    follow_up_at=_TOMORROW,
    recording_id="rec-6f3a",
)
_CLEAR = SoundView(packets=10_700, lost=3, loss_pct=0.03, jitter_ms=1.8, mos=4.4)

EXAMPLES: Final[tuple[Wire, ...]] = (
    _CALL,
    CallRecord(
        **dict(_CALL),
        ended_by="customer",
        ended_cause="hang-up",
        parties=[
            CallPartyView(
                leg_id="leg-2",
                kind="AGENT",
                agent_id="1001",
                name="李敏",
                number="1001",
                role="TALK",
                joined_at=_BEGAN,
                left_at=_ENDED,
                talk_s=214.0,
                hold_s=12.0,
            )
        ],
        transfers=[
            TransferView(
                at=_BEGAN,
                mode="consult",
                by="1001",
                target_kind="agent",
                target="1002",
                ended_at=_ENDED,
                result="refused",
                came_back_to="agent",
            )
        ],
    ),
    MissedCallView(
        offer_id="offer-91",
        call_id="call-6f3a",
        at=_BEGAN,
        why="no-answer",
        number="138****1234",
        customer_id="c0001",
        customer_name="张伟",
        queue=SERVICE,
        answered_elsewhere=True,
    ),
    CallResult(outcome="FOLLOW_UP", note="已约明天上门。", follow_up_at=_TOMORROW, finish=True),
    CustomerChoice(customer_id="c0001"),
    RecordingView(
        recording_id="rec-6f3a",
        call_id="call-6f3a",
        state="READY",
        started_at=_BEGAN,
        duration_ms=226_000,
        sha256="5d1e…",
        gaps=[RecordingGap(from_ms=61_000, to_ms=74_500, reason="paused")],
        gaps_ms=[(61_000, 74_500)],
    ),
    RecordingHoldWish(held=True, reason="投诉处理中"),
    NewCall(number="0571-88001234"),
    CallMade(call_id="call-7a10"),
    TransferWish(target="1002", mode="consult", note="冰箱漏水，客户要求今天上门。"),
    ConsultNote(note="已说明情况"),
    NewParty(target="1003"),
    PartyView(leg_id="leg-2", kind="AGENT", state="TALKING", agent_id="1001", name="李敏", leads=True),
    PartyChange(muted=True),
    DigitsToSend(digits="1,,2048#"),
    Monitoring(mode="listen"),
    LegQualityView(
        leg_id="leg-1",
        party="CUSTOMER",
        agent_id=None,
        codec="PCMA",
        received=_CLEAR,
        sent=_CLEAR,
        round_trip_ms=21.0,
        worst_mos=4.2,
        samples=[(4.4, 0.0, 1.8, 4.4, 21.0)],
    ),
    AssignmentView(
        offer_id="offer-91",
        agent_id="1001",
        agent_name="李敏",
        queue=SERVICE,
        made_at=_BEGAN,
        result="taken",
        rule="longest-idle",
        wants={"fridge": 5},
        waited_s=18.4,
        line=3,
        score=ScoreView(total=72.4, base=50, level=20, extra=0, ageing=2.4),
        candidates=[
            CandidateView(agent_id="1001", name="李敏", idle_s=95.0, standing=[-95.0]),
            CandidateView(agent_id="1002", name="王强", excluded="talking"),
        ],
        zh=["李敏空闲最久（95 秒）。"],
        en=["李敏 has been idle longest (95 s)."],
    ),
    CallbackView(
        callback_id="cb-12",
        state="OPEN",
        queue=SERVICE,
        number="138****1234",
        customer_id="c0001",
        customer_name="张伟",
        level="VIP",
        for_call_id="call-6f3a",
        waiting_since=_BEGAN,
        promised_at=_ENDED,
        tries=1,
        next_at=_TOMORROW,
        last_result="busy",
    ),
    VoiceMessageView(
        message_id="vm-4",
        state="NEW",
        queue=SERVICE,
        number="138****1234",
        customer_id="c0001",
        customer_name="张伟",
        call_id="call-6f3a",
        recording_id="rec-6f3a",
        from_s=31.0,
        length_s=22.5,
        left_at=_ENDED,
    ),
    MessageDone(done=True, note="已回电，约定周三安装。"),
    SurveyFigures(
        agent_id="1001",
        agent_name="李敏",
        queue=SERVICE,
        question="satisfaction",
        answers=42,
        average=4.6,
        scores={"5": 31, "4": 8, "2": 3},
    ),
    FlowFigures(
        flow_id="main-menu",
        since=_BEGAN,
        until=_TOMORROW,
        entered=310,
        ended={"queue": 240, "end": 70},
        self_served=64,
        self_service_rate=0.206,
        nodes=[NodeFigures(node="choose", kind="menu", visits=322, seconds=6.1, exits={"1": 190, "2": 50})],
    ),
)
