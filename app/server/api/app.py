"""The API as a whole: endpoints, error map, limits.

In:  ``ApiParts`` from the composition.
Out: an ASGI application for ``ApiServer``.
"""

from __future__ import annotations

from fastapi import FastAPI

from app.server.api.access import access_router
from app.server.api.calls import calls_router
from app.server.api.customer_work import customer_work_router
from app.server.api.customers import customers_router
from app.server.api.description import ERRORS, describe
from app.server.api.directory import directory_router
from app.server.api.errors import install_error_map
from app.server.api.figures import figures_router
from app.server.api.followups import followups_router
from app.server.api.health import health_router
from app.server.api.hooks import hooks_router
from app.server.api.knowledge import knowledge_router
from app.server.api.knowledge_writing import knowledge_writing_router
from app.server.api.limits import BodyLimit
from app.server.api.live import live_router
from app.server.api.notices import notices_router
from app.server.api.operations import operations_router
from app.server.api.outgoing import outgoing_router
from app.server.api.people import people_router
from app.server.api.prompts import prompts_router
from app.server.api.public import public_router
from app.server.api.public_door import PublicDoor
from app.server.api.recordings import recordings_router
from app.server.api.replies import replies_router
from app.server.api.rooms import ApiParts, Rooms
from app.server.api.routing import routing_router
from app.server.api.supervision import supervision_router
from app.server.api.talks import talks_router
from app.server.api.ticket_page import ticket_page_router
from app.server.api.tickets import tickets_router
from app.server.api.tickets_changing import tickets_changing_router
from app.server.api.tickets_set_up import tickets_set_up_router
from app.server.api.tickets_set_up_files import tickets_set_up_files_router

__all__ = ["ApiParts", "make_api"]


def make_api(parts: ApiParts) -> FastAPI:
    app = FastAPI(title="Seatline", version=parts.version, docs_url=None, redoc_url=None, responses=ERRORS)
    rooms = Rooms(parts)
    install_error_map(app)
    app.add_middleware(BodyLimit)
    for make in (
        people_router,
        directory_router,
        talks_router,
        supervision_router,
        routing_router,
        calls_router,
        recordings_router,
        customer_work_router,
        customers_router,
        access_router,
        tickets_set_up_files_router,
        tickets_router,
        tickets_changing_router,
        tickets_set_up_router,
        followups_router,
        figures_router,
        live_router,
        replies_router,
        knowledge_router,
        knowledge_writing_router,
        operations_router,
        notices_router,
        outgoing_router,
        hooks_router,
        health_router,
    ):
        app.include_router(make(rooms))
    door = PublicDoor(parts.database, rooms.ticket_house)
    app.include_router(public_router(rooms, door))
    app.include_router(ticket_page_router(rooms, door))
    if parts.prompts is not None:
        app.include_router(prompts_router(rooms, parts.prompts))
    describe(app)
    return app
