"""The customer's page of a ticket: for a phone, in both languages, without scripts.

In:  number and check code, typed or from a link; an answer; a rating. Out: HTML that nobody keeps or frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session

from app.contracts.tickets import TicketProgress
from app.resources import resource_dir
from app.server.api.page_templates import Language, PageTemplates
from app.server.api.public_door import PublicDoor, TooManyTriesError
from app.server.api.rooms import Rooms, language_of, utc_now
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import Ticket
from app.server.tickets.public import (
    TicketClosedError,
    TicketUnknownError,
    clean_code,
    clean_number,
    clean_text,
)
from app.server.tickets.satisfaction import rate

MOST_FIELDS: Final = 12
LONGEST_FORM_BYTES: Final = 60_000
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_DONE: Final = ("answer", "solved", "reopened")
_STEPS: Final = (
    ("NEW", "step-new"),
    ("OPEN", "step-open"),
    ("RESOLVED", "step-resolved"),
    ("CONFIRMED", "step-confirmed"),
)
_REACHED: Final = {"NEW": 0, "OPEN": 1, "WAITING": 1, "RESOLVED": 2, "CONFIRMED": 3, "ARCHIVED": 3}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at which ticket. ``up``: the way to the root of this server, as a proxy may put it below."""

    request: Request
    number: str
    code: str
    language: Language
    up: str = ""


class TicketPage:
    def __init__(self, rooms: Rooms, door: PublicDoor) -> None:
        self._door = door
        self._directory = rooms.parts.directory
        self._house = rooms.ticket_house
        self._templates = PageTemplates(resource_dir() / "pages")

    @property
    def style(self) -> str:
        return self._templates.style

    async def show(
        self,
        visit: Visit,
        *,
        done: str = "",
        trouble: str = "",
        typed: str = "",
        status: HTTPStatus = HTTPStatus.CONFLICT,
    ) -> Response:
        """``status``: where there is trouble."""
        try:
            ticket = await self._door.look(visit.request, visit.number, visit.code, visit.language)
        except (TicketUnknownError, TooManyTriesError) as error:
            return self.refused(visit, error)
        values = {
            "ticket": ticket,
            "code": clean_code(visit.code),
            "steps": self._steps(ticket, visit.language),
        }
        shown = status if trouble else HTTPStatus.OK
        return self._html(visit, "ticket.html", shown, done=done, trouble=trouble, typed=typed, **values)

    async def answer(self, visit: Visit, text: str) -> Response:
        now = utc_now()

        def deed(session: Session, ticket: Ticket) -> None:
            self._house.desk.answer(session, ticket, text, now)

        try:
            await self._door.act(visit.request, visit.number, visit.code, deed)
        except (TicketUnknownError, TooManyTriesError) as error:
            return self.refused(visit, error)
        except (InvalidValueError, TicketClosedError) as error:
            key = "empty" if isinstance(error, InvalidValueError) else "closed"
            return await self.show(visit, trouble=self.say(visit, key), typed=text)
        return self.back(visit, "answer")

    async def rate(self, visit: Visit, solved: str, score: str, note: str) -> Response:
        now = utc_now()
        if solved not in ("yes", "no"):
            return await self.show(visit, trouble=self.say(visit, "missing"))
        points = int(score) if score in ("1", "2", "3", "4", "5") else None

        def deed(session: Session, ticket: Ticket) -> None:
            is_solved = solved == "yes"
            rate(session, self._house.changes, ticket, solved=is_solved, score=points, note=note, now=now)

        try:
            await self._door.act(visit.request, visit.number, visit.code, deed)
        except (TicketUnknownError, TooManyTriesError) as error:
            return self.refused(visit, error)
        except TicketClosedError:
            return await self.show(visit, trouble=self.say(visit, "closed"))
        return self.back(visit, "solved" if solved == "yes" else "reopened")

    def ask(self, visit: Visit, trouble: str = "", status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
        return self._html(visit, "ask.html", status, trouble=trouble, number=clean_text(visit.number, 40))

    def refused(self, visit: Visit, error: TicketUnknownError | TooManyTriesError) -> Response:
        if isinstance(error, TooManyTriesError):
            minutes = max(1, round(error.wait_s / 60))
            trouble = self.say(visit, "too-many").format(minutes=minutes)
            response = self.ask(visit, trouble, HTTPStatus.TOO_MANY_REQUESTS)
            response.headers["Retry-After"] = str(max(1, round(error.wait_s)))
            return response
        return self.ask(visit, self.say(visit, "unknown"), HTTPStatus.NOT_FOUND)

    def back(self, visit: Visit, done: str = "") -> Response:
        """To the page itself, so that loading it again sends nothing a second time."""
        number = clean_number(visit.number)
        query = {"code": clean_code(visit.code), "lang": visit.language, **({"done": done} if done else {})}
        here = f"{visit.up}t/{quote(number)}?{urlencode(query)}"
        return RedirectResponse(here, HTTPStatus.SEE_OTHER, headers=HEADERS)

    def _steps(self, ticket: TicketProgress, language: Language) -> list[dict[str, str]]:
        """Where it is on its way; none for one that was cancelled."""
        reached = _REACHED.get(ticket.status_kind)
        if reached is None:
            return []
        say = self._templates.speaker(language)
        states = ["past"] * reached + ["now"] + ["ahead"] * (len(_STEPS) - reached - 1)
        return [{"name": say(key), "state": state} for (_, key), state in zip(_STEPS, states, strict=True)]

    def say(self, visit: Visit, key: str) -> str:
        return self._templates.speaker(visit.language)(key)

    def _html(self, visit: Visit, name: str, status: HTTPStatus, **values: object) -> HTMLResponse:
        other = "zh" if visit.language == "en" else "en"
        query = {"code": clean_code(visit.code)} if name == "ticket.html" else {}
        place = f"t/{quote(clean_number(visit.number))}" if query else "t"
        page = self._templates.page(
            name,
            visit.language,
            company=self._directory.company,
            up=visit.up,
            other_language=f"{visit.up}{place}?{urlencode({**query, 'lang': other})}",
            **values,
        )
        return HTMLResponse(page, status, headers=HEADERS)


def ticket_page_router(rooms: Rooms, door: PublicDoor) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    page = TicketPage(rooms, door)

    @router.get("/t/style.css")
    async def style() -> Response:
        """The look of the customers' pages."""
        headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(page.style, media_type="text/css", headers=headers)

    @router.get("/t")
    async def ask(request: Request, lang: str = Query("", max_length=10)) -> Response:
        """Where a customer types the number and the check code of his ticket."""
        return page.ask(Visit(request, "", "", _language(request, lang)))

    @router.post("/t")
    async def look(request: Request) -> Response:
        """From there to his ticket, where both are right."""
        form = await _form(request)
        visit = _visit(request, form.get("number", ""), form)
        try:
            await door.look(request, visit.number, visit.code, visit.language)
        except (TicketUnknownError, TooManyTriesError) as error:
            return page.refused(visit, error)
        return page.back(visit)

    @router.get("/t/{number}")
    async def show(
        request: Request,
        number: str,
        code: str = Query("", max_length=60),
        lang: str = Query("", max_length=10),
        done: str = Query("", max_length=20),
    ) -> Response:
        """How far his ticket is, for a telephone's small screen, in his language."""
        visit = Visit(request, number, code, _language(request, lang), "../")
        if not code:
            return page.ask(visit)
        return await page.show(visit, done=done if done in _DONE else "")

    @router.get("/t/{number}/files/{file_id}")
    async def file(
        request: Request,
        number: str,
        file_id: str,
        code: str = Query("", max_length=60),
        lang: str = Query("", max_length=10),
    ) -> Response:
        visit = Visit(request, number, code, _language(request, lang), "../../../")
        try:
            return await door.file(request, number, code, file_id)
        except (TicketUnknownError, TooManyTriesError) as error:
            return page.refused(visit, error)
        except NotFoundError:
            return await page.show(visit, trouble=page.say(visit, "file-gone"), status=HTTPStatus.NOT_FOUND)

    @router.post("/t/{number}/answer")
    async def answer(request: Request, number: str) -> Response:
        """What he has to say about it; it becomes a comment on the ticket."""
        form = await _form(request)
        return await page.answer(_visit(request, number, form, "../../"), form.get("text", ""))

    @router.post("/t/{number}/satisfaction")
    async def satisfaction(request: Request, number: str) -> Response:
        """Solved or not, and how well; "not solved" opens the ticket again."""
        form = await _form(request)
        visit = _visit(request, number, form, "../../")
        return await page.rate(visit, form.get("solved", ""), form.get("score", ""), form.get("note", ""))

    return router


def _visit(request: Request, number: str, form: dict[str, str], up: str = "") -> Visit:
    return Visit(request, number, form.get("code", ""), _language(request, form.get("lang", "")), up)


def _language(request: Request, wish: str) -> Language:
    if wish in ("zh", "en"):
        return "en" if wish == "en" else "zh"
    return language_of(request)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form of ours; of anything else nothing."""
    body = await request.body()
    if len(body) > LONGEST_FORM_BYTES:
        return {}
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[0] for name, values in fields.items()}
