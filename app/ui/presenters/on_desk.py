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
