"""Background tasks of the desktop's line: named, kept alive by a reference, their failures logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


def keep_running(coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Start a task on the running loop; the caller keeps it and ends it with ``end``."""
    task = asyncio.get_running_loop().create_task(coroutine, name=name)
    task.add_done_callback(_say_failure)
    return task


async def end(task: asyncio.Task[None] | None) -> None:
    """Cancel and wait until it is really over."""
    if task is not None:
        task.cancel()
        await asyncio.wait([task])


async def wait_for_event(event: asyncio.Event, timeout_s: float | None) -> bool:
    """Wait until ``event`` is set (True) or the time is over (False)."""
    try:
        await asyncio.wait_for(event.wait(), timeout_s)
    except TimeoutError:
        return False
    return True


def _say_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("task %s failed", task.get_name(), exc_info=error)
