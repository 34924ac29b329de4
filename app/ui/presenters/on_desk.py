"""The call that the tools are about: the one she talks in or writes up, else the one that is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.presenters.desk import Desk

if TYPE_CHECKING:
    from app.contracts.calls import ActiveCall, OfferView


def on_desk(desk: Desk) -> OfferView | ActiveCall | None:
    """A second call that only waits changes nothing here."""
    if desk.second_offer is not None:
        return desk.call
    return desk.offer or desk.call


def is_colleague(desk: Desk) -> bool:
    """It is somebody of this house who calls or is called: no new customer."""
    here = on_desk(desk)
    if here is None:
        return False
    if here is desk.offer:
        return desk.offer is not None and desk.offer.reason == "direct" and bool(desk.offer.from_agent)
    return desk.call is not None and desk.call.direction == "INTERNAL"
