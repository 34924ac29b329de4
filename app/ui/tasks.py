"""The desktop's one way to run work in the background: named, kept, errors turned into ``Trouble``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from app.crm_client.errors import CrmError
from app.ui.presenters.ports import Trouble

Result = TypeVar("Result")
STOP_LIMIT_S = 3.0
_log = logging.getLogger(__name__)


def trouble_of(error: BaseException) -> Trouble:
    """What presenters may know of an exception; an unforeseen one is logged with its traceback."""
    if isinstance(error, CrmError):
        return Trouble(
            error_id=error.error_id,
            detail=error.detail,
            fingerprint=str(getattr(error, "fingerprint", "")),
            retry_after_s=float(getattr(error, "retry_after_s", 0.0) or 0.0),
            present=getattr(error, "present", None),
            changed=tuple(getattr(error, "changed", ())),
        )
    _log.error("unforeseen", exc_info=error)
    return Trouble("unforeseen", f"{type(error).__name__}: {error}")


class UiTasks:
    """Keeps a reference to every task until it ends; ``stop`` cancels what is left."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ending = False

    def run(
        self,
        name: str,
        work: Coroutine[Any, Any, Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """After ``stop`` nothing is begun any more."""
        if self._ending:
            work.close()
            return

        async def carry_out() -> None:
            try:
                result = await work
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - this is the place where errors become words
                trouble = trouble_of(error)
                _log.info("%s failed: %s %s", name, trouble.error_id, trouble.detail)
                if failed is not None:
                    failed(trouble)
                return
            if done is not None:
                done(result)

        task = asyncio.get_running_loop().create_task(carry_out(), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        task.add_done_callback(lambda _: work.close())  # when it was cancelled before its first step

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task %s", task.get_name(), exc_info=error)

    async def settle(self) -> None:
        """Wait until nothing runs any more (tests, orderly end)."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self) -> None:
        """Cancel what runs and wait until it has gone."""
        self._ending = True
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            _, left = await asyncio.wait(set(self._tasks), timeout=STOP_LIMIT_S)
            for task in left:
                _log.warning("task %s does not end", task.get_name())
