"""For those who watch the server: does it live, is it ready, a few figures (Prometheus text)."""

from __future__ import annotations

import time
from collections.abc import Sequence

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from app.contracts.problems import Problem
from app.server.api.errors import problem_of, response_of
from app.server.api.rooms import Rooms
from app.server.storage.errors import StorageError


def health_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(tags=["health"])
    ledger, started = rooms.parts.ledger, time.monotonic()

    @router.get("/healthz")
    async def health() -> dict[str, str]:
        """The process lives; says nothing of the database (``/readyz`` does)."""
        return {"status": "ok", "version": rooms.parts.version}

    @router.get("/readyz")
    async def ready() -> Response:
        """503 as long as the database does not answer or does not take what happens."""
        try:
            await rooms.parts.database.read(lambda session: session.execute(text("SELECT 1")))
        except StorageError as error:
            return response_of(problem_of(error))
        if ledger.trouble:
            detail = f"{ledger.waiting} facts wait in memory because the database does not take them."
            title = "Service Unavailable"
            return response_of(Problem(status=503, error_id=ledger.trouble, title=title, detail=detail))
        return Response('{"status":"ready"}', media_type="application/json")

    @router.get("/metrics")
    async def metrics() -> Response:
        """Figures for a watcher, in the text form of Prometheus."""
        lines = [
            *_gauge("seatline_uptime_seconds", "Since the API was made.", [("", time.monotonic() - started)]),
            *_gauge("seatline_ledger_waiting", "Facts not on the disk yet.", [("", ledger.waiting)]),
            *_gauge(
                "seatline_ledger_trouble", "1: the disk takes no facts.", [("", int(bool(ledger.trouble)))]
            ),
        ]
        late_ms = rooms.parts.media_tick_late_ms()
        if late_ms is not None:
            meaning = "Latest tick of the media clock in the last second."
            lines += _gauge("seatline_media_worst_tick_late_ms", meaning, [("", late_ms)])
        now = rooms.parts.alarms.view()
        alarms = [(f'{{error_id="{_escaped(alarm.error_id)}"}}', 1.0) for alarm in now.alarms]
        trunks = [(f'{{trunk="{_escaped(trunk.trunk_id)}"}}', float(trunk.up)) for trunk in now.trunks]
        lines += _gauge("seatline_alarm", "1: somebody should look, see /api/v1/operations.", alarms)
        lines += _gauge("seatline_trunk_up", "1: the line can be used.", trunks)
        queues = await rooms.parts.desk.queues()
        waiting = [(f'{{queue="{_escaped(queue.queue_id)}"}}', queue.waiting) for queue in queues]
        ready = [(f'{{queue="{_escaped(queue.queue_id)}"}}', queue.agents_ready) for queue in queues]
        lines += _gauge("seatline_queue_waiting", "Callers waiting.", waiting)
        lines += _gauge("seatline_queue_agents_ready", "Agents who could take a call.", ready)
        return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4")

    return router


def _gauge(name: str, help_text: str, values: Sequence[tuple[str, float]]) -> list[str]:
    head = [f"# HELP {name} {help_text}", f"# TYPE {name} gauge"]
    return [*head, *(f"{name}{labels} {value:g}" for labels, value in values)]


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
