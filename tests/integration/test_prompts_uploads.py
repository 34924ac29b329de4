"""Recordings of the company's own: from any file to what a caller hears, and nothing from what is none."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from app.server import admin
from app.server.prompts import model
from app.server.prompts.model import PromptError
from app.server.prompts.store import PromptFolder
from app.server.security.keys import load_keys
from app.server.voice.embedded.media.decode import decode_file, is_evened
from app.server.voice.embedded.media.loudness import MUSIC_LUFS, TARGET_LUFS, loudness_lufs
from tests.unit.test_media_prompts_store import Store

SHIPPED = Path(__file__).resolve().parents[2] / "resources/prompts/zh/welcome.opus"
CODECS = {"mp3": "libmp3lame", "ogg": "libopus"}


def speech(amplitude: float = 0.3, length_s: float = 2.0, rate_hz: int = 44100) -> np.ndarray:
    """Something between speech and a tone, in stereo."""
    time_s = np.arange(int(rate_hz * length_s)) / rate_hz
    wave_ = amplitude * np.sin(2 * np.pi * 500 * time_s) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * time_s))
    return np.stack([wave_, wave_ * 0.5])


def write(path: Path, kind: str, samples: np.ndarray, rate_hz: int = 44100) -> Path:
    if kind == "wav":
        with wave.open(str(path), "wb") as out:
            out.setparams((len(samples), 2, rate_hz, 0, "NONE", ""))
            out.writeframes((samples.T * 32767).astype("<i2").tobytes())
        return path
    rate_hz = 48000 if kind == "ogg" else rate_hz  # Opus knows no other: a little faster, then
    with av.open(str(path), "w", format=kind) as container:
        stream = container.add_stream(CODECS[kind], rate=rate_hz, layout="stereo")
        frame = av.AudioFrame.from_ndarray(samples.astype(np.float32), format="fltp", layout="stereo")
        frame.sample_rate = rate_hz
        frame.pts = 0
        fifo = av.AudioFifo()
        fifo.write(frame)
        size = stream.codec_context.frame_size or 1152
        while (part := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def admin_words(data: Path, *words: str) -> int:
    return admin.main(["--data", str(data), "prompt", *words])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    load_keys(folder)
    return folder


@pytest.mark.parametrize("kind", ["wav", "mp3", "ogg"])
def test_a_recording_of_any_kind_is_heard_as_loud_as_the_others(tmp_path: Path, kind: str) -> None:
    """Whatever its name says."""
    source = write(tmp_path / "upload.txt", kind, speech(0.02 if kind == "wav" else 0.7))
    stored = PromptFolder(tmp_path).add("zh", "summer-sale", source)
    file = tmp_path / "prompts/zh/summer-sale.opus"
    assert stored.full_name == "zh/summer-sale"
    assert stored.size_bytes == file.stat().st_size < 12_000
    samples = decode_file(file)
    assert len(samples) / 16000 == pytest.approx(2.0, abs=0.2)
    assert loudness_lufs(samples) == pytest.approx(TARGET_LUFS, abs=0.7)
    assert is_evened(file)
    assert file.stat().st_mode & 0o077 == 0


def test_music_is_kept_behind_the_words(tmp_path: Path) -> None:
    PromptFolder(tmp_path).add("music", "own", write(tmp_path / "a.wav", "wav", speech()))
    assert loudness_lufs(decode_file(tmp_path / "music/own.opus")) == pytest.approx(MUSIC_LUFS, abs=0.7)


def test_a_running_media_process_takes_it_over(tmp_path: Path) -> None:
    """Its store, made before there was any file, finds the new one; and the next one of the same name."""
    store = Store(tmp_path)
    folder = PromptFolder(tmp_path)
    try:
        assert store.store.find("zh/news", "PCMA") is None
        folder.add("zh", "news", write(tmp_path / "a.wav", "wav", speech(length_s=1.0)))
        assert len(store.payloads("zh/news", "PCMA")) == pytest.approx(50, abs=2)
        folder.add("zh", "news", write(tmp_path / "a.wav", "wav", speech(length_s=3.0)))
        assert len(store.payloads("zh/news", "PCMA")) == pytest.approx(150, abs=2)
        folder.remove("zh", "news")
        assert store.store.find("zh/news", "PCMA") is None
    finally:
        store.close()


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "/etc/x", "Große", "a" * 41, "x.opus", "a b", "名", "a\n"]
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    source = write(tmp_path / "a.wav", "wav", speech(length_s=0.2))
    for folder, error_id in (("zh", "prompt-name"), ("..", "prompt-folder"), ("fr", "prompt-folder")):
        with pytest.raises(PromptError) as caught:
            PromptFolder(tmp_path / "data").add(folder, name, source)
        assert caught.value.error_id == error_id
    assert not (tmp_path / "data").exists()


def broken(tmp_path: Path) -> dict[str, tuple[bytes, str]]:
    good = write(tmp_path / "good.wav", "wav", speech()).read_bytes()
    ogg = write(tmp_path / "good.ogg", "ogg", speech()).read_bytes()
    rng = np.random.default_rng(7)
    return {
        "playlist": (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "prompt-kind"),
        "picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "prompt-kind"),
        "film": (b"RIFF\x00\x00\x00\x00AVI LIST" + bytes(400), "prompt-kind"),
        "empty": (b"", "prompt-kind"),
        "head only": (good[:20], "prompt-damaged"),
        "noise behind a head": (ogg[:40] + rng.bytes(20_000), "prompt-damaged"),
        "rubbish as mp3": (b"ID3" + bytes(5000), "prompt-damaged"),
        "silence": (write(tmp_path / "s.wav", "wav", np.zeros((2, 44100))).read_bytes(), "prompt-silent"),
    }


@pytest.mark.parametrize("what", ["playlist", "picture", "film", "empty", "head only", "noise behind a head",
                                  "rubbish as mp3", "silence"])  # fmt: skip
def test_what_is_no_recording_is_refused_in_both_languages(
    data: Path, tmp_path: Path, capsys, what: str
) -> None:
    content, error_id = broken(tmp_path)[what]
    source = tmp_path / "upload.wav"
    source.write_bytes(content)
    (data / "prompts/zh").mkdir(parents=True)
    shutil.copy(SHIPPED, data / "prompts/zh/news.opus")
    before = (data / "prompts/zh/news.opus").read_bytes()
    assert admin_words(data, "add", "news", str(source)) == 1
    said = capsys.readouterr().err
    _, zh, en = model.SENTENCES[error_id]
    assert zh in said
    assert en in said
    assert "Traceback" not in said
    assert [path.name for path in (data / "prompts/zh").iterdir()] == ["news.opus"]
    assert (data / "prompts/zh/news.opus").read_bytes() == before


def test_too_long_and_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = PromptFolder(tmp_path)
    long = tmp_path / "long.wav"
    with wave.open(str(long), "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        out.writeframes(bytes(8000 * 601))
    with pytest.raises(PromptError, match="at most 10 minutes"):
        folder.add("zh", "long", long)
    monkeypatch.setattr("app.server.prompts.store.MOST_BYTES", 1000)
    with pytest.raises(PromptError) as caught:
        folder.add("zh", "large", write(tmp_path / "a.wav", "wav", speech()))
    assert caught.value.status == 413
    assert folder.all() == []


def test_the_command_line_adds_lists_and_removes(data: Path, tmp_path: Path, capsys) -> None:
    source = write(tmp_path / "a.mp3", "mp3", speech())
    assert admin_words(data, "add", "welcome", str(source), "--language", "en") == 0
    assert admin_words(data, "list") == 0
    assert "en/welcome" in capsys.readouterr().out
    assert "en/welcome" in PromptFolder(data).names()
    assert admin_words(data, "remove", "welcome", "--language", "en") == 0
    assert admin_words(data, "remove", "welcome", "--language", "en") == 1
    assert "没有录音 en/welcome" in capsys.readouterr().err
    assert admin_words(data, "add", "x", str(tmp_path / "nothing.wav")) == 1
    assert "nothing.wav" in capsys.readouterr().err


def test_what_a_flow_may_name() -> None:
    names = PromptFolder(Path("/nowhere")).names()
    assert {"zh/welcome", "en/welcome", "tone/ringback", "music/calm"} <= names


def test_an_upload_over_the_network_is_kept_alike(tmp_path: Path) -> None:
    content = write(tmp_path / "a.ogg", "ogg", speech()).read_bytes()
    assert PromptFolder(tmp_path).add_bytes("en", "hello", content).full_name == "en/hello"
    assert decode_file(tmp_path / "prompts/en/hello.opus").any()
