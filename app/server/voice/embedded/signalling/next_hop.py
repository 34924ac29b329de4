"""Where a request inside a dialog goes: to its route or target, not always back where the call came from
(RFC 3261 §8.1.2, §12.2.1.1).

In:  a dialog and the flow its call runs over. Out: host and port, or None for that same flow.
Only for trunks on UDP: gateways often send from one port and listen on another, or name a machine behind
them. Phones are reached over the way they came, whatever address they believe to have.
"""

from __future__ import annotations

import ipaddress

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow

SIP_PORT = 5060


def next_hop(dialog: Dialog, flow: Flow) -> tuple[str, int] | None:
    """An address the peer wrote itself behind its own router is not believed."""
    if flow.reliable or not dialog.remote_tag:
        return None
    route = dialog.routes[0] if dialog.routes else f"<{dialog.remote_target}>"
    uri = m.parse_address(route).uri
    transport = (uri.params.get("transport") or "udp").lower()
    if uri.scheme != "sip" or transport != "udp":
        return None
    host = uri.host.strip("[]")
    try:
        there, here = ipaddress.ip_address(host), ipaddress.ip_address(flow.peer[0].partition("%")[0])
    except ValueError:
        return None  # a name: it would have to be looked up while a call waits
    place = (host, uri.port or SIP_PORT)
    if there.version != here.version or place == flow.peer[:2]:
        return None
    if there != here and there.is_private and not here.is_private:
        return None
    return place
