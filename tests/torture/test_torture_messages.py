"""The reader of messages against the torture messages of RFC 4475 and RFC 5118."""

from __future__ import annotations

import pytest

from app.server.voice.embedded.signalling import messages
from app.server.voice.embedded.signalling.messages import MalformedMessageError, SipRequest, SipResponse
from tests.torture.model import Reading, Torture
from tests.torture.rfc4475_behaviour import BEHAVIOUR
from tests.torture.rfc4475_invalid import INVALID
from tests.torture.rfc4475_valid import VALID
from tests.torture.rfc5118 import IPV6

EVERYTHING = (*VALID, *INVALID, *BEHAVIOUR, *IPV6)


def by_name(name: str) -> bytes:
    return next(each.raw for each in EVERYTHING if each.name == name)


def request(name: str) -> SipRequest:
    found = messages.parse(by_name(name))
    assert isinstance(found, SipRequest)
    return found


@pytest.mark.parametrize("torture", EVERYTHING, ids=str)
def test_it_is_read_or_refused_as_the_rfc_says(torture: Torture) -> None:
    try:
        messages.parse(torture.raw)
    except MalformedMessageError:
        assert torture.reading is not Reading.ACCEPT
    else:
        assert torture.reading is not Reading.REFUSE


def test_every_section_is_there() -> None:
    sections = {each.section for each in EVERYTHING}
    wanted = {
        *(f"3.1.1.{n}" for n in range(1, 14)),
        *(f"3.1.2.{n}" for n in range(1, 20)),
        "3.2.1",
        *(f"3.3.{n}" for n in range(1, 16)),
        "3.4.1",
        *(f"4.{n}" for n in range(1, 11)),
    }
    assert wanted <= sections


def test_a_request_full_of_white_space_says_what_it_says() -> None:
    """§3.1.1.1"""
    read = request("wsinv-new-call")
    assert read.method == "INVITE"
    assert messages.cseq(read) == (9, "INVITE")
    assert messages.from_tag(read) == "98asjd8"
    assert messages.plain(messages.from_address(read).display_name or "") == "J Rosenberg"
    assert messages.user_of(read.uri) == "4001"
    assert messages.call_id(read) == "wsinv2.ndaksdj@192.0.2.1"
    via = messages.top_via(read)
    assert (via.host, via.branch) == ("192.0.2.2", "z9hG4bK390skdjuw2")
    assert messages.contact_uri(read) == "sip:jr@example.com"
    assert read.text.startswith("v=0")


def test_an_escaped_user_is_read_and_an_escaped_method_is_not() -> None:
    """§3.1.1.3, §3.1.1.5"""
    assert messages.user_of(request("esc01").uri) == "sips:user@example.com"
    assert messages.header_user(request("esc01").headers.get_first("To") or "") == "user"
    assert request("esc02").method == "RE%47IST%45R"
    assert len(request("esc02").headers.get("Contact")) == 2


def test_a_nul_in_a_name_goes_nowhere() -> None:
    """§3.1.1.4"""
    read = request("escnull")
    assert "\0" not in messages.header_user(read.headers.get_first("To") or "")


def test_what_follows_a_datagrams_body_is_ignored() -> None:
    """§3.1.1.8"""
    read = request("dblreq")
    assert (read.method, read.body) == ("REGISTER", b"")


def test_parameters_before_the_at_belong_to_the_user() -> None:
    """§3.1.1.9: with them or without, but never another host's user."""
    assert messages.user_of(request("semiuri").uri) in ("user", "user;par=u@example.net")


def test_all_ways_that_a_request_came_are_kept_in_their_order() -> None:
    """§3.1.1.10, RFC 5118 §4.7"""
    read = request("transports")
    replied = messages.parse(bytes(messages.reply(read, 200)))
    hosts = [value.split()[1].split(";")[0] for value in replied.headers.get("Via")]
    assert hosts == [f"t{n}.example.com" for n in range(1, 6)]
    mixed = messages.parse(bytes(messages.reply(request("mult-ip-in-header"), 481)))
    assert [v.split()[1].split(";")[0] for v in mixed.headers.get("Via")] == [
        "[2001:db8::9:1]:6050",
        "192.0.2.1",
        "[2001:db8::9:255]",
    ]


def test_a_body_of_several_parts_is_kept_whole() -> None:
    """§3.1.1.11"""
    read = request("mpart01")
    assert b"\0\1\2\3" in read.body
    assert read.body.endswith(b"--7a9cbec02ceef655--\r\n")


@pytest.mark.parametrize(("name", "status"), [("unreason", 200), ("noreason", 100), ("bcast", 200)])
def test_the_words_behind_a_status_do_not_matter(name: str, status: int) -> None:
    """§3.1.1.12, §3.1.1.13"""
    read = messages.parse(by_name(name))
    assert isinstance(read, SipResponse)
    assert read.status_code == status


def test_an_ipv6_address_is_not_cut_at_its_colons() -> None:
    """RFC 5118 §4.1, §4.3, §4.4, §4.5"""
    for name, host, port in (
        ("ipv6-good", "2001:db8::10", None),
        ("port-ambiguous", "2001:db8::10:5070", None),
        ("port-unambiguous", "2001:db8::10", 5070),
    ):
        uri = messages.parse_uri(request(name).uri)
        assert (uri.host.strip("[]"), uri.port) == (host, port), name
    via = messages.top_via(request("via-received-param-with-delim"))
    assert via.host.strip("[]") == "2001:db8::9:1"
    assert messages.contact_uri(request("ipv6-good")) == "sip:caller@[2001:db8::1]"
