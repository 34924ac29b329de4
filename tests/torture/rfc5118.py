"""RFC 5118: messages with IPv6 addresses where they are easily read wrong."""

from __future__ import annotations

from tests.torture.model import SILENCE, Reading, Torture, answers, message

IPV6 = (
    Torture(
        "ipv6-good",
        "4.1",
        message(
            """
            REGISTER sip:[2001:db8::10] SIP/2.0
            To: sip:user@example.com
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111
            Call-ID: SSG9559905523997077@hlau_4100
            Max-Forwards: 70
            Contact: "Caller" <sip:caller@[2001:db8::1]>
            CSeq: 98176 REGISTER
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(401),
    ),
    Torture(
        "ipv6-bad",
        "4.2",
        message(
            """
            REGISTER sip:2001:db8::10 SIP/2.0
            To: sip:user@example.com
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-112
            Call-ID: SSG9559905523997078@hlau_4100
            Max-Forwards: 70
            Contact: "Caller" <sip:caller@[2001:db8::1]>
            CSeq: 98176 REGISTER
            Content-Length: 0

            """
        ),
        Reading.EITHER,
        answers(400, 401),  # the RFC: 400; a password is asked for in any case
    ),
    Torture(
        "port-ambiguous",
        "4.3",
        message(
            """
            REGISTER sip:[2001:db8::10:5070] SIP/2.0
            To: sip:user@example.com
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-113
            Call-ID: SSG9559905523997079@hlau_4100
            Contact: "Caller" <sip:caller@[2001:db8::1]>
            Max-Forwards: 70
            CSeq: 98176 REGISTER
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(401),
    ),
    Torture(
        "port-unambiguous",
        "4.4",
        message(
            """
            REGISTER sip:[2001:db8::10]:5070 SIP/2.0
            To: sip:user@example.com
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-114
            Call-ID: SSG9559905523997080@hlau_4100
            Contact: "Caller" <sip:caller@[2001:db8::1]>
            Max-Forwards: 70
            CSeq: 98176 REGISTER
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(401),
    ),
    Torture(
        "via-received-param-with-delim",
        "4.5",
        message(
            """
            BYE sip:[2001:db8::10] SIP/2.0
            To: sip:user@example.com;tag=bd76ya
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-115
            Call-ID: SSG9559905523997081@hlau_4100
            Max-Forwards: 70
            CSeq: 321 BYE
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(481),
    ),
    Torture(
        "via-received-param-no-delim",
        "4.5",
        message(
            """
            OPTIONS sip:[2001:db8::10] SIP/2.0
            To: sip:user@example.com
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3-116
            Call-ID: SSG95523997077@hlau_4100
            Max-Forwards: 70
            Contact: "Caller" <sip:caller@[2001:db8::9:1]>
            CSeq: 921 OPTIONS
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(200),
    ),
    Torture(
        "ipv6-in-sdp",
        "4.6",
        message(
            """
            INVITE sip:user@[2001:db8::10] SIP/2.0
            To: sip:user@[2001:db8::10]
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::20];branch=z9hG4bKas3-117
            Call-ID: SSG9559905523997082@hlau_4100
            Contact: "Caller" <sip:caller@[2001:db8::20]>
            CSeq: 8612 INVITE
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: @LEN@

            v=0
            o=assistant 971731711378798081 0 IN IP6 2001:db8::20
            s=Live video feed for today's meeting
            c=IN IP6 2001:db8::20
            t=3338481189 3370017201
            m=audio 6000 RTP/AVP 2
            a=rtpmap:2 G726-32/8000
            m=video 6024 RTP/AVP 107
            a=rtpmap:107 H263-1998/90000
            """
        ),
        Reading.ACCEPT,
        answers(488),  # understood, but a codec that we do not speak
    ),
    Torture(
        "ipv6-in-sdp-spoken",
        "4.6",
        message(
            """
            INVITE sip:4001@[2001:db8::10] SIP/2.0
            To: sip:4001@[2001:db8::10]
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::20];branch=z9hG4bKas3-118
            Call-ID: SSG9559905523997083@hlau_4100
            Contact: "Caller" <sip:caller@[2001:db8::20]>
            CSeq: 8612 INVITE
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: @LEN@

            v=0
            o=assistant 971731711378798081 0 IN IP6 2001:db8::20
            s=-
            c=IN IP6 2001:db8::20
            t=0 0
            m=audio 6000 RTP/AVP 8
            """
        ),
        Reading.ACCEPT,
        answers(200, 488),
        leg=True,
        dialled="4001",
    ),
    Torture(
        "mult-ip-in-header",
        "4.7",
        message(
            """
            BYE sip:user@host.example.net SIP/2.0
            Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-119
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144
            Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192.0.2.200
            Call-ID: 997077@lau_4100
            Max-Forwards: 70
            CSeq: 89187 BYE
            To: sip:user@example.net;tag=9817--94
            From: sip:user@example.com;tag=81x2
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(481),
    ),
    Torture(
        "mult-ip-in-sdp",
        "4.8",
        message(
            """
            INVITE sip:4001@[2001:db8::10] SIP/2.0
            To: sip:4001@[2001:db8::10]
            From: sip:user@example.com;tag=81x2
            Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-120
            Call-ID: SSG9559905523997084@hlau_4100
            Contact: "Caller" <sip:caller@[2001:db8::9:1]>
            Max-Forwards: 70
            CSeq: 8912 INVITE
            Content-Type: application/sdp
            Content-Length: @LEN@

            v=0
            o=bob 280744730 28977631 IN IP4 host.example.com
            s=
            t=0 0
            m=audio 22334 RTP/AVP 0
            c=IN IP4 192.0.2.1
            m=video 6024 RTP/AVP 107
            c=IN IP6 2001:db8::1
            a=rtpmap:107 H263-1998/90000
            """
        ),
        Reading.ACCEPT,
        answers(200),
        leg=True,
        dialled="4001",
    ),
    Torture(
        "ipv4-mapped-ipv6",
        "4.9",
        message(
            """
            INVITE sip:4001@example.com SIP/2.0
            To: sip:4001@example.com
            From: sip:user@east.example.com;tag=81x2
            Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19
            Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-121
            Call-ID: SSG9559905523997085@hlau_4100
            Contact: "T. Desk" <sip:user@[::ffff:192.0.2.10]:19823;ob>
            CSeq: 612 INVITE
            Max-Forwards: 70
            Content-Type: application/sdp
            Content-Length: @LEN@

            v=0
            o=assistant 971731711378798081 0 IN IP6 ::ffff:192.0.2.2
            s=Call me soon, please!
            c=IN IP6 ::ffff:192.0.2.2
            t=0 0
            m=audio 6000 RTP/AVP 0
            """
        ),
        Reading.ACCEPT,
        answers(200, 488),
        leg=True,
        dialled="4001",
    ),
    Torture(
        "ipv6-bug-abnf-3-colons",
        "4.10",
        message(
            """
            OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0
            To: sip:user@[2001:db8:::192.0.2.1]
            From: sip:user@example.com;tag=810x2
            Via: SIP/2.0/UDP west.example.com;branch=z9hG4bKas3-122
            Call-ID: G9559905523997086@hlau_4100
            CSeq: 689 OPTIONS
            Max-Forwards: 70
            Content-Length: 0

            """
        ),
        Reading.EITHER,  # the RFC: a user agent server may accept it
        answers(200, 400),
    ),
    Torture(
        "answer-from-nowhere",
        "4.5",
        message(
            """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-123
            To: sip:user@example.com;tag=bd76ya
            From: sip:user@[2001:db8::9:1];tag=81x2
            Call-ID: G9559905523997087@hlau_4100
            CSeq: 321 OPTIONS
            Content-Length: 0

            """
        ),
        Reading.ACCEPT,
        answers(SILENCE),
    ),
)
