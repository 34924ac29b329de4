"""What every room of the window is given: the parts of one sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from app.crm_client.drafts import Drafts
from app.crm_client.http import CrmClient
from app.crm_client.live import Live
from app.crm_client.outbox import Outbox
from app.ui.house import House, PhoneBox
from app.ui.presenters.sign_in import Session
from app.ui.presenters.store import DeskStore
from app.ui.views.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Bench:
    house: House
    session: Session
    client: CrmClient
    store: DeskStore
    window: MainWindow
    phone: PhoneBox
    live: Live
    outbox: Outbox
    drafts: Drafts
