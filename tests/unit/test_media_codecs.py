"""Codecs, filters and loudness, in figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.server.voice.embedded.media import opus, opus_library
from app.server.voice.embedded.media.codecs import (
    CLOCK_HZ,
    CODEC_RATE_HZ,
    SILENCE,
    STATIC_TYPE,
    TICKS_PER_FRAME,
    Codec,
    encode_frames,
    payload_ticks,
)
from app.server.voice.embedded.media.loudness import evened, loudness_lufs, true_peak_dbtp
from app.server.voice.embedded.media.resample import Downsampler, Transcoder, Upsampler
from tests.doubles.rtp_peer import OpusCodec, level


def tone(rate_hz: int, hz: float, seconds: float, amplitude: float = 8000) -> np.ndarray:
    at = np.arange(int(rate_hz * seconds))
    return np.rint(amplitude * np.sin(2 * np.pi * hz * at / rate_hz)).astype(np.int16)


def speech(seconds: float, rate_hz: int = 16000) -> np.ndarray:
    """Something with pitch, overtones and pauses."""
    at = np.arange(int(rate_hz * seconds)) / rate_hz
    voice = sum(np.sin(2 * np.pi * 140 * k * at + k) / k for k in range(1, 15))
    return np.rint(2500 * voice * (np.sin(2 * np.pi * 1.5 * at) > -0.3)).astype(np.int16)


def snr_db(wanted: np.ndarray, got: np.ndarray) -> float:
    error = got.astype(float) - wanted.astype(float)
    return 10 * np.log10(np.mean(wanted.astype(float) ** 2) / (np.mean(error**2) + 1e-9))


class TestG711:
    def test_known_values_of_the_standard(self) -> None:
        a_law, u_law = Codec("PCMA"), Codec("PCMU")
        assert a_law.decode(b"\xd5\x55\xaa\x2a").tolist() == [8, -8, 32256, -32256]
        assert u_law.decode(b"\xff\x80\x00").tolist() == [0, 32124, -32124]
        assert a_law.encode(np.array([0, -1, 32767, -32768], dtype=np.int16)) == b"\xd5\x55\xaa\x2a"
        assert u_law.encode(np.array([0, 32767, -32768], dtype=np.int16)) == b"\xff\x80\x00"

    @pytest.mark.parametrize("name", ["PCMA", "PCMU"])
    def test_coding_twice_changes_nothing(self, name: str) -> None:
        codec = Codec(name)
        every = bytes(each for each in range(256) if (name, each) != ("PCMU", 0x7F))  # its second zero
        assert codec.encode(codec.decode(every)) == every

    @pytest.mark.parametrize("name", ["PCMA", "PCMU"])
    @pytest.mark.parametrize("amplitude", [30000, 3000, 600])
    def test_signal_to_noise(self, name: str, amplitude: float) -> None:
        codec, wave = Codec(name), tone(8000, 1020, 1, amplitude)
        assert snr_db(wave, codec.decode(codec.encode(wave))) > 33

    def test_both_laws_have_the_same_sign(self) -> None:
        wave = tone(8000, 440, 0.1)
        for source, target in (("PCMA", "PCMU"), ("PCMU", "PCMA")):
            heard = Codec(target).decode(Transcoder(source, target)(Codec(source).encode(wave)))
            assert snr_db(wave, heard) > 30, "or a mix of both would cancel out"


def test_every_codec_says_what_it_is() -> None:
    assert CODEC_RATE_HZ.keys() == CLOCK_HZ.keys() == SILENCE.keys() == STATIC_TYPE.keys()
    for name, silence in SILENCE.items():
        codec = Codec(name)
        size = codec.rate_hz // 50
        assert payload_ticks(name, silence) == TICKS_PER_FRAME[name] == CLOCK_HZ[name] // 50
        payload = codec.encode(tone(codec.rate_hz, 440, 0.02))
        assert payload_ticks(name, payload) == TICKS_PER_FRAME[name]
        assert len(codec.decode(payload)) == size


class TestOpus:
    def test_another_implementation_understands_us_and_we_it(self) -> None:
        """Another libopus, at 48 kHz."""
        other, ours = OpusCodec(), Codec("OPUS")
        sent = [ours.encode(each) for each in tone(16000, 700, 2).reshape(-1, 320)]
        heard = np.frombuffer(b"".join(other.decode(each) for each in sent), dtype=np.int16)
        assert level(heard[48000:], 48000, 700) == pytest.approx(8000, rel=0.05)
        sent = [other.encode(each.tobytes()) for each in tone(48000, 700, 2).reshape(-1, 960)]
        heard = np.concatenate([ours.decode(each) for each in sent])
        assert level(heard[16000:], 16000, 700) == pytest.approx(8000, rel=0.05)

    def test_silence_is_digital_zero(self) -> None:
        codec = Codec("OPUS")
        for each in tone(16000, 440, 0.4).reshape(-1, 320):
            codec.decode(codec.encode(each))
        heard = [codec.decode(SILENCE["OPUS"]) for _ in range(10)]
        assert not np.concatenate(heard[1:]).any()

    def test_what_is_lost_is_found_in_the_next_payload(self) -> None:
        wave = speech(6)
        encoder = Codec("OPUS")
        payloads = [encoder.encode(each) for each in wave.reshape(-1, 320)]
        whole, repaired, concealed = Codec("OPUS"), Codec("OPUS"), Codec("OPUS")
        wanted, with_fec, without = [], [], []
        for at, payload in enumerate(payloads):
            wanted.append(whole.decode(payload))
            if at % 10 == 5:
                recovered, made_up = repaired.recover(payloads[at + 1]), concealed.conceal()
                assert recovered is not None
                assert made_up is not None
                with_fec.append(recovered)
                without.append(made_up)
            else:
                with_fec.append(repaired.decode(payload))
                without.append(concealed.decode(payload))
        lost = [at for at in range(50, len(payloads)) if at % 10 == 5]
        reference = np.concatenate([wanted[at] for at in lost])
        fec_db = snr_db(reference, np.concatenate([with_fec[at] for at in lost]))
        plc_db = snr_db(reference, np.concatenate([without[at] for at in lost]))
        assert fec_db > 6
        assert fec_db > plc_db + 3

    @pytest.mark.parametrize("count", [160, 320, 480, 640, 960, 1600, 100])
    def test_packets_of_every_length(self, count: int) -> None:
        codec = Codec("OPUS")
        payload = codec.encode(np.zeros(count, dtype=np.int16))
        whole = -(-count // 160) * 160
        assert payload_ticks("OPUS", payload) == 3 * whole
        assert len(codec.decode(payload)) == whole

    def test_rubbish_is_as_good_as_lost(self) -> None:
        codec = Codec("OPUS")
        for rubbish in (b"", b"\xff", b"\xff\xff\xff\xff", bytes(range(200)), b"\x03\x00"):
            assert len(codec.decode(rubbish)) <= 1920
        assert payload_ticks("OPUS", b"") == 0
        assert payload_ticks("OPUS", b"\xff") == 0
        assert payload_ticks("OPUS", b"\x03\x3f") == 0, "longer than 120 ms"

    def test_without_the_library_it_is_not_offered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opus_library, "places", lambda: iter(["libnothing.so.0", "libc.so.6"]))
        opus_library.library.cache_clear()
        try:
            assert not opus_library.available()
            with pytest.raises(opus.OpusError, match="libopus is not installed"):
                opus.OpusDecoder()
        finally:
            monkeypatch.undo()
            opus_library.library.cache_clear()
        assert opus_library.available()

    def test_the_library_inside_the_wheel_of_pyav_will_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        inside = [each for each in opus_library.places() if "av.libs" in each or ".dylibs" in each]
        if not inside:
            return  # PyAV of the system brings none
        monkeypatch.setattr(opus_library, "places", lambda: iter(inside))
        opus_library.library.cache_clear()
        try:
            codec = Codec("OPUS")
            assert len(codec.decode(codec.encode(tone(16000, 440, 0.02)))) == 320
        finally:
            monkeypatch.undo()
            opus_library.library.cache_clear()


class TestFilters:
    def response_db(self, hz: float, down: bool) -> float:
        if down:
            filter_, rate_hz, size = Downsampler(), 16000, 320
        else:
            filter_, rate_hz, size = Upsampler(), 8000, 160
        wave = tone(rate_hz, hz, 1, 16000)
        out = np.concatenate([filter_(each) for each in wave.reshape(-1, size)])[1000:]
        rms = np.sqrt(np.mean(out.astype(float) ** 2)) + 1e-3
        return 20 * np.log10(rms / (16000 / np.sqrt(2)))

    @pytest.mark.parametrize("down", [True, False])
    def test_speech_passes_flat(self, down: bool) -> None:
        found = [self.response_db(hz, down) for hz in range(100, 3401, 150)]
        assert max(found) - min(found) < 0.05
        assert abs(found[0]) < 0.02

    def test_what_would_fold_back_is_60_db_down(self) -> None:
        assert max(self.response_db(hz, True) for hz in range(4620, 7900, 130)) < -60

    @pytest.mark.parametrize("hz", [440, 1500, 3350])
    def test_no_mirror_image_within_60_db(self, hz: float) -> None:
        up = Upsampler()
        wide = np.concatenate([up(each) for each in tone(8000, hz, 1, 16000).reshape(-1, 160)])[1000:]
        assert level(wide, 16000, 8000 - hz) < 16


class TestLoudness:
    def test_the_reference_tone_of_the_standard(self) -> None:
        """BS.1770-4: a full-scale sine of 997 Hz in one channel is -3.01 LUFS."""
        assert loudness_lufs(tone(16000, 997, 5, 32767)) == pytest.approx(-3.01, abs=0.03)
        assert loudness_lufs(tone(16000, 997, 5, 3276.7)) == pytest.approx(-23.01, abs=0.03)

    def test_pauses_do_not_count(self) -> None:
        wave = tone(16000, 997, 4, 3276.7)
        paused = np.concatenate([wave, np.zeros(16000 * 6, dtype=np.int16), wave])
        assert loudness_lufs(paused) == pytest.approx(loudness_lufs(wave), abs=0.2)

    def test_a_peak_between_the_samples_is_seen(self) -> None:
        at = np.arange(16000)
        wave = np.rint(20000 * np.sin(np.pi / 2 * at + np.pi / 4)).astype(np.int16)
        assert np.abs(wave).max() == 14142
        assert true_peak_dbtp(wave) == pytest.approx(20 * np.log10(20000 / 32768), abs=0.1)

    @pytest.mark.parametrize("amplitude", [300, 3000, 20000])
    def test_loud_and_quiet_recordings_become_alike(self, amplitude: float) -> None:
        evened_out = evened(tone(16000, 600, 2, amplitude))
        assert loudness_lufs(evened_out) == pytest.approx(-23, abs=0.1)

    def test_peaks_stay_under_the_ceiling_and_silence_stays_silent(self) -> None:
        wave = np.zeros(32000, dtype=np.int16)
        wave[::4000] = 3000  # clicks: far more peak than loudness
        assert true_peak_dbtp(evened(wave)) <= -2.9
        silence = np.zeros(16000, dtype=np.int16)
        assert not evened(silence).any()
        assert len(evened(np.zeros(0, dtype=np.int16))) == 0

    def test_the_prompts_we_ship_are_where_they_should_be(self) -> None:
        from app.server.voice.embedded.media.decode import decode_file

        folder = Path(__file__).resolve().parents[2] / "resources"
        for name, target in (("prompts/zh/welcome", -23), ("prompts/en/beep", -23), ("music/calm", -26)):
            samples = decode_file(folder / f"{name}.opus")
            assert loudness_lufs(evened(samples, target)) == pytest.approx(target, abs=0.1)


@pytest.mark.parametrize("name", ["PCMA", "G722", "OPUS"])
def test_a_recording_becomes_payloads_of_20_ms(name: str) -> None:
    rate_hz = CODEC_RATE_HZ[name]
    frames = encode_frames(name, tone(rate_hz, 440, 0.55))
    assert len(frames) == 28
    assert {payload_ticks(name, each) for each in frames} == {TICKS_PER_FRAME[name]}
    codec = Codec(name)
    heard = np.concatenate([codec.decode(each) for each in frames])
    assert level(heard[rate_hz // 5 : rate_hz // 2], rate_hz, 440) == pytest.approx(8000, rel=0.08)
    assert encode_frames(name, np.zeros(0, dtype=np.int16)) == []
