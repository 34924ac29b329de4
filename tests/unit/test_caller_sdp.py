"""What the caller offers, and what it makes of the other side's SDP."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.caller.sdp import Local, NoCommonCodecError, read

OURS = ("PCMA", "PCMU", "G722")
LOCAL = Local("127.0.0.1", 4000, session_id=7, version=1, codecs=("G722", "PCMA"))


def sdp(media: str, session: str = "c=IN IP4 10.0.0.1") -> str:
    return "\r\n".join(["v=0", "o=- 1 1 IN IP4 10.0.0.1", "s=-", session, "t=0 0", media, ""])


def test_the_offer_can_be_read_back():
    remote = read(LOCAL.offer(), OURS)
    assert (remote.host, remote.port, remote.codec, remote.payload_type) == ("127.0.0.1", 4000, "G722", 9)
    assert remote.dtmf_payload_type == 101


def test_the_first_codec_that_both_know_is_taken_with_the_other_sides_numbers():
    remote = read(
        sdp("m=audio 5000 RTP/AVP 18 96 0 97\r\na=rtpmap:96 PCMA/8000\r\na=rtpmap:97 telephone-event/8000"),
        OURS,
    )
    assert (remote.codec, remote.payload_type, remote.dtmf_payload_type) == ("PCMA", 96, 97)


def test_an_address_of_the_media_comes_before_that_of_the_session():
    assert read(sdp("m=audio 5000 RTP/AVP 0\r\nc=IN IP4 10.0.0.9"), OURS).host == "10.0.0.9"


@pytest.mark.parametrize(
    ("stated", "answered", "hears"),
    [
        ("sendrecv", "sendrecv", True),
        ("sendonly", "recvonly", False),
        ("recvonly", "sendonly", True),
        ("inactive", "inactive", False),
    ],
)
def test_hold_is_answered_with_its_mirror_image(stated: str, answered: str, hears: bool):
    remote = read(sdp(f"m=audio 5000 RTP/AVP 8\r\na={stated}"), OURS)
    assert remote.wants_to_hear is hears
    assert f"a={answered}\r\n" in LOCAL.answer(remote)


def test_the_old_way_to_hold_also_stops_us():
    assert not read(sdp("m=audio 5000 RTP/AVP 8", "c=IN IP4 0.0.0.0"), OURS).wants_to_hear


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rubbish",
        sdp("m=video 5000 RTP/AVP 8"),
        sdp("m=audio 0 RTP/AVP 8"),
        sdp("m=audio 5000 RTP/SAVP 8"),
        sdp("m=audio 5000 RTP/AVP 18"),
        sdp("m=audio 5000 RTP/AVP 8", "s=no address"),
        sdp("m=audio 5000 RTP/AVP 8", "c=IN IP4 pbx.example"),
        sdp("m=audio 70000 RTP/AVP 8"),
        sdp("m=audio 5000 RTP/AVP 300\r\na=rtpmap:300 PCMA/8000"),
    ],
)
def test_what_we_cannot_speak_is_refused(text: str):
    with pytest.raises(NoCommonCodecError):
        read(text, OURS)


@settings(deadline=None)
@given(st.lists(st.sampled_from(LOCAL.offer().splitlines()) | st.text(max_size=30), max_size=14))
def test_whatever_comes_is_read_or_refused(lines: list[str]):
    try:
        remote = read("\r\n".join(lines), OURS)
    except NoCommonCodecError:
        return
    assert 0 < remote.port < 65536 and remote.payload_type < 128
    LOCAL.answer(remote)
