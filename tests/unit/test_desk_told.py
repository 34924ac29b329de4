"""What other rooms tell a person reaches each of her desktops, agent or not, in its language."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from app.contracts.live import NoticeMade, TicketsChanged
from app.contracts.notices import NoticeView
from app.server.live_port import OpenDesktops
from tests.unit.test_desk import Centre, centre

__all__ = ["centre"]


def made(title: str) -> NoticeMade:
    view = NoticeView(notice_id=1, at=datetime.now(UTC), kind="ticket.late", title=title, text="")
    return NoticeMade(cursor=0, notice=view)


async def test_a_user_who_is_no_agent_hears_it_in_her_language_and_others_do_not(
    centre: Centre,
) -> None:
    desktops = OpenDesktops()
    desktops.tell_all(TicketsChanged(cursor=0, ticket_ids=["early"]))
    desktops.connect(centre.desk)
    async with (
        centre.desk.subscribe(None, 0, "en", "quality") as hers,
        centre.desk.subscribe("wang", 0, "zh", "wang") as others,
    ):
        await anext(hers), await anext(others)
        await asyncio.to_thread(desktops.tell_user, "quality", {"zh": made("超时"), "en": made("late")})
        await asyncio.to_thread(desktops.tell_all, TicketsChanged(cursor=0, ticket_ids=["t1"]))
        told = await anext(hers)
        assert isinstance(told, NoticeMade) and told.notice.title == "late"
        assert (await anext(hers)).kind == "tickets_changed"
        assert (await anext(others)).kind == "tickets_changed", "nothing else came before"
    desktops.disconnect()
    desktops.tell_all(TicketsChanged(cursor=0, ticket_ids=["late"]))
    await asyncio.sleep(0)
