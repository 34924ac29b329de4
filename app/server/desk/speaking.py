"""A quick reply is spoken into a call: its recording is found or rendered, then everybody in it hears it.

In:  wishes of agents, the reply with its text filled in. Out: the desk's ``speak`` with a prompt; who waits
for a text that takes longer is told live how it went.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from app.server.core.house import House
from app.server.core.talk_events import line_of
from app.server.core.types import CallState
from app.server.desk.port import AgentUnknownError, CallNotYoursError, DeskError
from app.server.prompts.model import PromptError
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.replies.clips import Clips, prompt_of
from app.server.replies.model import Reply, is_fixed
from app.server.storage.errors import InvalidValueError
from app.tasks import Spawner

log = logging.getLogger(__name__)
ANSWERED_WITHIN_S = 3.0  # desktops wait no longer for an answer
LONGEST_S = 60.0  # after that nobody wants to hear it any more


class SpeaksIntoCalls(Protocol):
    """The desk."""

    async def speak(self, agent_id: str, call_id: str, reply_id: str, prompt: str) -> None:
        """Raises DeskError."""
        ...

    async def stop_speaking(self, agent_id: str, call_id: str) -> None: ...

    def speaking_failed(self, agent_id: str, call_id: str, reply_id: str) -> None:
        """Tell her desktop."""
        ...


class ReplySpeaking:
    """One per server. At most one text a call is being rendered; a newer wish takes its place."""

    def __init__(self, house: House, texts: SpokenTexts, clips: Clips, desk: SpeaksIntoCalls) -> None:
        self._house = house
        self._texts = texts
        self._clips = clips
        self._desk = desk
        self._rendering: dict[str, asyncio.Task[Exception | None]] = {}  # by call
        self._tasks = Spawner("speaking")

    async def speak(self, agent_id: str, call_id: str, reply: Reply, text: str) -> None:
        """``text`` "": the reply's own. Returns when it is heard, or is still being rendered.

        Raises DeskError, PromptError "speech-not-possible", InvalidValueError.
        """
        self._check(agent_id, call_id)
        if self._clips.is_there(reply.clip):
            await self._desk.speak(agent_id, call_id, reply.reply_id, prompt_of(reply.clip))
            return
        said = text.strip() or reply.text
        if not is_fixed(said):
            raise InvalidValueError("There are variables in the text. Fill them in first.")
        self._forget(call_id)
        work = self._render(agent_id, call_id, reply, said)
        task = self._rendering[call_id] = self._tasks.spawn(work, f"{call_id}/{reply.reply_id}")
        task.add_done_callback(lambda done: self._over(call_id, done))
        done, _ = await asyncio.wait({task}, timeout=ANSWERED_WITHIN_S)
        if not done:
            task.add_done_callback(lambda late: self._told(late, agent_id, call_id, reply.reply_id))
        elif not task.cancelled() and (error := task.result()) is not None:
            raise error

    async def stop(self, agent_id: str, call_id: str) -> None:
        """Also what is still being rendered. Raises DeskError."""
        if self._forget(call_id):
            return
        await self._desk.stop_speaking(agent_id, call_id)

    async def close(self) -> None:
        await self._tasks.close()

    async def _render(self, agent_id: str, call_id: str, reply: Reply, text: str) -> Exception | None:
        """What went wrong."""
        try:
            async with asyncio.timeout(LONGEST_S):
                prompt = await self._texts.prompt(reply.language, text)
            await self._desk.speak(agent_id, call_id, reply.reply_id, prompt)
        except TimeoutError:
            return PromptError("speech-not-possible", "合成时间过长。", "rendering it takes too long.")
        except (PromptError, DeskError) as error:
            return error
        return None

    def _check(self, agent_id: str, call_id: str) -> None:
        """Before anything is rendered: she talks in this call. Raises DeskError."""
        if agent_id not in self._house.agents:
            raise AgentUnknownError("You are not set up as an agent.")
        call = self._house.calls.get(call_id)
        if call is None:
            raise DeskError("The call has ended.")
        if line_of(call, agent_id) is None:
            raise CallNotYoursError("Another agent has this call.")
        if call.state is not CallState.TALKING:
            raise DeskError("You are not talking in this call now.")

    def _forget(self, call_id: str) -> bool:
        """What was being rendered for this call is not wanted any more."""
        task = self._rendering.pop(call_id, None)
        return task is not None and task.cancel()

    def _over(self, call_id: str, task: asyncio.Task[Exception | None]) -> None:
        if self._rendering.get(call_id) is task:
            del self._rendering[call_id]

    def _told(self, task: asyncio.Task[Exception | None], agent_id: str, call_id: str, reply_id: str) -> None:
        """She was answered long ago: what became of it is told live."""
        if task.cancelled() or task.result() is not None:
            if not task.cancelled():
                log.info("reply %s is not heard in %s: %s", reply_id, call_id, task.result())
            self._desk.speaking_failed(agent_id, call_id, reply_id)
