"""How the call sounds: one word and a colour; behind it the figures, and in plain words why it is bad.

In:  the softphone's figures every 2 s; the server's, where she works on another phone.
Out: ``QualityFace``. A word changes for the worse only when it stays bad: one lost packet is no news.
Limits: MOS by the E-model (ITU-T G.107): 4.0 all are satisfied, 3.6 some are not, below that many are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from app.contracts.live import CallQuality
from app.telephony import ports as phone
from app.ui.presenters.agent import Tone
from app.ui.presenters.desk import Desk, Stage
from app.ui.presenters.ports import Words
from app.ui.presenters.store import DeskStore

GOOD_MOS, FAIR_MOS = 4.0, 3.6
LOSS_PCT, JITTER_MS, ROUND_TRIP_MS = 2.0, 40.0, 300.0
TOLD_AFTER = 3  # bad figures in a row, before it is said
_KNOWN = -0.5  # figures below are not known


class Grade(Enum):
    NONE = 0
    GOOD = 1
    FAIR = 2
    POOR = 3


@dataclass(frozen=True, slots=True)
class Sound:
    """What is known of both directions; -1 where nothing is."""

    codec: str
    mos_in: float
    mos_out: float
    loss_in_pct: float
    loss_out_pct: float
    jitter_in_ms: float
    jitter_out_ms: float
    round_trip_ms: float

    @property
    def mos(self) -> float:
        known = [mos for mos in (self.mos_in, self.mos_out) if mos > _KNOWN]
        return min(known, default=-1.0)


@dataclass(frozen=True, slots=True)
class QualityFace:
    """``rows``: (what, you hear, the other hears)."""

    grade: Grade
    tone: Tone
    word: str
    rows: tuple[tuple[str, str, str], ...]
    line: str  # codec and round trip
    hint: str


class QualityView(Protocol):
    def show_quality(self, face: QualityFace) -> None: ...
    def say(self, text: str) -> None: ...


class QualityPresenter:
    def __init__(self, view: QualityView, store: DeskStore, words: Words) -> None:
        self._view, self._store, self._words = view, store, words
        self._grade = Grade.NONE
        self._bad_in_a_row = 0
        self._told = False
        self._last: object = None
        self._shown: QualityFace | None = None
        store.listen(self._changed)

    def refresh(self) -> None:
        self._shown = None
        self._show(self._store.desk)

    def _changed(self, before: Desk, after: Desk) -> None:
        call_id = after.call.call_id if after.call else ""
        if (before.call.call_id if before.call else "") != call_id:
            self._grade, self._bad_in_a_row, self._told = Grade.NONE, 0, False
        sound = sound_of(after)
        fresh = (after.sound or after.line_quality) is not self._last
        self._last = after.sound or after.line_quality
        if sound is not None and fresh:
            self._judge(sound)
        elif sound is None:
            self._grade = Grade.NONE
        self._show(after)

    def _judge(self, sound: Sound) -> None:
        now = grade_of(sound)
        if now is Grade.POOR:
            self._bad_in_a_row += 1
        else:
            self._bad_in_a_row = 0
        if now is Grade.POOR and self._bad_in_a_row < 2 and self._grade is not Grade.POOR:
            now = Grade.FAIR  # once is an accident
        self._grade = now
        if self._bad_in_a_row >= TOLD_AFTER and not self._told:
            self._told = True
            self._view.say(hint_of(sound, self._words))

    def _show(self, desk: Desk) -> None:
        face = self._face(desk)
        if face != self._shown:
            self._shown = face
            self._view.show_quality(face)

    def _face(self, desk: Desk) -> QualityFace:
        w, sound = self._words, sound_of(desk)
        if sound is None or self._grade is Grade.NONE:
            talks = desk.stage in (Stage.TALKING, Stage.HELD)
            text = w("The first figures come a few seconds after the beginning.") if talks else ""
            return QualityFace(Grade.NONE, "away", w("Sound"), (), "", text or w("Shown while you talk."))
        tones: dict[Grade, Tone] = {Grade.GOOD: "ready", Grade.FAIR: "hold", Grade.POOR: "trouble"}
        names = {Grade.GOOD: w("Sound good"), Grade.FAIR: w("Sound fair"), Grade.POOR: w("Sound poor")}
        rows = (
            (w("Quality (MOS)"), _figure(sound.mos_in, 1), _figure(sound.mos_out, 1)),
            (w("Lost"), _figure(sound.loss_in_pct, 1, " %"), _figure(sound.loss_out_pct, 1, " %")),
            (w("Jitter"), _figure(sound.jitter_in_ms, 0, " ms"), _figure(sound.jitter_out_ms, 0, " ms")),
        )
        round_trip = _figure(sound.round_trip_ms, 0, " ms")
        line = w("{codec} · there and back {time}", codec=sound.codec or "–", time=round_trip)
        hint = w("You hear each other well.") if self._grade is Grade.GOOD else hint_of(sound, w)
        return QualityFace(self._grade, tones[self._grade], names[self._grade], rows, line, hint)


def sound_of(desk: Desk) -> Sound | None:
    """Of the call in which she speaks; the softphone's own figures before the server's."""
    if desk.stage not in (Stage.TALKING, Stage.HELD):
        return None
    if desk.sound is not None:
        return _of_phone(desk.sound)
    return _of_server(desk.line_quality) if desk.line_quality is not None else None


def grade_of(sound: Sound) -> Grade:
    if sound.mos <= _KNOWN:
        return Grade.NONE
    if sound.mos >= GOOD_MOS:
        return Grade.GOOD
    return Grade.FAIR if sound.mos >= FAIR_MOS else Grade.POOR


def hint_of(sound: Sound, words: Words) -> str:
    """Which side it is about, why, and what to do."""
    in_bad = _KNOWN < sound.mos_in < GOOD_MOS
    out_bad = _KNOWN < sound.mos_out < GOOD_MOS
    if in_bad and out_bad:
        whose = words("Both of you hear badly.")
    elif out_bad:
        whose = words("The other hears you badly.")
    else:
        whose = words("You hear the other badly.")
    return f"{whose} {_why(sound, words)}"


def _why(sound: Sound, words: Words) -> str:
    if max(sound.loss_in_pct, sound.loss_out_pct) >= LOSS_PCT:
        return words("Sound gets lost on the way: use a cable instead of Wi-Fi, or end large downloads.")
    if max(sound.jitter_in_ms, sound.jitter_out_ms) >= JITTER_MS:
        return words("Sound arrives unevenly: the network is busy. End downloads and video.")
    if sound.round_trip_ms >= ROUND_TRIP_MS:
        return words("The way is long (VPN?): let the other finish speaking before you answer.")
    return words("Tell your administrator the time of this call if it stays so.")


def _of_phone(sound: phone.CallSound) -> Sound:
    return Sound(
        sound.codec,
        sound.mos_in,
        sound.mos_out,
        sound.loss_in_pct,
        sound.loss_out_pct,
        sound.jitter_in_ms,
        sound.jitter_out_ms,
        sound.round_trip_ms,
    )


def _of_server(quality: CallQuality) -> Sound:
    """What the server received is what the other hears."""
    out, sent = quality.received, quality.sent
    return Sound(
        quality.codec,
        sent.mos if sent else -1.0,
        out.mos,
        sent.loss_pct if sent else -1.0,
        out.loss_pct,
        sent.jitter_ms if sent else -1.0,
        out.jitter_ms,
        quality.round_trip_ms if quality.round_trip_ms is not None else -1.0,
    )


def _figure(value: float, digits: int, unit: str = "") -> str:
    return f"{value:.{digits}f}{unit}" if value > _KNOWN else "–"
