"""In front of the telephone engine: texts among the prompts become recordings before it sees them."""

from __future__ import annotations

from dataclasses import replace

from app.server.core.commands import PlayPrompts, SpeakPrompts, VoiceCommand
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.voice.engine import VoiceEngine, VoiceListener


class SpeakingVoice:
    """Implements VoiceEngine around another one."""

    def __init__(self, voice: VoiceEngine, texts: SpokenTexts) -> None:
        self._voice = voice
        self._texts = texts

    async def start(self, listener: VoiceListener) -> None:
        await self._voice.start(listener)

    def do(self, command: VoiceCommand) -> None:
        if isinstance(command, PlayPrompts):
            prompts = self._texts.resolve(command.prompts)
            # Where the last one is missing, the one before it is not to be repeated in its place.
            loop = command.loop and bool(self._texts.resolve(command.prompts[-1:]))
            command = replace(command, prompts=prompts, loop=loop)
        elif isinstance(command, SpeakPrompts):
            command = replace(command, prompts=self._texts.resolve(command.prompts))
        self._voice.do(command)

    async def stop(self) -> None:
        await self._voice.stop()
