"""A voice engine that only writes down what it is asked; the test says what came of it."""

from __future__ import annotations

from app.server.core.commands import VoiceCommand
from app.server.voice.engine import VoiceListener


class QuietVoice:
    """Stands behind the VoiceEngine port; real telephony has tests of its own."""

    def __init__(self) -> None:
        self.commands: list[VoiceCommand] = []
        self.listener: VoiceListener | None = None

    async def start(self, listener: VoiceListener) -> None:
        self.listener = listener

    def do(self, command: VoiceCommand) -> None:
        self.commands.append(command)

    async def stop(self) -> None:
        self.listener = None
