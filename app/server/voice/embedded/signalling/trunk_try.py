"""Try a trunk once, beside a running server and without disturbing it.

In:  an account. Out: whether it would work, and what was heard, for a person.
"""

from __future__ import annotations

import asyncio
import contextlib

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.trunk_line import TrunkLine, why_not
from app.server.voice.embedded.signalling.trunk_registration import (
    TrunkTimes,
    ask,
    domain_of,
    refusal,
    trunk_uri,
)
from app.server.voice.engine import TrunkAccount


async def try_trunk(account: TrunkAccount, answer_s: float = 8.0) -> tuple[bool, list[str]]:
    """(works, sentences). One OPTIONS, and where it registers one REGISTER that changes nothing."""
    if not account.host:
        return True, ["Calls are only taken from its addresses; there is nobody to ask."]
    times = TrunkTimes(answer_s=answer_s)
    stack = SipStack(_refuse)
    try:
        await stack.listen_udp("0.0.0.0", 0)
        with contextlib.suppress(OSError):  # a machine without IPv6
            await stack.listen_udp("::", 0)
        line = TrunkLine(account, stack, times, lambda _trunk_id, _up, _why: None)
        try:
            flow = await line.open()
        except OSError as error:
            return False, [_sentence(why_not(account, error))]
        said = [f"Reached {flow}."]
        works = True
        if account.options:
            begun_s = asyncio.get_running_loop().time()
            answer = await line.options(flow)
            took_ms = round((asyncio.get_running_loop().time() - begun_s) * 1000)
            works = answer.status_code not in (408, 503)
            heard = f"{answer.status_code} {m.plain(answer.reason_phrase)}"
            said.append(
                f"OPTIONS was answered {heard} after {took_ms} ms."
                if works
                else _sentence(f"OPTIONS: {refusal('OPTIONS', answer)}")
            )
        if account.register:
            answer = await _query(stack, flow, account, times)
            works = 200 <= answer.status_code < 300
            said.append(
                "User name and password are right."
                if works
                else _sentence(f"REGISTER: {refusal('REGISTER', answer)}")
            )
        return works, said
    finally:
        await stack.close()


async def _query(stack: SipStack, flow: Flow, account: TrunkAccount, times: TrunkTimes) -> SipResponse:
    """A REGISTER without a Contact asks what is registered and changes nothing (RFC 3261 §10.2.3)."""
    address = m.name_address(f"sip:{m.plain(account.username)}@{domain_of(account)}")
    dialog = Dialog(m.new_tag(), m.new_tag(), address, address, trunk_uri(account), contact="")
    request = dialog.request("REGISTER", flow)
    request.headers.remove("Contact")
    response, _ = await ask(stack, request, flow, times.answer_s, account)
    return response


def _refuse(_request: SipRequest, transaction: ServerTransaction, _flow: Flow) -> None:
    transaction.reply(481)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
