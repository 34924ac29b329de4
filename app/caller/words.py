"""What ``seatline caller`` prints for people, in English and Chinese.

In:  steps, reports. Out: lines of text; no logic of the call.
"""

from __future__ import annotations

import os

from app.caller.model import CallReport, EndReason, Step, StepKind

LANGUAGES = ("en", "zh")

_STEPS = {
    "en": {
        StepKind.DIALLING: "calling {detail} …",
        StepKind.RINGING: "ringing …",
        StepKind.ANSWERED: "answered after {at_s:.1f} s ({detail})",
        StepKind.PRESSED: "pressing {detail}",
        StepKind.REFUSED_KEY: "cannot press {detail}: the other side takes no key presses (RFC 4733)",
        StepKind.SPEAKING: "speaking: {detail}",
        StepKind.CHANGED: "the other side changed the call: {detail}",
    },
    "zh": {
        StepKind.DIALLING: "正在呼叫 {detail} …",
        StepKind.RINGING: "对方振铃 …",
        StepKind.ANSWERED: "{at_s:.1f} 秒后接通（{detail}）",
        StepKind.PRESSED: "按键 {detail}",
        StepKind.REFUSED_KEY: "无法按 {detail}：对方不接受按键（RFC 4733）",
        StepKind.SPEAKING: "正在说：{detail}",
        StepKind.CHANGED: "对方更改了通话：{detail}",
    },
}
_ENDS = {
    "en": {
        EndReason.NOT_ANSWERED: "nobody answered after {after_s:.1f} s",
        EndReason.UNREACHABLE: "nobody is there at {to}: is the server running, is the address right?",
        EndReason.BUSY: "busy",
        EndReason.NOT_FOUND: "the number in {to} does not exist there",
        EndReason.DECLINED: "the call was declined",
        EndReason.UNAVAILABLE: "the other side cannot take calls just now ({status}); try again later",
        EndReason.NO_COMMON_CODEC: "the two sides have no codec in common; try --codecs PCMA,PCMU,G722",
        EndReason.REFUSED: "the call was refused ({status})",
    },
    "zh": {
        EndReason.NOT_ANSWERED: "{after_s:.1f} 秒无人接听",
        EndReason.UNREACHABLE: "{to} 没有应答：请检查服务器是否已启动，地址和端口是否正确",
        EndReason.BUSY: "对方忙",
        EndReason.NOT_FOUND: "{to} 中的号码不存在",
        EndReason.DECLINED: "对方拒接",
        EndReason.UNAVAILABLE: "对方暂时无法接听（{status}），请稍后再试",
        EndReason.NO_COMMON_CODEC: "双方没有共同的编解码器，请试 --codecs PCMA,PCMU,G722",
        EndReason.REFUSED: "呼叫被拒绝（{status}）",
    },
}
_HUNG_UP = {
    "en": {"us": "hung up after {s:.1f} s", "peer": "hung up by the other side after {s:.1f} s"},
    "zh": {"us": "通话 {s:.1f} 秒后挂断", "peer": "通话 {s:.1f} 秒后对方挂断"},
}
_HEARD = {
    "en": "heard {received} packets, {lost} lost, longest gap {gap:.0f} ms, level {level:.0f} dBFS",
    "zh": "收到 {received} 包，丢失 {lost}，最长间隔 {gap:.0f} 毫秒，音量 {level:.0f} dBFS",
}
_NOTHING_HEARD = {"en": "heard nothing: no audio arrived", "zh": "没有收到任何声音"}
_RECORDED = {"en": "recorded to {path}", "zh": "录音已保存到 {path}"}


def default_language() -> str:
    """From the environment, as other programs take it; English where it says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def step_line(step: Step, language: str) -> str | None:
    """None for the end: ``end_lines`` says that with all its numbers."""
    template = _STEPS[language].get(step.kind)
    return template and template.format(at_s=step.at_s, detail=step.detail)


def end_lines(report: CallReport, language: str) -> list[str]:
    reason = EndReason(report.end_reason)
    if reason is not EndReason.HUNG_UP:
        after_s = report.steps[-1].at_s if report.steps else 0.0
        template = _ENDS[language][reason]
        return [template.format(to=report.to, status=report.sip_status, after_s=after_s)]
    lines = [_HUNG_UP[language][report.ended_by].format(s=report.duration_s)]
    if report.level_dbfs is None:
        lines.append(_NOTHING_HEARD[language])
    else:
        numbers = {"received": report.packets_received, "lost": report.packets_lost}
        gap_ms = report.max_gap_ms or 0.0
        lines.append(_HEARD[language].format(gap=gap_ms, level=report.level_dbfs, **numbers))
    return lines


def recorded_line(path: object, language: str) -> str:
    return _RECORDED[language].format(path=path)
