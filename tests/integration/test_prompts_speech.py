"""Texts that are really spoken: by espeak-ng in its process."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from app.server import admin
from app.server.core.commands import PlayPrompts, VoiceCommand
from app.server.prompts.engines import SpeechProcess, find_speech
from app.server.prompts.speech import SpeechError
from app.server.prompts.spoken_sound import speak
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.prompts.voice import SpeakingVoice
from app.server.prompts.voices import ESPEAK_VOICES, espeak_installed
from app.server.security.keys import load_keys
from app.server.voice.embedded.media.decode import decode_file, is_evened
from app.server.voice.embedded.media.loudness import TARGET_LUFS, loudness_lufs
from app.server.voice.engine import VoiceListener
from tests.unit.test_media_prompts_store import Store


class Engine:
    def __init__(self) -> None:
        self.done: list[VoiceCommand] = []

    async def start(self, listener: VoiceListener) -> None: ...

    def do(self, command: VoiceCommand) -> None:
        self.done.append(command)

    async def stop(self) -> None: ...


def english(tmp_path: Path, idle_s: float = 60.0) -> SpeechProcess:
    assert espeak_installed(), "the tests' machine has espeak-ng"
    return SpeechProcess("espeak", ESPEAK_VOICES, tmp_path, idle_s)


async def test_a_text_is_heard_in_the_next_call(tmp_path: Path) -> None:
    port = english(tmp_path)
    texts = SpokenTexts(tmp_path, port)
    engine = Engine()
    voice = SpeakingVoice(engine, texts)
    task = asyncio.get_running_loop().create_task(texts.run())
    play = PlayPrompts("leg", "play", ("text/en/Your order has been shipped. It arrives on Monday.",))
    store = Store(tmp_path)
    try:
        voice.do(play)
        async with asyncio.timeout(60):
            while not list(tmp_path.glob("tts/en/*.opus")):
                await asyncio.sleep(0.02)
        voice.do(play)
        assert isinstance(engine.done[0], PlayPrompts)
        assert isinstance(engine.done[1], PlayPrompts)
        assert engine.done[0].prompts == ()
        (name,) = engine.done[1].prompts
        assert 2.0 < len(store.payloads(name, "PCMA")) / 50 < 6.0
    finally:
        store.close()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await texts.close()
    samples = decode_file(tmp_path / f"{name}.opus")
    assert loudness_lufs(samples) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert is_evened(tmp_path / f"{name}.opus")


async def test_one_bad_text_does_not_stop_the_others(tmp_path: Path) -> None:
    port = english(tmp_path)
    try:
        with pytest.raises(SpeechError):
            await port.render("...", "en", tmp_path / "a.opus")
        with pytest.raises(SpeechError):
            await port.render("您好", "zh", tmp_path / "a.opus")
        await port.render("--version <speak>&amp; $(id) -w out.wav", "en", tmp_path / "b.opus")
        assert [path.name for path in tmp_path.glob("*.opus")] == ["b.opus"]
        assert not list(tmp_path.glob("*.wav"))
    finally:
        await port.close()


async def test_a_process_that_dies_is_started_anew_and_an_idle_one_ends(tmp_path: Path) -> None:
    port = english(tmp_path, idle_s=0.2)
    try:
        await port.render("One.", "en", tmp_path / "1.opus")
        first = port._process
        assert first is not None
        first.kill()
        await first.wait()
        await port.render("Two.", "en", tmp_path / "2.opus")
        second = port._process
        assert second is not None
        async with asyncio.timeout(20):
            assert await second.wait() == 0, "its input ended"
        await port.render("Three.", "en", tmp_path / "3.opus")
    finally:
        await port.close()
    assert len(list(tmp_path.glob("?.opus"))) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="priorities of Linux")
async def test_speaking_takes_only_what_calls_leave(tmp_path: Path) -> None:
    port = english(tmp_path)
    try:
        await port.render("One.", "en", tmp_path / "1.opus")
        assert port._process is not None
        assert os.sched_getscheduler(port._process.pid) == os.SCHED_IDLE
        assert os.getpriority(os.PRIO_PROCESS, port._process.pid) == 19
    finally:
        await port.close()


async def test_who_gives_up_does_not_leave_an_answer_for_the_next(tmp_path: Path) -> None:
    port = english(tmp_path)
    try:
        task = asyncio.get_running_loop().create_task(port.render("One.", "en", tmp_path / "1.opus"))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await port.render("Two.", "en", tmp_path / "2.opus")
        assert (tmp_path / "2.opus").is_file()
    finally:
        await port.close()


def test_which_engine_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_speech(tmp_path, "none") is None
    assert find_speech(tmp_path, "kokoro") is None, "no voices there"
    found = find_speech(tmp_path, "auto")
    assert found is not None
    assert set(found.voices) == {"en"}, "nobody understands its Mandarin"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert find_speech(tmp_path, "auto") is None


def test_the_command_line_speaks_a_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_keys(tmp_path)
    words = ["--data", str(tmp_path), "prompt", "say"]
    assert admin.main([*words, "sale", "Ten percent off today.", "--language", "en"]) == 0
    assert decode_file(tmp_path / "prompts/en/sale.opus").any()
    assert admin.main([*words, "sale", "您好"]) == 1
    assert "未安装语音合成" in capsys.readouterr().err
    assert admin.main([*words, "../sale", "Ten", "--language", "en"]) == 1
    assert not list(tmp_path.rglob("zh/*"))


def test_sentences_are_spoken_one_by_one_at_one_level() -> None:
    said: list[str] = []

    def say(sentence: str, language: str) -> np.ndarray:
        said.append(sentence)
        tone = np.sin(np.arange(16000) / 5) * (300 if len(said) == 1 else 12000)
        return np.concatenate([np.zeros(4000), tone, np.zeros(4000)]).astype(np.int16)

    samples = speak(say, "Costs 12.50 yuan. Thanks!! 您好。再见", "en")
    assert said == ["Costs 12.50 yuan.", "Thanks!", "您好。", "再见"]
    levels = [np.abs(part.astype(int)).max() for part in np.array_split(samples, 4)]
    assert max(levels) / min(levels) < 1.2
    assert not samples[: 16000 * 70 // 1000].any()
    with pytest.raises(ValueError, match="nothing"):
        speak(say, " ... ", "en")


def test_english_sounds_without_the_model() -> None:
    from app.server.prompts.english_sounds import EnglishSounds

    words = {
        "to": "tˈu", "pay": "pˈA", "twelve": "TW", "yuan": "YU", "wait": "wˈAt", "phone": "FON",
        "S": "ˈɛs", "M": "ˈɛm", "Q": "kjˈu", "X": "ˈɛks", "A": "ˈA", "one": "W", "hundred": "H", "five": "F",
        "forty": "FT", "thousand": "TH",
    }  # fmt: skip
    sounds = EnglishSounds(dict(words), spells=True)
    assert sounds.of("Pay 12 yuan to us.") == "pˈA TW YU tə ˌʌs."
    assert sounds.of("to") == "tˈu"
    assert sounds.of("waited phones SMS qx") == "wˈAtᵻd FONz ˈɛs ˈɛm ˈɛs kjˈu ˈɛks"
    assert sounds.of("145000") == "W H FTF TH"
    with pytest.raises(ValueError, match="qx"):
        EnglishSounds(dict(words), spells=False).of("qx")
