"""The HTTP and WebSocket face of the fake server: the paths of the real one, answered from memory."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Body, FastAPI, Form, Header, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse, Response

from app.contracts.calls import CallResult
from app.contracts.customers import CustomerFile, CustomerView, NewCustomer
from app.contracts.people import DeskConfig, StateWish, Token
from app.contracts.tickets import NewTicket
from tests.doubles import fake_crm_content as content
from tests.doubles.fake_crm_calls import CALLER_NUMBERS, add_talks
from tests.doubles.fake_crm_customers import add_customer_work
from tests.doubles.fake_crm_knowledge import add_knowledge
from tests.doubles.fake_crm_manage import add_manage
from tests.doubles.fake_crm_notices import add_notices
from tests.doubles.fake_crm_shell import add_place
from tests.doubles.fake_crm_tickets import add_tickets
from tests.doubles.fake_crm_tools import add_tools

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

OGG = b"OggS" + bytes(2000)


class Problem(Exception):
    def __init__(self, status: int, error_id: str, retry_after_s: int | None = None) -> None:
        self.status, self.error_id, self.retry_after_s = status, error_id, retry_after_s


def make_app(crm: FakeCrm) -> FastAPI:
    app = FastAPI()

    @app.exception_handler(Problem)
    async def _(_: Request, problem: Problem) -> JSONResponse:
        body = {"status": problem.status, "error_id": problem.error_id, "title": problem.error_id}
        headers = {} if problem.retry_after_s is None else {"Retry-After": str(problem.retry_after_s)}
        return JSONResponse(body, problem.status, headers, media_type="application/problem+json")

    @app.middleware("http")
    async def signed_in(request: Request, go_on: Any) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.url.path not in ("/api/v1/auth/token", "/healthz") and token not in crm.tokens:
            body = {"status": 401, "error_id": "not-signed-in", "title": "Not signed in"}
            return JSONResponse(body, 401, media_type="application/problem+json")
        return await go_on(request)

    add_place(app, crm)
    add_knowledge(app, crm)
    add_tools(app, crm)
    add_customer_work(app, crm)
    add_manage(app, crm)  # before tickets: "rules" is no ticket
    add_tickets(app, crm)
    add_notices(app, crm)
    _people(app, crm)
    add_talks(app, crm)
    _calls(app, crm)
    _customers(app, crm)
    _live(app, crm)
    return app


def once(crm: FakeCrm, key: str | None, body: Any, status: int, act: Callable[[], Any]) -> JSONResponse:
    """Carry out a write once per Idempotency-Key; the second identical request gets the stored answer."""
    if not key:
        raise Problem(400, "invalid")
    text = repr(body)
    if key in crm.stored_answers:
        before, status, answer = crm.stored_answers[key]
        if before != text:
            raise Problem(409, "idempotency-conflict")
        return JSONResponse(answer, status)
    answer = act().model_dump(mode="json")
    crm.stored_answers[key] = (text, status, answer)
    crm.carried_out()
    return JSONResponse(answer, status)


Key = Annotated[str | None, Header(alias="Idempotency-Key")]


def _people(app: FastAPI, crm: FakeCrm) -> None:
    @app.post("/api/v1/auth/token")
    async def sign_in(username: Annotated[str, Form()], password: Annotated[str, Form()]) -> Token:
        if crm.locked_for_s:
            raise Problem(429, "sign-in-locked", crm.locked_for_s)
        if (username, password) != (content.USER.username, crm.password):
            raise Problem(401, "sign-in-failed")
        token = secrets.token_urlsafe(32)
        crm.tokens.add(token)
        return Token(access_token=token, expires_in_s=43200, user=content.USER)

    @app.delete("/api/v1/auth/token", status_code=204)
    async def sign_out(request: Request) -> None:
        crm.tokens.discard(request.headers["authorization"].removeprefix("Bearer "))

    @app.get("/api/v1/me")
    async def me() -> DeskConfig:
        return DeskConfig(
            user=content.USER.model_copy(update={"rights": crm.work.rights}),
            agent=crm.agent,
            phone=content.phone(),
            queues=crm.queues,
            outcomes=content.OUTCOMES,
            not_ready_reasons=content.NOT_READY_REASONS,
            ticket_types=content.TICKET_TYPES,
            today=crm.today,
            company=content.COMPANY,
            server_version=crm.version,
            caller_numbers=CALLER_NUMBERS,
            queue_rules=crm.tools.rules,
        )

    @app.put("/api/v1/agents/me/state")
    async def set_state(wish: StateWish) -> Any:
        if crm.agent.state in ("OFFERED", "TALKING", "WRAP_UP"):
            return crm.agent_changed(next_state=wish.state, next_reason=wish.reason)
        return crm.agent_changed(state=wish.state, reason=wish.reason, next_state=None, next_reason="")

    @app.get("/api/v1/queues")
    async def queues() -> Any:
        return crm.queues


def _calls(app: FastAPI, crm: FakeCrm) -> None:
    @app.post("/api/v1/offers/{offer_id}/decline", status_code=204)
    async def decline(offer_id: str) -> None:
        if crm.current_offer is None or crm.current_offer.offer_id != offer_id:
            raise Problem(409, "offer-closed")
        crm.withdraw("declined")

    @app.post("/api/v1/calls/{call_id}/{what}", status_code=204)
    async def control(call_id: str, what: str) -> None:
        if crm.current_call is None or crm.current_call.call_id != call_id:
            raise Problem(403, "call-not-yours")
        match what:
            case "hold":
                crm.call_changed(state="HELD", held_since=crm.hello().server_time)
            case "resume":
                crm.call_changed(state="TALKING", held_since=None)
            case "hang-up":
                crm.end_call(by="agent")
            case _:
                raise Problem(404, "not-found")

    @app.get("/api/v1/calls")
    async def calls(mine: bool = False, cursor: str | None = None, limit: int = 50) -> Any:
        start = int(cursor or 0)
        rest = start + limit < len(crm.past_calls)
        return {
            "items": crm.past_calls[start : start + limit],
            "next_cursor": str(start + limit) if rest else None,
        }

    @app.put("/api/v1/calls/{call_id}/result")
    async def result(call_id: str, result: CallResult, key: Key = None) -> Response:
        return once(crm, key, (call_id, result), 200, lambda: crm.take_result(call_id, result))

    @app.post("/api/v1/tickets")
    async def ticket(new: NewTicket, key: Key = None) -> Response:
        return once(crm, key, new, 201, lambda: crm.make_ticket(new))

    @app.get("/api/v1/recordings/{recording_id}/audio")
    async def audio(recording_id: str) -> Response:
        return Response(OGG, media_type="audio/ogg")


def _customers(app: FastAPI, crm: FakeCrm) -> None:
    @app.post("/api/v1/customers")
    async def create(new: Annotated[NewCustomer, Body()], key: Key = None) -> Response:
        def act() -> CustomerView:
            view = CustomerView(
                customer_id=f"cust-{len(crm.customers) + 1}",
                name=new.name,
                level="NORMAL",
                number=new.number or (crm.current_call.caller_number if crm.current_call else ""),
                note=new.note,
            )
            crm.customers.append(view)
            crm.files[view.customer_id] = CustomerFile(customer=view, number=view.number)
            return view

        return once(crm, key, new, 201, act)

    @app.get("/api/v1/customers/by-number/{number}")
    async def by_number(number: str) -> CustomerFile:
        file = crm.files[content.CUSTOMER_ID]
        return file if number.endswith("1234") else CustomerFile(customer=None, number=number)

    @app.get("/api/v1/customers/{customer_id}")
    async def file(customer_id: str) -> CustomerFile:
        if customer_id not in crm.files:
            raise Problem(404, "not-found")
        return crm.files[customer_id]

    @app.get("/api/v1/customers/{customer_id}/timeline")
    async def timeline(customer_id: str, cursor: str | None = None, limit: int = 5) -> Any:
        items, start = crm.files[customer_id].timeline, int(cursor or 0)
        rest = start + limit < len(items)
        return {"items": items[start : start + limit], "next_cursor": str(start + limit) if rest else None}


def _live(app: FastAPI, crm: FakeCrm) -> None:
    @app.websocket("/api/v1/live")
    async def live(socket: WebSocket, cursor: int = 0) -> None:
        if socket.headers.get("authorization", "").removeprefix("Bearer ") not in crm.tokens:
            await socket.send_denial_response(JSONResponse({"error_id": "not-signed-in"}, 401))
            return
        await socket.accept()
        messages = crm.listen(cursor)

        async def speak() -> None:
            while True:
                await socket.send_text((await messages.get()).model_dump_json())

        speaking = asyncio.get_running_loop().create_task(speak())
        try:
            while True:
                await socket.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            speaking.cancel()
            crm.stop_listening(messages)
            await asyncio.gather(speaking, return_exceptions=True)
