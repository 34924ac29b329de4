"""What a program may ask of a running call: bodies of the requests below ``/api/v1/calls``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from app.contracts.base import Wire


class NewCall(Wire):
    """Body of ``POST /api/v1/calls``: ring my phone, then this number.

    ``number`` empty: whoever called in ``call_id`` (one of mine, a missed one, a call-back's), or this
    customer; so a masked number is dialled without being shown.
    """

    number: str = Field(default="", max_length=60)
    call_id: str = Field(default="", max_length=80)
    customer_id: str = Field(default="", max_length=80)
    from_number: str = Field(default="", max_length=60)  # one of DeskConfig.caller_numbers; "": by rule


class CallMade(Wire):
    """Answer of ``POST /api/v1/calls``."""

    call_id: str


class TransferWish(Wire):
    """Body of ``POST /api/v1/calls/{call_id}/transfer``.

    ``target``: an extension, an agent's id, a queue's number or id, a number of ours, an outside number.
    ``note``: what was noted so far; it pops up with the call.
    """

    target: str = Field(min_length=1, max_length=60)
    mode: Literal["blind", "consult"] = "blind"
    note: str = Field(default="", max_length=8000)


class ConsultNote(Wire):
    """Body of ``POST /api/v1/calls/{call_id}/consult/complete``."""

    note: str = Field(default="", max_length=8000)


class NewParty(Wire):
    """Body of ``POST /api/v1/calls/{call_id}/parties``; a queue stands for its agent who is free longest."""

    target: str = Field(min_length=1, max_length=60)
    note: str = Field(default="", max_length=8000)


class PartyChange(Wire):
    """Body of ``PATCH /api/v1/calls/{call_id}/parties/{leg_id}``; what is left out stays as it is."""

    muted: bool | None = None
    held: bool | None = None


class DigitsToSend(Wire):
    """Body of ``POST /api/v1/calls/{call_id}/digits``; "," is a pause of half a second."""

    digits: str = Field(pattern=r"^[0-9*#A-D,]{1,64}$")


class Monitoring(Wire):
    """Body of ``PUT /api/v1/calls/{call_id}/monitor``: listen unheard, coach the agent, talk with all."""

    mode: Literal["listen", "coach", "talk"] = "listen"
