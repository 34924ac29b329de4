"""Echo cancelling, noise suppression and gain: WebRTC's audio processing.

It costs memory and a moment to load, so it is loaded when the devices in use need it, on a thread of its own;
until it is there, sound goes as it came.

In:  frames as they are played, frames of the microphone. Out: the microphone's frames without the echo.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from app.telephony.pcm import FRAME_BYTES, RATE_HZ
from app.telephony.webrtc_library import (
    FAR,
    NEAR,
    Frames,
    LibraryError,
    first_number,
    library,
    new_request,
)

log = logging.getLogger(__name__)

_HALF_BYTES = FRAME_BYTES // 2  # it works in steps of 10 ms


class ProcessingError(Exception):
    """Not to be had here, or it failed; the text says why."""


class Processor(Protocol):
    def played(self, frame: bytes) -> None:
        """The next frame for the speaker: what may come back as an echo. Raises ProcessingError."""
        ...

    def clean(self, frame: bytes) -> bytes:
        """A frame of the microphone without echo and noise. Raises ProcessingError."""
        ...


class WebRtcProcessor:
    """``played`` and ``clean`` may be called from two threads, each from one."""

    def __init__(self) -> None:
        """Raises ProcessingError."""
        try:
            self._library = library()
            self._handle = first_number(self._library.ask(new_request()))
        except LibraryError as error:
            raise ProcessingError(str(error)) from error
        self._near = Frames(self._library, NEAR, self._handle, _HALF_BYTES, RATE_HZ)
        self._far = Frames(self._library, FAR, self._handle, _HALF_BYTES, RATE_HZ)

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            self._library.let_go(self._handle)

    def played(self, frame: bytes) -> None:
        for at in (0, _HALF_BYTES):
            self._far.buffer[:] = frame[at : at + _HALF_BYTES]
            self._do(self._far)

    def clean(self, frame: bytes) -> bytes:
        cleaned = b""
        for at in (0, _HALF_BYTES):
            self._near.buffer[:] = frame[at : at + _HALF_BYTES]
            self._do(self._near)
            cleaned += self._near.buffer
        return cleaned

    @staticmethod
    def _do(frames: Frames) -> None:
        try:
            frames.work()
        except LibraryError as error:
            raise ProcessingError(str(error)) from error


class Cleaner:
    """Passes frames through the processor while it is wanted and there; otherwise as they are."""

    def __init__(self, make: Callable[[], Processor] = WebRtcProcessor) -> None:
        self._make = make
        self._wanted = False
        self._loading: threading.Thread | None = None
        self._processor: Processor | None = None

    @property
    def works(self) -> bool:
        return self._processor is not None

    def want(self, wanted: bool) -> None:
        """From the sound thread. One that was not wanted for a while begins anew: it knew another room."""
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if not wanted:
            self._processor = None
            log.info("processing of sound: off")
        elif self._loading is None or not self._loading.is_alive():
            self._loading = threading.Thread(target=self._load, name="processing", daemon=True)
            self._loading.start()

    def played(self, frame: bytes) -> None:
        processor = self._processor
        if processor is not None:
            try:
                processor.played(frame)
            except ProcessingError as error:
                self._give_up(error)

    def clean(self, frame: bytes) -> bytes:
        processor = self._processor
        if processor is None:
            return frame
        try:
            return processor.clean(frame)
        except ProcessingError as error:
            self._give_up(error)
            return frame

    def _load(self) -> None:
        try:
            processor = self._make()
        except ProcessingError as error:
            log.warning("no processing of sound: %s", error)
            return
        if self._wanted:
            self._processor = processor
            log.info("processing of sound: on")

    def _give_up(self, error: ProcessingError) -> None:
        """A call without it is better than none."""
        log.error("processing of sound ended: %s", error)
        self._processor = None
