"""Prompts as they are kept: loaded before anybody asks, evened, shared, without a seam where they repeat."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from app.server.voice.embedded.media.codecs import Codec
from app.server.voice.embedded.media.prompts import PromptStore
from scripts.resource_audio import write_opus as write_evened
from tests.doubles.mixing_room import worst_break
from tests.doubles.rtp_peer import level
from tests.integration.test_media_prompts import write_opus


class Store:
    """A store whose news can be waited for."""

    def __init__(self, folder: Path, calm_s: float = 0.0) -> None:
        self._news = threading.Event()
        self.store = PromptStore((folder,), self._news.set, calm_s)

    def payloads(self, name: str, codec: str, loop: bool = False) -> list[bytes]:
        key = self.store.find(name, codec, loop)
        assert key is not None
        while (found := self.store.payload(key)) is None:
            assert self._news.wait(20)
            self._news.clear()
        assert isinstance(found, list), found
        return found

    def ready(self, name: str, codec: str, loop: bool = False) -> None:
        """Wait until it is there without having been asked for."""
        key = self.store.find(name, codec, loop)
        while key not in self.store._ready:
            assert self._news.wait(20)
            self._news.clear()

    def close(self) -> None:
        self.store.close()


def heard(payloads: list[bytes], codec: str) -> np.ndarray:
    decoder = Codec(codec)
    return np.concatenate([decoder.decode(each) for each in payloads])


def test_what_lies_there_at_the_start_needs_no_waiting(tmp_path: Path) -> None:
    write_opus(tmp_path / "prompts/zh/welcome.opus", 600, 0.5)
    write_opus(tmp_path / "music/calm.opus", 500, 0.7)
    store = Store(tmp_path)
    store.ready("zh/welcome", "PCMA")
    store.ready("music/calm", "PCMA", loop=True)
    for codec in ("PCMU", "G722"):  # once a codec is spoken, the rest is prepared in it as well
        store.payloads("zh/welcome", codec)
        store.ready("music/calm", codec, loop=True)
    store.close()


def test_a_caller_right_after_the_start_waits_for_his_own_prompt_only(tmp_path: Path) -> None:
    for number in range(20):
        write_opus(tmp_path / f"prompts/zh/long-{number}.opus", 600, 0.5)
    write_opus(tmp_path / "prompts/zh/welcome.opus", 600, 0.1)
    store = Store(tmp_path, calm_s=60.0)
    store.payloads("zh/welcome", "PCMA")
    assert list(store.store._ready) == [store.store.find("zh/welcome", "PCMA")]
    assert store.store._wanted.empty(), "nothing else is about to be loaded"
    store.close()


def test_loud_and_quiet_recordings_are_heard_alike_and_music_softer(tmp_path: Path) -> None:
    write_opus(tmp_path / "prompts/loud.opus", 600, 1.5, 24000)
    write_opus(tmp_path / "prompts/quiet.opus", 600, 1.5, 400)
    write_opus(tmp_path / "music/calm.opus", 600, 1.5, 8000)
    store = Store(tmp_path)
    found = [level(heard(store.payloads(n, "PCMA"), "PCMA")[2000:8000], 8000, 600) for n in ("loud", "quiet")]
    music = level(heard(store.payloads("music/calm", "PCMA", loop=True), "PCMA")[2000:8000], 8000, 600)
    store.close()
    assert found[0] == pytest.approx(found[1], rel=0.05)
    assert 20 * np.log10(found[0] / np.sqrt(2) / 32768) == pytest.approx(
        -23, abs=1.0
    )  # a tone of 600 Hz weighs a little less
    assert 20 * np.log10(music / found[0]) == pytest.approx(-3, abs=0.5)


def test_pieces_that_were_evened_together_keep_their_levels(tmp_path: Path) -> None:
    """A short word of a number must not be pumped up to the level of a sentence."""
    time_s = np.arange(8000) / 16000
    for name, amplitude in (("eight", 0.02), ("seven", 0.06)):
        tone = amplitude * np.sin(2 * np.pi * 600 * time_s)
        write_evened(tmp_path / f"prompts/en/{name}.opus", tone, 32000, "voip", evened=True)
    store = Store(tmp_path)
    found = [
        level(heard(store.payloads(f"en/{n}", "PCMA"), "PCMA")[800:3200], 8000, 600)
        for n in ("eight", "seven")
    ]
    store.close()
    assert found[0] == pytest.approx(0.02 * 32768, rel=0.15)
    assert found[1] / found[0] == pytest.approx(3, rel=0.1)


def test_sentences_are_ready_before_single_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.server.voice.embedded.media.prompts._READY_FILES", 1)
    for number in range(20):
        write_opus(tmp_path / f"prompts/en/n-{number}.opus", 600, 0.1)
    write_opus(tmp_path / "prompts/zh/welcome.opus", 600, 3.0)
    store = Store(tmp_path)
    store.ready("zh/welcome", "PCMA")
    store.payloads("en/n-3", "PCMA")
    store.close()


@pytest.mark.parametrize("codec", ["PCMA", "G722"])
def test_a_loop_of_any_length_has_no_gap_and_no_click(tmp_path: Path, codec: str) -> None:
    write_opus(tmp_path / "music/odd.opus", 500, 1.014)  # whole periods, but not whole frames
    store = Store(tmp_path)
    payloads = store.payloads("music/odd", codec, loop=True)
    store.close()
    rate_hz = 16000 if codec == "G722" else 8000
    thrice = heard(payloads * 3, codec)
    seam = len(payloads) * rate_hz // 50
    around = thrice[seam - rate_hz // 10 : seam + rate_hz // 10].astype(float)
    for piece in np.array_split(around, 10):
        assert np.sqrt(np.mean(piece**2)) > 500, "no hole"
    assert worst_break(around, rate_hz, 500) < 0.3


def test_a_file_that_was_replaced_is_read_anew(tmp_path: Path) -> None:
    import os

    path = tmp_path / "prompts/hello.opus"
    write_opus(path, 600, 0.5)
    store = Store(tmp_path)
    before = store.payloads("hello", "PCMA")
    write_opus(path, 1000, 0.5)
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1_000_000))
    after = store.payloads("hello", "PCMA")
    store.close()
    assert level(heard(before, "PCMA")[800:3200], 8000, 600) > 1000
    assert level(heard(after, "PCMA")[800:3200], 8000, 1000) > 1000


def test_all_who_hear_a_prompt_are_given_the_same_payloads(tmp_path: Path) -> None:
    write_opus(tmp_path / "music/calm.opus", 500, 0.5)
    store = Store(tmp_path)
    assert store.payloads("music/calm", "PCMU", True) is store.payloads("music/calm", "PCMU", True)
    store.close()
