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
from app.server.voice.embedded.signalling.ways import MediaPolicy
from app.server.voice.engine import SrtpPolicy

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
    assert line(first, "o=") == line(second, "o=")  # nothing of ours is new
    leg.port = 4002
    assert line(leg.answer(), "o=") != line(second, "o=")  # a new version


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
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}|soon",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}|1:4",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30};inline:{KEY_30}",
        f"1 AES_CM_128_HMAC_SHA1_80 key:{KEY_30}",
    ],
)
def test_a_key_line_we_cannot_honour_is_refused(crypto: str) -> None:
    with pytest.raises(sdp.SdpError) as refused:
        sdp.read(HEAD + f"m=audio 5000 RTP/SAVP 0\r\na=crypto:{crypto}\r\n")
    assert refused.value.code == 488


def opus_leg(**changes: object) -> Negotiation:
    return Negotiation("leg", "127.0.0.1", port=4000, spoken=("PCMA", "PCMU", "G722", "OPUS"), **changes)  # type: ignore[arg-type]


def test_opus_is_offered_with_its_own_clock_and_the_answer_s_numbers_count() -> None:
    leg = opus_leg(policy=MediaPolicy(("OPUS", "PCMA"), SrtpPolicy.OFF))
    offer = leg.offer()
    assert "m=audio 4000 RTP/AVP 111 8 101 110\r\na=rtpmap:111 opus/48000/2\r\n" in offer
    assert "a=fmtp:111 useinbandfec=1\r\n" in offer
    assert "a=rtpmap:110 telephone-event/48000\r\n" in offer
    leg.take_answer(
        HEAD + "m=audio 5000 RTP/AVP 96 97 98\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:97 telephone-event/8000"
        "\r\na=rtpmap:98 telephone-event/48000\r\n"
    )
    setting = leg.for_media()
    assert setting is not None
    assert (setting.codec, setting.payload_type) == ("OPUS", 96)
    assert (setting.dtmf_payload_type, setting.dtmf_clock_hz) == (98, 48000)
    leg.take_offer(
        HEAD
        + "m=audio 5000 RTP/AVP 8 96 97\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:97 telephone-event/8000\r\n"
    )
    setting = leg.for_media()
    assert setting is not None
    assert (setting.codec, setting.dtmf_payload_type, setting.dtmf_clock_hz) == ("OPUS", 97, 8000)
    assert "m=audio 4000 RTP/AVP 96 97\r\n" in leg.answer()


def test_opus_that_nobody_here_speaks_is_neither_offered_nor_taken() -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000)
    assert "opus" not in leg.offer()
    leg.take_offer(HEAD + "m=audio 5000 RTP/AVP 96 0\r\na=rtpmap:96 opus/48000/2\r\n")
    assert leg.codec == sdp.Codec("PCMU", 0)


@pytest.mark.parametrize("rtpmap", ["opus/48000", "opus/16000/2", "opus/48000/1"])
def test_opus_of_another_shape_is_none(rtpmap: str) -> None:
    with pytest.raises(sdp.SdpError):
        opus_leg().take_offer(HEAD + f"m=audio 5000 RTP/AVP 96\r\na=rtpmap:96 {rtpmap}\r\n")


def test_what_the_peer_says_about_rtcp_and_comfort_noise_reaches_the_media_process() -> None:
    leg = opus_leg()
    leg.take_offer(HEAD + "m=audio 5000 RTP/AVP 8 13\r\na=rtcp:5007 IN IP4 127.0.0.1\r\na=rtcp-mux\r\n")
    setting = leg.for_media()
    assert setting is not None
    assert (setting.rtcp_port, setting.rtcp_mux, setting.comfort_noise_payload_type) == (5007, True, 13)
    answer = leg.answer()
    assert "m=audio 4000 RTP/AVP 8 13\r\n" in answer
    assert "a=rtcp-mux\r\n" in answer
    leg.take_offer(HEAD + "m=audio 5000 RTP/AVP 8\r\na=rtcp:5001\r\n")
    setting = leg.for_media()
    assert setting is not None
    assert (setting.rtcp_port, setting.rtcp_mux, setting.comfort_noise_payload_type) == (0, False, None)
    assert "rtcp-mux" not in leg.answer()


TWO_LINES = (
    "m=audio 5000 RTP/AVP 8\r\n"
    f"m=audio 5002 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}|2^31\r\n"
)


@pytest.mark.parametrize(
    ("srtp", "port", "answer"),
    [
        (SrtpPolicy.REQUIRE, 5002, "m=audio 0 RTP/AVP 8\r\nm=audio 4000 RTP/SAVP 8\r\n"),
        (SrtpPolicy.PREFER, 5002, "m=audio 0 RTP/AVP 8\r\nm=audio 4000 RTP/SAVP 8\r\n"),
        (SrtpPolicy.OFF, 5000, "m=audio 4000 RTP/AVP 8\r\n"),
    ],
)
def test_of_a_line_in_clear_and_one_with_keys_the_policy_chooses(
    srtp: SrtpPolicy, port: int, answer: str
) -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000, policy=MediaPolicy(srtp=srtp))
    leg.take_offer(HEAD + TWO_LINES)
    assert leg.peer is not None
    assert leg.peer.port == port
    assert answer in leg.answer()


def test_an_offer_that_does_not_fit_the_policy_is_refused() -> None:
    clear, secret = TWO_LINES.split("\r\n", 1)
    required = Negotiation("leg", "127.0.0.1", policy=MediaPolicy(srtp=SrtpPolicy.REQUIRE))
    off = Negotiation("leg", "127.0.0.1", policy=MediaPolicy(srtp=SrtpPolicy.OFF))
    for leg, offer in ((required, clear + "\r\n"), (off, secret)):
        with pytest.raises(sdp.SdpError) as refused:
            leg.take_offer(HEAD + offer)
        assert refused.value.code == 488
        assert leg.peer is None


def test_a_trunk_s_codecs_are_the_only_ones_and_in_its_order() -> None:
    leg = Negotiation("leg", "127.0.0.1", policy=MediaPolicy(("PCMU", "PCMA")))
    assert "RTP/AVP 0 8 101" in leg.offer()
    assert "RTP/AVP 8 0 101" in Negotiation("l", "127.0.0.1", policy=leg.policy).offer("PCMA")
    with pytest.raises(sdp.SdpError):
        leg.take_offer(HEAD + "m=audio 5000 RTP/AVP 9\r\n")


def test_an_address_of_the_other_kind_is_refused_and_our_own_written_as_it_is() -> None:
    six = HEAD.replace("IN IP4 127.0.0.1\r\nt=", "IN IP6 ::1\r\nt=") + "m=audio 5000 RTP/AVP 8\r\n"
    with pytest.raises(sdp.SdpError) as refused:
        Negotiation("leg", "127.0.0.1").take_offer(six)
    assert refused.value.code == 488
    leg = Negotiation("leg", "::1", port=4000)
    leg.take_offer(six)
    assert "c=IN IP6 ::1\r\n" in leg.answer()
    setting = leg.for_media()
    assert setting is not None
    assert setting.host == "::1"


def test_when_our_audio_moves_the_key_is_a_new_one_and_the_version_too() -> None:
    leg = Negotiation("leg", "127.0.0.1", port=4000)
    secret = f"m=audio 5002 RTP/SAVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY_30}\r\n"
    leg.take_offer(HEAD + secret)
    first = leg.answer()
    same = leg.offer()
    assert line(same, "a=crypto") == line(first, "a=crypto")
    assert line(same, "o=") == line(first, "o=")
    leg.port, leg.fresh_keys = 4004, True
    moved = leg.offer()
    assert line(moved, "a=crypto") != line(first, "a=crypto")
    leg.take_answer(HEAD + secret)
    setting = leg.for_media()
    assert setting is not None
    assert setting.srtp is not None
    assert base64.b64encode(setting.srtp.send_key).decode() in line(moved, "a=crypto")
    assert line(leg.offer(), "a=crypto") == line(moved, "a=crypto")


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
