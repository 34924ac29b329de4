"""The desktop's task runner: errors become troubles, nothing is forgotten or left behind."""

from __future__ import annotations

import asyncio
import logging
import warnings

from app.crm_client.errors import SignInLocked
from app.ui.presenters.ports import Trouble
from app.ui.tasks import UiTasks


async def test_results_and_errors_reach_whoever_asked():
    tasks, got, troubles = UiTasks(), list[int](), list[Trouble]()

    async def good() -> int:
        return 7

    async def locked() -> int:
        raise SignInLocked("locked", 12.0)

    tasks.run("good", good(), got.append)
    tasks.run("locked", locked(), got.append, troubles.append)
    await tasks.settle()
    assert got == [7]
    assert troubles == [Trouble("sign-in-locked", "locked", retry_after_s=12.0)]


async def test_the_unforeseen_is_logged_with_its_traceback(caplog):
    tasks, troubles = UiTasks(), list[Trouble]()

    async def broken() -> None:
        raise KeyError("oh")

    with caplog.at_level(logging.ERROR):
        tasks.run("broken", broken(), None, troubles.append)
        await tasks.settle()
    assert troubles[0].error_id == "unforeseen"
    assert caplog.records[0].exc_info is not None


async def test_stopping_leaves_nothing_running_and_nothing_unawaited():
    tasks, ended = UiTasks(), list[str]()

    async def long() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("long")

    tasks.run("long", long())
    await asyncio.sleep(0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tasks.run("never begun", long())
        await tasks.stop()
        tasks.run("too late", long())
    assert ended == ["long"]
