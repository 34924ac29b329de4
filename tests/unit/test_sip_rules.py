"""Rules of the signalling that need no network: tables, causes, codecs, keys, the gate."""

from __future__ import annotations

import base64

import pytest

from app.server.core.machine import NotInTableError
from app.server.core.types import EndCause
from app.server.voice.embedded.causes import cause_of, code_of
from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.signalling import client_transaction, messages, sdp, server_transaction
from app.server.voice.embedded.signalling.gate import Admission, Gate
from app.server.voice.embedded.signalling.legs import TABLE, LegEvent, LegState
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.negotiation import Negotiation

HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
KEY_30 = base64.b64encode(bytes(range(30))).decode()


def request(agent: str = "Phone/1") -> SipRequest:
    message = SipRequest(method="INVITE", uri="sip:4001@127.0.0.1")
    message.headers.set_single("User-Agent", agent)
    return message


def test_an_ended_leg_hears_nothing_more() -> None:
    assert not [row for row in TABLE if row[0] is LegState.ENDED]


@pytest.mark.parametrize("state", [state for state in LegState if state is not LegState.ENDED])
@pytest.mark.parametrize("event", [LegEvent.WE_HANG_UP, LegEvent.MEDIA_FAILED])
def test_a_leg_can_be_ended_from_every_state(state: LegState, event: LegEvent) -> None:
    assert TABLE[state, event] is LegState.ENDED


@pytest.mark.parametrize(
    "table",
    [
        client_transaction.INVITE_TABLE,
        client_transaction.OTHER_TABLE,
        server_transaction.INVITE_TABLE,
        server_transaction.OTHER_TABLE,
        TABLE,
    ],
)
def test_every_state_of_a_table_leads_to_its_end(table: dict[tuple[object, object], object]) -> None:
    ends = {after for after in table.values() if not any(state is after for state, _ in table)}
    assert len(ends) == 1
    reaches = set(ends)
    for _ in table:
        reaches |= {state for (state, _), after in table.items() if after in reaches}
    assert {state for state, _ in table} <= reaches


def test_what_the_table_does_not_name_is_an_error_or_late() -> None:
    machine = Machine("leg", TABLE, LegState.ENDED)
    with pytest.raises(NotInTableError, match="ACK in state ENDED"):
        machine.fire(LegEvent.ACK)
    assert not machine.accept(LegEvent.ACK)


@pytest.mark.parametrize("cause", list(EndCause))
def test_every_cause_has_a_code_that_refuses(cause: EndCause) -> None:
    assert 400 <= code_of(cause) < 700


@pytest.mark.parametrize("code", [*range(300, 310), *range(400, 500), *range(500, 514), *range(600, 610)])
def test_every_refusal_of_a_phone_has_a_cause(code: int) -> None:
    assert cause_of(code) in EndCause


def test_the_first_codec_of_the_offer_is_taken_and_the_event_number_kept() -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000)
    leg.take_offer(
        HEAD
        + "m=audio 5000 RTP/AVP 18 96 8 97\r\na=rtpmap:96 G722/8000\r\na=rtpmap:97 telephone-event/8000\r\n"
    )
    answer = leg.answer()
    assert "m=audio 4000 RTP/AVP 96 97\r\na=rtpmap:96 G722/8000" in answer
    setting = leg.for_media()
    assert setting is not None
    assert (setting.codec, setting.payload_type, setting.dtmf_payload_type) == ("G722", 96, 97)


def test_a_new_offer_keeps_the_codec_in_use_and_our_key() -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000)
    crypto = f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}\r\n"
    leg.take_offer(HEAD + "m=audio 5000 RTP/SAVP 8\r\n" + crypto)
    first = leg.answer()
    leg.take_offer(HEAD + "m=audio 5002 RTP/SAVP 0 8\r\n" + crypto)
    second = leg.answer()
    setting = leg.for_media()
    assert setting is not None
    assert (setting.codec, setting.port) == ("PCMA", 5002)
    assert line(first, "a=crypto") == line(second, "a=crypto")
    assert line(first, "o=") != line(second, "o=")  # a new version


def line(text: str, start: str) -> str:
    return next(each for each in text.splitlines() if each.startswith(start))


@pytest.mark.parametrize(
    "crypto",
    [
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}|2^20|1:4",  # a key index in the packets
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30} UNENCRYPTED_SRTP",
        f"1 AES_256_CM_HMAC_SHA1_80 inline:{KEY_30}",  # too short for this suite
        "1 AES_CM_128_HMAC_SHA1_80 inline:",
        f"x AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}",
    ],
)
def test_a_key_line_we_cannot_honour_is_refused(crypto: str) -> None:
    with pytest.raises(sdp.SdpError) as refused:
        sdp.read(HEAD + f"m=audio 5000 RTP/SAVP 0\r\na=crypto:{crypto}\r\n")
    assert refused.value.code == 488


def test_an_answer_without_a_key_for_our_secure_offer_is_refused() -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000)
    leg.offer(secure=True)
    with pytest.raises(sdp.SdpError):
        leg.take_answer(HEAD + "m=audio 5000 RTP/AVP 8\r\n")


def test_a_hold_of_the_old_kind_does_not_send_the_audio_nowhere() -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000)
    leg.take_offer((HEAD + "m=audio 5000 RTP/AVP 8\r\n").replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"))
    assert leg.for_media() is None
    assert "m=audio 4000" in leg.answer()


def test_the_gate_lets_a_steady_caller_in_and_turns_a_flood_away() -> None:
    now = [0.0]
    gate = Gate(10, 1000, lambda: now[0])
    gate.trust(("192.0.2.0/24",))
    flood = [gate.admit(request(), "198.51.100.1") for _ in range(100)]
    assert flood[:30] == [Admission.IN] * 30
    assert Admission.WAIT in flood
    assert flood[-1] is Admission.IGNORE
    assert gate.admit(request(), "198.51.100.2") is Admission.IN  # others are not concerned
    assert {gate.admit(request(), "192.0.2.7") for _ in range(100)} == {Admission.IN}  # nor is the trunk
    now[0] = 60.0
    assert gate.admit(request(), "198.51.100.1") is Admission.IN
    assert gate.admit(request("friendly-scanner"), "192.0.2.7") is Admission.IGNORE


@pytest.mark.parametrize(
    ("host", "trunk"),
    [("192.0.2.7", True), ("192.0.3.7", False), ("::1", True), ("not-an-address", False)],
)
def test_a_trunk_is_known_by_its_address(host: str, trunk: bool) -> None:
    gate = Gate(1, 1, lambda: 0.0)
    gate.trust(("192.0.2.0/24", "::1"))
    assert gate.is_trunk(host) is trunk


def test_numbers_are_read_without_parameters_and_escapes() -> None:
    assert messages.user_of("sip:%2B8613800138000;phone-context=x@host") == "+8613800138000"
    assert messages.user_of("sip:4001:secret@host:5060;transport=tcp") == "4001"
    assert messages.user_of("sip:host") == ""
    assert messages.header_user('"Wang" <sip:+86138;phone-context=x@host;user=phone>;tag=1') == "+86138"
    assert messages.header_user("sip:138@host;tag=1") == "138"
