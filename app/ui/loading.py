"""Loads what is needed after signing in while the person types, so that the sign-in window answers at once.

What knows no Qt is loaded in a thread; the views, which do, a little in each turn of the event loop.
Whoever signs in before it is done waits for the rest, as any import would.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterable

FIRST_S = 0.05  # the window paints itself
PAUSE_S = 0.01  # for keys and painting
WITHOUT_QT = (
    "app.crm_client.http",
    "app.crm_client.live",
    "app.crm_client.outbox",
    "app.crm_client.drafts",
    "app.telephony.client",
    "app.ui.presenters.access",
    "app.ui.presenters.agent",
    "app.ui.presenters.article",
    "app.ui.presenters.article_editor",
    "app.ui.presenters.article_history",
    "app.ui.presenters.call",
    "app.ui.presenters.callbacks",
    "app.ui.presenters.call_sheet",
    "app.ui.presenters.calls",
    "app.ui.presenters.categories",
    "app.ui.presenters.compact",
    "app.ui.presenters.computer",
    "app.ui.presenters.conference",
    "app.ui.presenters.connection",
    "app.ui.presenters.customer_edit",
    "app.ui.presenters.devices",
    "app.ui.presenters.dial",
    "app.ui.presenters.file",
    "app.ui.presenters.gate",
    "app.ui.presenters.headset_buttons",
    "app.ui.presenters.keys",
    "app.ui.presenters.knowledge_search",
    "app.ui.presenters.knowledge_shelf",
    "app.ui.presenters.lock",
    "app.ui.presenters.microphone_guard",
    "app.ui.presenters.missed",
    "app.ui.presenters.other_calls",
    "app.ui.presenters.outbox",
    "app.ui.presenters.quality",
    "app.ui.presenters.recording",
    "app.ui.presenters.replies",
    "app.ui.presenters.reply_editor",
    "app.ui.presenters.reveal",
    "app.ui.presenters.script",
    "app.ui.presenters.search",
    "app.ui.presenters.notice_bell",
    "app.ui.presenters.notice_wishes",
    "app.ui.presenters.ticket",
    "app.ui.presenters.ticket_file",
    "app.ui.presenters.ticket_writing",
    "app.ui.presenters.tickets_board",
    "app.ui.presenters.tickets_list",
    "app.ui.presenters.transfer",
    "app.ui.presenters.variables",
    "app.ui.presenters.voice_messages",
    "app.ui.presenters.after_call",
    "app.ui.presenters.wrap_up",
)
WITH_QT = (
    "app.ui.views.gauges",
    "app.ui.views.banners",
    "app.ui.views.call_card",
    "app.ui.views.call_area",
    "app.ui.views.dial_panel",
    "app.ui.views.callbacks_page",
    "app.ui.views.calls_page",
    "app.ui.views.customer_file",
    "app.ui.views.new_customer_form",
    "app.ui.views.messages_page",
    "app.ui.views.outbox_page",
    "app.ui.views.note_form",
    "app.ui.views.replies_panel",
    "app.ui.views.settings_sound",
    "app.ui.views.settings_keys",
    "app.ui.views.settings_computer",
    "app.ui.views.settings_page",
    "app.ui.views.gate_panel",
    "app.ui.views.notice_bell",
    "app.ui.views.rail",
    "app.ui.views.state_bar",
    "app.ui.views.tools_panel",
    "app.ui.views.main_window",
    "app.ui.bindings_calls",
    "app.ui.bindings_shell",
    "app.ui.bindings_tools",
    "app.ui.bindings_customers",
    "app.ui.rooms.calls",
    "app.ui.rooms.customers",
    "app.ui.rooms.tools",
    "app.ui.rooms.shell",
    "app.ui.rooms.tickets",
    "app.ui.rooms.notices",
    "app.ui.rooms.call_sheet",
    "app.ui.rooms.knowledge",
    "app.ui.rooms.lock",
    "app.ui.rooms.manage",
    "app.ui.views.tray",
    "app.ui.workbench",
)


async def load_ahead() -> None:
    """On the UI thread's event loop."""
    await asyncio.sleep(FIRST_S)
    await asyncio.to_thread(_load, WITHOUT_QT)
    for name in WITH_QT:
        await asyncio.sleep(PAUSE_S)
        _load((name,))


def _load(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)
