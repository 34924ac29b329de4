"""Phones behind a router over UDP: its entry for them must not fall asleep, or no call reaches them.

In:  the registrar's bindings. Out: OPTIONS every 25 s to those whose Contact is not where they came from;
their answers keep the router's entry open (RFC 4787 §4.3). A phone that is silent three times is gone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog, hostport
from app.server.voice.embedded.signalling.messages import SipResponse
from app.server.voice.embedded.signalling.registrar import Binding, Registrar
from app.server.voice.embedded.signalling.stack import SipStack

log = logging.getLogger(__name__)

EVERY_S = 25.0  # routers forget UDP after 30 s at the earliest
MISSES = 3


class PhoneKeeper:
    """``run`` until cancelled."""

    def __init__(
        self, registrar: Registrar, stack: Callable[[], SipStack], realm: str, every_s: float = EVERY_S
    ) -> None:
        self._registrar = registrar
        self._stack = stack
        self._realm = realm
        self._every_s = every_s

    async def run(self) -> None:
        while True:
            behind = [each for each in self._registrar.bindings() if is_behind_router(each)]
            for binding in behind:
                self._ask(binding)
                await asyncio.sleep(self._every_s / len(behind))  # spread over the time
            if not behind:
                await asyncio.sleep(self._every_s)

    def _ask(self, binding: Binding) -> None:
        def on_response(_transaction: ClientTransaction, response: SipResponse) -> None:
            if response.status_code == 408:
                binding.misses += 1
                if binding.misses >= MISSES:
                    log.info("phone %s behind %s is silent", binding.sip_user, binding.flow)
                    self._registrar.let_go(binding)
            elif response.status_code >= 200:
                binding.misses = 0

        dialog = Dialog(
            call_id=f"{m.new_tag()}{m.new_tag()}",
            local_tag=m.new_tag(),
            local=m.name_address(f"sip:seatline@{hostport(binding.flow.local[0], None)}"),
            remote=m.name_address(f"sip:{binding.sip_user}@{self._realm}"),
            remote_target=binding.contact,
            contact=binding.own_contact,
        )
        self._stack().send(dialog.request("OPTIONS", binding.flow), binding.flow, on_response)


def is_behind_router(binding: Binding) -> bool:
    """Its Contact names another place than the one its packets come from."""
    if binding.flow.reliable:
        return False  # TCP and TLS have keep-alives of their own
    uri = m.parse_uri(binding.contact)
    return (uri.host.strip("[]"), uri.port or 5060) != binding.flow.peer
