"""Lines, headers and registration: what the softphone reads and when it tries again."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telephony.ports import (
    Answer,
    Command,
    Failed,
    Gone,
    Mute,
    PhoneEvent,
    Quit,
    Register,
    Registered,
    UseDevices,
)
from app.telephony.registration import NO_ANSWER_S, RETRY_JITTER_S, RETRY_S, RegistrationKeeper
from app.telephony.sip_headers import header, read_invitation, retry_after_s, split_address
from app.telephony.tunnel import TunnelState
from app.telephony.wire import (
    MAX_LINE_BYTES,
    BadLineError,
    LineSplitter,
    command_name,
    decode_command,
    decode_event,
    encode,
)

# --- lines -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [Register("1001", "p", "d", "h", 5061, "ab"), Answer(1), Mute(True), UseDevices("耳机"), Quit()],
)
def test_commands_come_back_as_they_were(command: Command) -> None:
    assert decode_command(encode(command).rstrip()) == command


@pytest.mark.parametrize("event", [Registered(False, "refused"), Failed("a", "b", "c"), Gone("killed")])
def test_events_come_back_as_they_were(event: PhoneEvent) -> None:
    assert decode_event(encode(event).rstrip()) == event


def test_each_command_has_a_name_of_its_own() -> None:
    names = [command.__struct_config__.tag for command in get_args(Command)]
    assert len(set(names)) == len(names)
    assert command_name(Answer(1)) == "answer"


@given(st.binary(max_size=300))
def test_rubbish_is_a_bad_line_and_never_another_error(line: bytes) -> None:
    for decode in (decode_command, decode_event):
        try:
            decode(line)
        except BadLineError as error:
            assert error.error_id == "bad-command"


@given(
    st.lists(st.binary(min_size=1, max_size=40).filter(lambda b: b"\n" not in b and b.strip())),
    st.integers(1, 7),
)
def test_lines_are_whole_however_the_pipe_cuts_them(lines: list[bytes], step: int) -> None:
    splitter, stream = LineSplitter(), b"".join(line + b"\n" for line in lines)
    got = [line for i in range(0, len(stream), step) for line in splitter.feed(stream[i : i + step])]
    assert got == lines


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    splitter = LineSplitter()
    for _ in range(50):
        assert list(splitter.feed(b"x" * 10_000)) == []
    (line,) = splitter.feed(b"\n")
    assert len(line) == MAX_LINE_BYTES


# --- headers ---------------------------------------------------------------------------------------

INVITE = (
    "INVITE sip:1001@127.0.0.1 SIP/2.0\r\n"
    'From: "王芳 \\"F\\"" <sip:13800138000@seatline>;tag=1\r\n'
    "x-seatline-call:  c-1\r\n"
    "X-Seatline-Offer: o-\r\n 2\r\n"
    "\r\n"
    "X-Seatline-Call: not a header\r\n"
)


def test_an_invitation_says_who_and_which_call() -> None:
    invitation = read_invitation(INVITE)
    assert (invitation.number, invitation.name) == ("13800138000", '王芳 "F"')
    assert (invitation.call_id, invitation.offer_id) == ("c-1", "o- 2")


def test_headers_that_are_missing_are_empty() -> None:
    assert read_invitation("INVITE sip:a SIP/2.0\r\n\r\n").call_id == ""
    assert header("", "From") == ""
    assert header("INVITE x SIP/2.0\r\nf: <sip:1@h>\r\n\r\n", "From") == "<sip:1@h>"


@pytest.mark.parametrize(
    ("value", "name", "number"),
    [
        ("Li Ming <sip:138@h;user=phone>;tag=x", "Li Ming", "138"),
        ("sip:138@h;tag=x", "", "138"),
        ("<sips:%2B86138@h:5061>", "", "+86138"),
        ("<tel:+86138;phone-context=x>", "", "+86138"),
        ("<sip:anonymous.invalid>", "", ""),
        ("", "", ""),
        ('"unfinished <sip:1@h>', "", ""),
    ],
)
def test_who_calls(value: str, name: str, number: str) -> None:
    assert split_address(value)[1] == number or value.startswith('"')
    assert split_address(value)[0] == name or value.startswith('"')


@given(st.text(max_size=300))
def test_no_message_breaks_the_reading(text: str) -> None:
    read_invitation(text)
    split_address(text)


# --- registration ----------------------------------------------------------------------------------


def keeper() -> RegistrationKeeper:
    made = RegistrationKeeper(lambda: 1.0)
    made.begin(100.0)
    return made


def test_it_registers_at_once_and_waits_for_the_answer() -> None:
    k = keeper()
    assert k.due(100.0)
    assert not k.due(100.1)
    assert k.on_answer(200, "OK", 100.1) == Registered(True)
    assert not k.due(10_000.0)


def test_a_lost_server_is_told_once_and_tried_within_a_second() -> None:
    k = keeper()
    k.due(100.0)
    k.on_answer(200, "OK", 100.1)
    told = k.on_tunnel(TunnelState.DOWN, "closed", 200.0)
    assert told == Registered(False, "unreachable", "closed")
    assert RETRY_S["unreachable"] + RETRY_JITTER_S < 1.0
    assert k.due(201.0)
    assert k.on_tunnel(TunnelState.UNREACHABLE, "refused", 201.1) is None
    assert k.on_answer(503, "gone", 201.2) is None
    assert k.due(202.0)
    k.on_tunnel(TunnelState.UP, "", 202.0)
    assert k.on_answer(200, "OK", 202.1) == Registered(True)


@pytest.mark.parametrize(
    ("status", "problem"), [(401, "refused"), (403, "refused"), (404, "refused"), (503, "unreachable")]
)
def test_what_the_registrar_says_is_told_in_our_words(status: int, problem: str) -> None:
    k = keeper()
    k.due(100.0)
    told = k.on_answer(status, "No", 100.1)
    assert told is not None
    assert (told.ok, told.problem) == (False, problem)
    assert not k.due(100.1)
    assert k.due(100.1 + RETRY_S[problem] + RETRY_JITTER_S)


def test_the_servers_wish_to_wait_is_followed() -> None:
    k = keeper()
    k.due(100.0)
    told = k.on_answer(503, "Locked", 100.1, retry_after_s=60)
    assert told is not None
    assert told.problem == "refused"
    assert not k.due(160.0)
    assert k.due(161.2)
    assert retry_after_s("SIP/2.0 503 Locked\r\nRetry-After: 60;x=1\r\n\r\n") == 60
    assert retry_after_s("") == 0


def test_a_renewal_without_an_answer_has_expired() -> None:
    k = keeper()
    k.due(100.0)
    k.on_answer(200, "OK", 100.1)
    told = k.on_answer(408, "Timeout", 400.0)
    assert told is not None
    assert told.problem == "expired"


def test_a_wrong_certificate_is_not_called_unreachable() -> None:
    k = keeper()
    k.due(100.0)
    told = k.on_tunnel(TunnelState.CERTIFICATE, "other", 100.1)
    assert told is not None
    assert told.problem == "certificate"
    assert k.on_answer(503, "transport", 100.2) is None, "what follows from it is no second message"


def test_a_connection_that_ends_while_registering_is_not_told_twice() -> None:
    k = keeper()
    k.due(100.0)
    assert k.on_tunnel(TunnelState.DOWN, "closed", 100.1) is None
    assert k.on_answer(503, "transport", 100.1) is not None


def test_a_silent_server_is_asked_again() -> None:
    k = keeper()
    k.due(100.0)
    assert k.due(100.0 + NO_ANSWER_S)
