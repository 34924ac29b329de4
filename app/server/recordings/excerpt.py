"""A part of a finished recording, such as a voice message: the same sound, nothing is encoded again.

In:  Ogg/Opus as it is decrypted, from where and to where. Out: Ogg/Opus of that part, cut at whole packets.
Adapter around PyAV, which is loaded when the first part is cut: it needs 16 MB.
"""

from __future__ import annotations

import io

from app.server.recordings.model import RecordingError


def excerpt(sound: bytes, from_s: float, to_s: float | None = None) -> bytes:
    """Blocking, some milliseconds a minute of sound. Raises RecordingError (recording-damaged)."""
    import av
    from av.error import FFmpegError

    out = io.BytesIO()
    try:
        with av.open(io.BytesIO(sound), "r") as source, av.open(out, "w", format="ogg") as target:
            stream = source.streams.audio[0]
            copy = target.add_stream_from_template(stream)
            begin: int | None = None
            for packet in source.demux(stream):
                if packet.pts is None:
                    continue
                at_s = float(packet.pts * packet.time_base)
                if at_s < from_s:
                    continue
                if to_s is not None and at_s >= to_s:
                    break
                begin = packet.pts if begin is None else begin
                packet.pts = packet.dts = packet.pts - begin
                packet.stream = copy
                target.mux(packet)
    except (FFmpegError, IndexError, ValueError) as error:
        raise RecordingError(
            "recording-damaged", f"The part of the recording cannot be cut: {error}"
        ) from error
    return out.getvalue()
