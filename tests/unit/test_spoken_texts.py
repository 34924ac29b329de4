"""Texts in prompts: heard once they are rendered, never waited for, bounded in every direction."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.server.core.commands import HangUpLeg, PlayPrompts, VoiceCommand
from app.server.core.flow.plan import Flow, HangUp, Language, Menu, Say, Spoken, SpokenKind
from app.server.prompts import spoken_texts
from app.server.prompts.speech import SpeechError
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.prompts.voice import SpeakingVoice
from app.server.voice.engine import VoiceListener


class Speaker:
    """A speech port that writes what it is told, when it is let."""

    def __init__(self, voices: Mapping[str, str] | None = None) -> None:
        self.voices = voices or {"zh": "xiaobei", "en": "heart"}
        self.said: list[tuple[str, str]] = []
        self.broken: set[str] = set()
        self.may_speak = asyncio.Event()
        self.may_speak.set()

    async def render(self, text: str, language: str, file: Path) -> None:
        await self.may_speak.wait()
        self.said.append((language, text))
        if text in self.broken:
            raise SpeechError("no such word")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * 1000)

    async def close(self) -> None: ...


class Engine:
    """What reaches the telephone engine."""

    def __init__(self) -> None:
        self.done: list[VoiceCommand] = []

    async def start(self, listener: VoiceListener) -> None: ...

    def do(self, command: VoiceCommand) -> None:
        self.done.append(command)

    async def stop(self) -> None: ...


class House:
    """Texts in front of an engine, with their background task."""

    def __init__(self, data: Path, speaker: Speaker | None, most_bytes: int = 10**6) -> None:
        self.engine = Engine()
        self.speaker = speaker
        self.texts = SpokenTexts(data, speaker, most_bytes)
        self.voice = SpeakingVoice(self.engine, self.texts)

    async def __aenter__(self) -> House:
        self.task = asyncio.get_running_loop().create_task(self.texts.run())
        return self

    async def __aexit__(self, *error: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    def play(self, *prompts: str, loop: bool = False) -> PlayPrompts:
        self.voice.do(PlayPrompts("leg", "play", prompts, loop))
        last = self.engine.done[-1]
        assert isinstance(last, PlayPrompts)
        return last

    async def spoken(self, count: int) -> None:
        """Until so many texts were said, and tidied up after."""
        assert self.speaker is not None
        async with asyncio.timeout(10):
            while len(self.speaker.said) < count or self.texts._waiting:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)


async def test_a_new_text_is_left_out_and_heard_the_next_time(tmp_path: Path) -> None:
    async with House(tmp_path, Speaker()) as house:
        assert house.play("zh/hold", "text/zh/您的订单已发货/明天到", "zh/goodbye").prompts == (
            "zh/hold",
            "zh/goodbye",
        )
        await house.spoken(1)
        heard = house.play("zh/hold", "text/zh/您的订单已发货/明天到", "zh/goodbye").prompts
        assert heard[::2] == ("zh/hold", "zh/goodbye")
        assert heard[1].startswith("tts/zh/")
        assert (tmp_path / f"{heard[1]}.opus").is_file()
        assert house.speaker and house.speaker.said == [("zh", "您的订单已发货/明天到")]


async def test_a_call_never_waits_and_a_text_is_rendered_once(tmp_path: Path) -> None:
    speaker = Speaker()
    speaker.may_speak.clear()
    async with House(tmp_path, speaker) as house:
        for _ in range(50):
            assert house.play("text/en/Hello").prompts == ()
            await asyncio.sleep(0)
        speaker.may_speak.set()
        await house.spoken(1)
        await asyncio.sleep(0.05)
        assert speaker.said == [("en", "Hello")]


async def test_other_commands_pass_untouched(tmp_path: Path) -> None:
    house = House(tmp_path, None)
    house.voice.do(HangUpLeg("a"))
    assert house.engine.done == [HangUpLeg("a")]
    assert house.play("zh/hold", "music/calm", loop=True) == PlayPrompts(
        "leg", "play", ("zh/hold", "music/calm"), True
    )


async def test_what_cannot_be_heard_is_not_replaced_by_repeating_another(tmp_path: Path) -> None:
    house = House(tmp_path, None)
    assert house.play("zh/hold", "text/zh/请稍候", loop=True) == PlayPrompts(
        "leg", "play", ("zh/hold",), False
    )
    assert house.play("text/zh/请稍候", "music/calm", loop=True) == PlayPrompts(
        "leg", "play", ("music/calm",), True
    )


@pytest.mark.parametrize("prompt", ["text/", "text/zh", "text/zh/", "text/zh/  ", "text/../x", "text/ZH/a"])
async def test_rubbish_is_left_out(tmp_path: Path, prompt: str) -> None:
    async with House(tmp_path, Speaker()) as house:
        assert house.play(prompt).prompts == ()
        assert not house.texts._waiting


async def test_mandarin_is_spoken_as_mandarin_whatever_the_caller_chose(tmp_path: Path) -> None:
    async with House(tmp_path, Speaker()) as house:
        house.play("text/en/您好")
        await house.spoken(1)
        assert house.speaker and house.speaker.said == [("zh", "您好")]


async def test_what_was_rendered_is_heard_after_a_restart_and_another_voice_is_another_recording(
    tmp_path: Path,
) -> None:
    async with House(tmp_path, Speaker()) as house:
        house.play("text/zh/您好")
        await house.spoken(1)
    again = House(tmp_path, Speaker())
    assert again.play("text/zh/您好").prompts
    other = House(tmp_path, Speaker({"zh": "xiaoyi"}))
    assert not other.play("text/zh/您好").prompts


async def test_what_failed_is_not_tried_for_every_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaker = Speaker()
    speaker.broken.add("bad")
    async with House(tmp_path, speaker) as house:
        house.play("text/en/bad")
        await house.spoken(1)
        house.play("text/en/bad")
        house.play("text/en/good")
        await house.spoken(2)
        assert speaker.said == [("en", "bad"), ("en", "good")]
        monkeypatch.setattr(spoken_texts, "TRY_AGAIN_S", 0.0)
        house.play("text/en/bad")
        await house.spoken(3)


async def test_the_queue_and_the_text_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoken_texts, "MOST_WAITING", 5)
    speaker = Speaker()
    speaker.may_speak.clear()
    async with House(tmp_path, speaker) as house:
        for number in range(50):
            house.play(f"text/en/Number {number} " + "x" * 9000)
        speaker.may_speak.set()
        await house.spoken(5)
        assert len(speaker.said) == 5
        assert max(len(text) for _, text in speaker.said) == 500


async def test_the_least_used_go_when_there_is_too_much_and_fixed_texts_stay(tmp_path: Path) -> None:
    flow = Flow("f", "a", {"a": HangUp((Spoken(SpokenKind.TEXT, "Fixed"),))}, language="en")
    async with House(tmp_path, Speaker(), most_bytes=3000) as house:
        house.texts.render_flow_texts([flow])
        await house.spoken(1)
        for number in range(3):
            house.play(f"text/en/old {number}")
            await house.spoken(number + 2)
        for path in (tmp_path / "tts/en").iterdir():
            os.utime(path, (time.time() - 1000, time.time() - 1000))
        house.texts._used.clear()
        assert house.play("text/en/old 0").prompts, "heard again: it is no longer the least used"
        house.play("text/en/new")
        await house.spoken(5)
        assert house.play("text/en/old 0").prompts
        assert house.play("text/en/new").prompts
        assert house.play("text/en/Fixed").prompts
        assert len(list((tmp_path / "tts/en").iterdir())) == 4


async def test_what_nobody_hears_for_a_week_is_deleted(tmp_path: Path) -> None:
    async with House(tmp_path, Speaker()) as house:
        house.play("text/en/Mrs Li bought a kettle")
        await house.spoken(1)
    for path in (tmp_path / "tts/en").iterdir():
        os.utime(path, (time.time() - 8 * 86400, time.time() - 8 * 86400))
    async with House(tmp_path, Speaker()) as house:
        async with asyncio.timeout(5):
            while list((tmp_path / "tts/en").iterdir()):
                await asyncio.sleep(0.01)


async def test_fixed_texts_of_flows_are_rendered_before_anybody_calls(tmp_path: Path) -> None:
    said = {kind: Spoken(kind, "7") for kind in SpokenKind}
    nodes = {
        "a": Say((Spoken(SpokenKind.TEXT, "您好"), "welcome", said[SpokenKind.NUMBER]), "m"),
        "m": Menu(
            (Spoken(SpokenKind.TEXT, "Press one"),),
            {"1": "l"},
            5,
            3,
            Spoken(SpokenKind.TEXT, "Wrong"),
            "x",
            "l",
        ),
        "l": Language("en", "z"),
        "z": HangUp((Spoken(SpokenKind.TEXT, "Order {order}"),)),
    }
    async with House(tmp_path, Speaker()) as house:
        house.texts.render_flow_texts([Flow("f", "a", nodes)])
        await house.spoken(5)
        assert house.speaker
        assert set(house.speaker.said) == {
            ("zh", "您好"), ("en", "Press one"), ("zh", "Press one"), ("en", "Wrong"), ("zh", "Wrong"),
        }  # fmt: skip
        assert house.play("text/zh/您好").prompts


async def test_without_an_engine_nothing_is_queued(tmp_path: Path) -> None:
    async with House(tmp_path, None) as house:
        assert house.play("zh/hold", "text/zh/您好").prompts == ("zh/hold",)
        assert not house.texts._waiting
