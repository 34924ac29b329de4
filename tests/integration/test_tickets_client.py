"""The desktop's own client and the server understand each other about tickets and notices."""

from __future__ import annotations

import hashlib
import ssl
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.contracts.notices import NoticeWishes
from app.contracts.tickets import (
    BulkWish,
    LinkWish,
    NewComment,
    NewTicket,
    SavedView,
    TicketAnswer,
    TicketAssign,
    TicketChange,
    TicketFile,
    TicketMoveWish,
    TicketQuery,
    WatchWish,
)
from app.crm_client.errors import Refused
from app.crm_client.http import CrmClient
from app.crm_client.requests import Upload
from app.crm_client.trust import TrustStore
from app.ui.presenters.ticket_edit import changes, conflict, fields_of, resolved
from app.ui.presenters.ticket_file_face import open_face
from tests.doubles.api_house import House, open_house
from tests.presenters.ui_fakes import FakeWords

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 400


@pytest.fixture
async def house(filled_with_types, tmp_path) -> AsyncIterator[House]:
    database = filled_with_types.copy(tmp_path, busy_timeout_s=2.0)
    async with open_house(database, filled_with_types.content, tmp_path) as opened:
        yield opened
    database.close_now()


async def signed_in(house: House, folder: Path, who: str) -> CrmClient:
    der = ssl.PEM_cert_to_DER_cert(house.certificate.read_text())
    trust = TrustStore(folder / f"trust-{who}.json", preset=hashlib.sha256(der).hexdigest())
    client = CrmClient(house.url, trust)
    await client.sign_in(who, house.passwords[who])
    return client


@pytest.fixture
async def client(house: House, tmp_path: Path) -> AsyncIterator[CrmClient]:
    made = await signed_in(house, tmp_path, "1001")
    yield made
    await made.close()


@pytest.fixture
async def lead(house: House, tmp_path: Path) -> AsyncIterator[CrmClient]:
    made = await signed_in(house, tmp_path, "2001")
    yield made
    await made.close()


async def made(client: CrmClient, **more: object) -> TicketFile:
    new = NewTicket.model_validate(
        {"type": "REPAIR", "title": "冰箱漏水", "assign": "none", "fields": {"model": "BCD-500"}} | more
    )
    return await client.ticket((await client.create_ticket(new, uuid.uuid4().hex)).ticket_id)


async def test_a_ticket_is_worked_on_from_taking_to_history(client: CrmClient):
    file = await made(client)
    ticket_id = file.ticket.ticket_id
    file = await client.assign_ticket(ticket_id, TicketAssign(version=file.ticket.version, to="me"))
    assert file.ticket.assigned_to == "1001"
    if not file.ticket.accepted:
        file = await client.answer_ticket(ticket_id, TicketAnswer(version=file.ticket.version))
    move = next(each for each in file.moves if each.to_state == "IN_PROGRESS")
    wish = TicketMoveWish(version=file.ticket.version, to_state=move.to_state, reason="Begins")
    file = await client.move_ticket(ticket_id, wish)
    assert file.ticket.status_kind == "OPEN"
    file = await client.comment_ticket(ticket_id, NewComment(text="已联系客户"), "once")
    file = await client.comment_ticket(ticket_id, NewComment(text="已联系客户"), "once")
    assert [each.text for each in file.comments] == ["已联系客户"]
    attached = await client.attach_to_ticket(ticket_id, Upload("裂口 照片.png", PNG, "image/png"), True)
    assert (attached.name, attached.for_customer) == ("裂口 照片.png", True)
    assert await client.ticket_attachment(ticket_id, attached.attachment_id) == PNG
    with pytest.raises(Refused) as refused:
        await client.attach_to_ticket(ticket_id, Upload("x.exe", b"MZ" + bytes(200)))
    assert refused.value.error_id == "attachment-kind"
    file = await client.watch_ticket(ticket_id, WatchWish(watch=True))
    assert any(user_id == "1001" for user_id, _ in file.watchers)
    other = await made(client, title="另一张")
    file = await client.link_ticket(ticket_id, LinkWish(kind="related", target=other.ticket.number))
    assert [link.number for link in file.links] == [other.ticket.number]
    page = await client.ticket_history(ticket_id, None)
    assert len(page.items) >= 5
    face = open_face(file, (await client.ticket_types())[0], "1001", datetime.now(UTC), FakeWords())
    assert face.comments and face.files and face.moves and face.history


async def test_lists_counts_board_and_views(client: CrmClient, lead: CrmClient):
    file = await made(client, title="洗衣机异响")
    page = await client.tickets(TicketQuery(q="洗衣机", kind=["NEW", "OPEN"], sort="due"))
    assert [each.number for each in page.items] == [file.ticket.number]
    assert not (await client.tickets(TicketQuery(q="洗衣机", mine=True))).items
    assert (await lead.ticket_counts()).unassigned >= 1
    board = await lead.ticket_board("REPAIR", TicketQuery(kind=["NEW", "OPEN", "WAITING", "RESOLVED"]))
    assert any(card.number == file.ticket.number for column in board.columns for card in column.tickets)
    kept = await client.save_ticket_view(SavedView(name="洗衣机", query=TicketQuery(q="洗衣机")))
    assert "洗衣机" in {each.name for each in await client.ticket_views()}
    await client.delete_ticket_view(kept.view_id)
    assert "洗衣机" not in {each.name for each in await client.ticket_views()}
    result = await lead.change_tickets(BulkWish(ticket_ids=[file.ticket.ticket_id], priority="URGENT"))
    assert result.done == [file.ticket.ticket_id]
    await client.ticket_macros()


async def test_two_who_change_the_same_are_shown_side_by_side(client: CrmClient, lead: CrmClient):
    base = await made(client)
    ticket_id, version = base.ticket.ticket_id, base.ticket.version
    await lead.change_ticket(ticket_id, TicketChange(version=version, title="冰箱漏水，急", priority="HIGH"))
    filled = fields_of(base)
    mine = changes(filled, replace(filled, title="冰箱底部漏水", text="照片已收"), version)
    assert mine is not None
    with pytest.raises(Refused) as refused:
        await client.change_ticket(ticket_id, mine)
    error = refused.value
    assert error.error_id == "ticket-changed" and error.present is not None
    both = conflict(base, mine, error.present, error.changed, [], FakeWords())
    assert both is not None
    theirs, face = both
    assert [(r.code, r.theirs, r.mine) for r in face.rows] == [("title", "冰箱漏水，急", "冰箱底部漏水")]
    again = resolved(mine, theirs, {"title"})
    assert again is not None
    file = await client.change_ticket(ticket_id, again)
    assert (file.ticket.title, file.ticket.text, file.ticket.priority) == ("冰箱漏水，急", "照片已收", "HIGH")


async def test_notices_and_how_one_wants_to_be_told(client: CrmClient, lead: CrmClient):
    file = await made(lead)
    wish = TicketAssign(version=file.ticket.version, to="person", user_id="1001", reason="请处理")
    await lead.assign_ticket(file.ticket.ticket_id, wish)
    assert (await client.notice_counts()).unread == 1
    (notice,) = (await client.notices()).items
    assert notice.subject == f"ticket:{file.ticket.ticket_id}" and notice.title
    await client.read_notice(notice.notice_id)
    assert (await client.notice_counts()).unread == 0
    await client.read_all_notices()
    choices = await client.notice_choices()
    assert "ticket.assigned" in {each.code for each in choices.kinds}
    wishes = await client.set_notice_wishes(NoticeWishes(off=["ticket.assigned"]))
    assert wishes == await client.notice_wishes()
