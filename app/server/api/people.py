"""Signing in and out, who I am, my state, the queues."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Form, Request, Response

from app.contracts.people import (
    AgentView,
    CallerNumber,
    DeskConfig,
    Label,
    NoteTemplate,
    PhoneView,
    QueueDeskRules,
    QueueView,
    StateWish,
    Token,
)
from app.contracts.phone_test import PhoneTestView
from app.server.api.idempotency import write_of
from app.server.api.rooms import Rooms, bearer_token, user_view
from app.server.desk.port import AgentUnknownError
from app.server.security.model import SignedInUser


def people_router(rooms: Rooms) -> APIRouter:
    router = APIRouter(prefix="/api/v1", tags=["people"])
    desk, directory = rooms.parts.desk, rooms.parts.directory

    @router.post("/auth/token")
    async def sign_in(
        request: Request,
        username: str = Form(max_length=64),
        password: str = Form(max_length=200),
    ) -> Token:
        """Name and password for a token that is good for some hours. After too many wrong tries:
        ``sign-in-locked``."""
        address = request.client.host if request.client else ""
        made = await rooms.sign_in.sign_in(username.strip(), password, address)
        return Token(access_token=made.token, expires_in_s=made.expires_in_s, user=user_view(made.user))

    @router.delete("/auth/token", status_code=204)
    async def sign_out(request: Request, user: SignedInUser = Depends(rooms.user)) -> Response:
        """Ends this session at once. Who takes calls goes OFFLINE; a talk is finished first."""
        await rooms.sign_in.sign_out(bearer_token(request))
        if rooms.is_agent(user):  # who has gone takes no more calls; a talk is finished first
            await desk.wish_state(user.user_id, StateWish(state="OFFLINE"))
        return Response(status_code=204)

    @router.get("/me")
    async def me(user: SignedInUser = Depends(rooms.user)) -> DeskConfig:
        """Who I am and all that a desktop needs to start: phone, queues, codes, rules, figures of today."""
        return DeskConfig(
            user=user_view(user),
            agent=await desk.agent(user.user_id) if rooms.is_agent(user) else None,
            phone=_phone(rooms, user),
            queues=await desk.queues(),
            outcomes=list(directory.labels("OUTCOME")),
            not_ready_reasons=list(directory.labels("NOT_READY")),
            ticket_types=list(directory.labels("TICKET_TYPE")),
            today=await rooms.parts.calls.today(user.user_id),
            company=directory.company,
            server_version=rooms.parts.version,
            queue_rules=[_rules(rooms, queue_id) for queue_id in directory.desk_rules],
            caller_numbers=[
                CallerNumber(
                    number=each.number,
                    name=Label(code=each.number, zh=each.name_in("zh"), en=each.name_in("en")),
                )
                for each in directory.caller_numbers
            ],
        )

    @router.get("/agents/me")
    async def my_state(user: SignedInUser = Depends(rooms.user)) -> AgentView:
        """My state, since when, and my wish for after the call. For who takes calls."""
        agent = await desk.agent(user.user_id)
        if agent is None:
            raise AgentUnknownError("You do not take calls: this user has no phone or is in no queue.")
        return agent

    @router.put("/agents/me/state", response_model=AgentView)
    async def wish_state(
        request: Request, wish: StateWish, user: SignedInUser = Depends(rooms.user)
    ) -> Response:
        """READY, NOT_READY (with a reason) or OFFLINE. In a call it is kept as the wish for afterwards."""
        write = await write_of(request, user)
        return await rooms.idempotency.outside(write, lambda: desk.wish_state(user.user_id, wish))

    @router.post("/me/phone-test")
    async def test_phone(user: SignedInUser = Depends(rooms.user)) -> PhoneTestView:
        """My own phone is called for some seconds, whoever else knows nothing of it. Not while I talk."""
        known = directory.user(user.user_id)
        return await rooms.parts.test_phone(known.sip_user if known else "")

    @router.get("/queues")
    async def queues(user: SignedInUser = Depends(rooms.user)) -> list[QueueView]:
        """All queues with who waits and who is there, as the strip at the top shows them."""
        return await desk.queues()

    return router


def _rules(rooms: Rooms, queue_id: str) -> QueueDeskRules:
    rules = rooms.parts.directory.desk_rules[queue_id]
    templates = [
        NoteTemplate(title=Label(code=str(number), zh=each.name_zh, en=each.name_en), text=each.text)
        for number, each in enumerate(rules.note_templates, start=1)
    ]
    plan = rooms.parts.directory.plan.queues.get(queue_id)
    return QueueDeskRules(
        queue_id=queue_id,
        outcomes=list(rules.outcomes),
        outcome_required=rules.outcome_required,
        auto_answer=plan is not None and plan.auto_answer,
        note_templates=templates,
        script=rules.script,
    )


def _phone(rooms: Rooms, user: SignedInUser) -> PhoneView | None:
    """Only ever of the user who asks."""
    known = rooms.parts.directory.user(user.user_id)
    account = rooms.parts.directory.find(known.sip_user) if known and known.sip_user else None
    if account is None:
        return None
    return PhoneView(
        sip_user=account.sip_user,
        sip_password=account.secret,
        domain=rooms.parts.sip_domain,
        tls_port=rooms.parts.sip_tls_port,
        certificate_sha256=rooms.parts.certificate_sha256,
    )
