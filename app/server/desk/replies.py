"""Quick replies as the desk offers them: the list, the recordings, what is spoken and what is sent.

In:  the services. Out: all of them together; texts of the team are rendered before anybody needs them.
"""

from __future__ import annotations

import asyncio
import logging

from app.server.desk.speaking import ReplySpeaking
from app.server.desk.texting import Texting
from app.server.prompts.spoken_texts import SpokenTexts
from app.server.replies.clips import Clips
from app.server.replies.service import ReplyService
from app.server.storage.errors import StorageError
from app.tasks import Spawner

log = logging.getLogger(__name__)


class RepliesHouse:
    """One per server. ``prepare`` once it runs."""

    def __init__(
        self,
        replies: ReplyService,
        clips: Clips,
        texts: SpokenTexts,
        speaking: ReplySpeaking,
        texting: Texting,
    ) -> None:
        self.replies = replies
        self.clips = clips
        self.speaking = speaking
        self.texting = texting
        self._texts = texts
        self._tasks = Spawner("replies")

    def changed(self) -> None:
        """A reply is new, other or gone."""
        self._tasks.spawn(self.prepare(), "prepare")

    async def prepare(self) -> None:
        """Render what will be wanted, drop recordings that no reply has any more."""
        try:
            texts, clips = await self.replies.fixed_texts(), await self.replies.clips()
        except StorageError as error:
            log.warning("quick replies are not prepared: %s", error)
            return
        self._texts.render_ahead(texts)
        await asyncio.to_thread(self.clips.tidy, clips)

    async def close(self) -> None:
        await self.speaking.close()
        await self._tasks.close()
