"""Sound files of the repository: measuring, evening out and storing them.

In:  mono float samples (-1..1) or Ogg/Opus files.
Out: loudness (LUFS) and peak (dBFS) figures, trimmed and levelled samples, Ogg/Opus files.

Used only by the scripts that make and check `resources/`; the product itself does not import it.
PyAV is the only library behind it.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

FILE_RATE_HZ = 16_000
SILENT_LUFS = -120.0

# K-weighting of ITU-R BS.1770-4 Annex 1, tables 1 and 2: biquads for 48 kHz as (b0, b1, b2), (a1, a2).
_K_RATE_HZ = 48_000
_K_STAGES = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621)),
)
_BLOCK_MS = 400
_STEP_MS = 100
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_SILENCE_FRAME_MS = 10


def peak_dbfs(samples: Samples) -> float:
    """Largest sample in dB below full scale."""
    peak = float(np.max(np.abs(samples), initial=0.0))
    return 20.0 * float(np.log10(max(peak, 1e-6)))


def loudness_lufs(samples: Samples, rate_hz: int = FILE_RATE_HZ) -> float:
    """Gated loudness of a mono signal after ITU-R BS.1770-4; the filter is applied in the spectrum.

    Signals shorter than one block are measured as one block.
    """
    weighted = _k_weighted(samples, rate_hz)
    block = min(len(weighted), rate_hz * _BLOCK_MS // 1000)
    step = rate_hz * _STEP_MS // 1000
    if block == 0:
        return SILENT_LUFS
    starts = range(0, len(weighted) - block + 1, step)
    powers = np.array([np.mean(np.square(weighted[start : start + block])) for start in starts])
    audible = powers[_to_lufs(powers) > _ABSOLUTE_GATE_LUFS]
    if not len(audible):
        return SILENT_LUFS
    gate = float(_to_lufs(np.mean(audible))) + _RELATIVE_GATE_LU
    return float(_to_lufs(np.mean(audible[_to_lufs(audible) > gate])))


def trim_and_pad(samples: Samples, silence_ms: int, rate_hz: int = FILE_RATE_HZ) -> Samples:
    """Cut the silence at both ends, fade the cut edges over 5 ms and put exactly `silence_ms` there."""
    frame = rate_hz * _SILENCE_FRAME_MS // 1000
    whole = len(samples) // frame * frame
    levels = np.sqrt(np.mean(np.square(samples[:whole].reshape(-1, frame)), axis=1))
    loud = np.flatnonzero(levels > 10 ** (-46 / 20) * np.max(levels))
    first = max(0, int(loud[0]) - 1) * frame
    last = min(len(samples), (int(loud[-1]) + 2) * frame)
    kept = samples[first:last].copy()
    fade = np.linspace(0.0, 1.0, rate_hz * 5 // 1000)
    kept[: len(fade)] *= fade
    kept[-len(fade) :] *= fade[::-1]
    silence = np.zeros(rate_hz * silence_ms // 1000)
    return np.concatenate([silence, kept, silence])


def even_loudness(
    samples: Samples, target_lufs: float, ceiling_dbfs: float, rate_hz: int = FILE_RATE_HZ
) -> Samples:
    """Bring a signal to `target_lufs`, or below it if its peak would pass `ceiling_dbfs`."""
    gain_db = target_lufs - loudness_lufs(samples, rate_hz)
    gain_db = min(gain_db, ceiling_dbfs - peak_dbfs(samples))
    return samples * 10.0 ** (gain_db / 20.0)


def write_opus(path: Path, samples: Samples, bit_rate: int, application: str, evened: bool = False) -> None:
    """Write mono 16 kHz samples as Ogg/Opus; `application` is libopus's `voip` or `audio`.

    `evened`: the file says of itself that it is at -23 LUFS (R128_TRACK_GAIN 0, RFC 7845 §5.2.1), so that
    it is played as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    pcm = np.clip(np.round(samples * 32767.0), -32768, 32767).astype(np.int16)
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=FILE_RATE_HZ)
        stream.bit_rate = bit_rate
        stream.layout = "mono"
        if evened:
            stream.metadata["R128_TRACK_GAIN"] = "0"
        stream.options = {"application": application, "vbr": "constrained", "frame_duration": "20"}
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = FILE_RATE_HZ
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def read_opus(path: Path) -> Samples:
    """Decode an Ogg/Opus file to mono 16 kHz samples."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=FILE_RATE_HZ)
    pieces: list[Samples] = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            pieces += [
                np.asarray(out.to_ndarray(), dtype=np.float64).ravel() for out in resampler.resample(frame)
            ]
    pieces += [np.asarray(out.to_ndarray(), dtype=np.float64).ravel() for out in resampler.resample(None)]
    return np.concatenate(pieces)


def _k_weighted(samples: Samples, rate_hz: int) -> Samples:
    spectrum = np.fft.rfft(samples)
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(len(samples), 1 / rate_hz) / _K_RATE_HZ)
    for (b0, b1, b2), (a1, a2) in _K_STAGES:
        spectrum = spectrum * (b0 + b1 * z + b2 * z**2) / (1.0 + a1 * z + a2 * z**2)
    return np.fft.irfft(spectrum, len(samples))


def _to_lufs(power: npt.ArrayLike) -> Samples:
    return -0.691 + 10.0 * np.log10(np.maximum(np.asarray(power, dtype=np.float64), 1e-12))
