"""What a sipp caller says, line by line: a scenario that grows by what he does.

    Scenario("4001", "13800138000").invite().answered().pause(200).bye().xml()

An answer belongs to its request (sipp's transactions), so that a late repetition is not taken for another's.
Requests are numbered as they come (RFC 3261 §12.2.1.1). An answer can be required to hold something
(``expect``: a header or "body", and a pattern), else the call fails.
"""

from __future__ import annotations

from typing import Self

_OFFER = """  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 {version} IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio {port} RTP/AVP {codecs}
  a=rtpmap:101 telephone-event/8000
  a={direction}
"""
_EMPTY = "  Content-Length: 0\n"
_BYE_ANSWER = """ <label id="{label}"/>
 <send><![CDATA[
  SIP/2.0 200 OK
  [last_Via:]
  [last_From:]
  [last_To:]
  [last_Call-ID:]
  [last_CSeq:]
  Content-Length: 0

 ]]></send>
"""


class Scenario:
    """``caller``: his number; [call_number] in it counts from 1. ``media_port``: "[auto_media_port]" is one
    for each call, "[media_port]" the one that sipp listens and echoes on."""

    def __init__(
        self,
        number: str,
        caller: str,
        *,
        codecs: str = "8 0 101",
        media_port: str = "[auto_media_port]",
        headers: tuple[str, ...] = (),
    ) -> None:
        self._number, self._caller = number, caller
        self._uri = f"sip:{number}@[remote_ip]:[remote_port]"
        self._codecs, self._media_port, self._headers = codecs, media_port, headers
        self._parts: list[str] = []
        self._cseq = self._invite_cseq = self._version = self._found = 0

    def xml(self) -> str:
        parts = "".join(self._parts)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="caller">\n{parts}</scenario>\n'

    def add(self, part: str) -> Self:
        self._parts.append(part)
        return self

    def offer(self, direction: str = "sendrecv") -> str:
        self._version += 1
        return _OFFER.format(
            version=self._version, port=self._media_port, codecs=self._codecs, direction=direction
        )

    def invite(self, *headers: str) -> Self:
        """He dials; sounds before the answer are taken, but not waited for."""
        self._send("INVITE", self._uri, headers, self.offer(), timed=True)
        return self.optional(100)

    def answered(self) -> Self:
        """The other end picks up."""
        return self.optional(180).optional(183).expect(200, picks_up=True).ack()

    def ack(self) -> Self:
        of = self._invite_cseq
        return self.add(
            self._text("ACK", "[next_url]", of, "[last_To:]", (), _EMPTY, f' ack_txn="t{of}"'),
        )

    def request(self, method: str, *headers: str, body: str = _EMPTY) -> Self:
        """Within the call; its answer is for the caller of this to expect."""
        self._send(method, "[next_url]", headers, body)
        return self

    def optional(self, code: int) -> Self:
        return self.add(f' <recv response="{code}" response_txn="t{self._cseq}" optional="true"/>\n')

    def expect(self, code: int, *has: tuple[str, str], picks_up: bool = False) -> Self:
        """``picks_up``: this answers the call; the time to it is measured.

        What each pattern found stands in later lines as [$1], [$2], … in the order of the scenario.
        """
        looks: list[str] = []
        for where, pattern in has:
            self._found += 1
            at = 'search_in="body"'
            if where != "body":
                at = f'search_in="hdr" header="{where}:" case_indep="true"'
            looks.append(
                f'<ereg regexp="{pattern}" {at} check_it="true" assign_to="{self._found}"/>'
                f'<log message="[${self._found}]"/>'
            )
        action = f"<action>{''.join(looks)}</action>" if looks else ""
        route = ' rrs="true"' if picks_up or code < 200 else ""  # the answer to a PRACK has none
        timed = ' rtd="answer"' if picks_up else ""
        of = self._invite_cseq if picks_up else self._cseq
        return self.add(f' <recv response="{code}" response_txn="t{of}"{route}{timed}>{action}</recv>\n')

    def pause(self, ms: int) -> Self:
        return self.add(f' <pause milliseconds="{ms}"/>\n')

    def bye(self, *headers: str) -> Self:
        return self.request("BYE", *headers).expect(200)

    def or_refused(self) -> Self:
        """Put before ``answered``: 503 is counted, and ends the call (``ends_refused``)."""
        return self.add(' <recv response="503" response_txn="t1" optional="true" counter="1" next="98"/>\n')

    def ends_refused(self) -> Self:
        """At the end: who was answered skips it."""
        self.add(' <nop next="99"/>\n <label id="98"/>\n')
        self.add(
            self._text("ACK", self._uri, 1, "[last_To:]", (), _EMPTY, ' ack_txn="t1"', via="[last_Via:]")
        )
        return self.add(' <label id="99"/>\n')

    def answer_bye(self, label: int) -> Self:
        return self.add(_BYE_ANSWER.format(label=label))

    def _send(self, method: str, uri: str, headers: tuple[str, ...], body: str, timed: bool = False) -> None:
        self._cseq += 1
        if method == "INVITE":
            self._invite_cseq = self._cseq
        towards = "[last_To:]" if uri == "[next_url]" else f"To: <sip:{self._number}@[remote_ip]>"
        attributes = f' retrans="500" start_txn="t{self._cseq}"' + (' start_rtd="answer"' if timed else "")
        self.add(self._text(method, uri, self._cseq, towards, (*self._headers, *headers), body, attributes))

    def _text(
        self,
        method: str,
        uri: str,
        cseq: int,
        towards: str,
        headers: tuple[str, ...],
        body: str,
        attributes: str,
        via: str = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]",
    ) -> str:
        own = f"sip:{self._caller}@[local_ip]:[local_port]"
        lines = (
            f"{method} {uri} SIP/2.0",
            via,
            f"From: <{own}>;tag=[pid]S[call_number]",
            towards,
            "Call-ID: [call_id]",
            f"CSeq: {cseq} {method}",
            f"Contact: <{own};transport=[transport]>",
            "Max-Forwards: 70",
            *headers,
        )
        return (
            f" <send{attributes}><![CDATA[\n"
            + "".join(f"  {line}\n" for line in lines)
            + f"{body}\n ]]></send>\n"
        )


def plain(number: str = "4001", talk_ms: int = 200) -> str:
    """Dials, is answered, hangs up."""
    return Scenario(number, "13800138000").invite().answered().pause(talk_ms).bye().xml()


def careful(number: str = "4001") -> str:
    """Hears before the answer (PRACK), holds, returns, refreshes its session, is cut off by its network."""
    timer = ("Supported: timer", "Session-Expires: 90;refresher=uac")
    one = Scenario(number, "13800138000", codecs="8 101", media_port="[media_port]")
    one.invite(
        "Supported: 100rel, timer",
        "Session-Expires: 90;refresher=uac",
        "Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE",
    )
    one.expect(183, ("RSeq", "[0-9]+"), ("body", "m=audio"))
    one.request("PRACK", "RAck: [$1] 1 INVITE").expect(200)
    one.expect(200, ("Session-Expires", "90;refresher=uac"), picks_up=True).ack().pause(200)
    one.request("INVITE", *timer, body=one.offer("sendonly")).optional(100)
    one.expect(200, ("body", "a=recvonly")).ack()
    one.request("UPDATE", *timer, body=one.offer("sendrecv")).expect(200, ("body", "a=sendrecv"))
    return one.bye('Reason: Q.850;cause=38;text="Network out of order"').xml()
