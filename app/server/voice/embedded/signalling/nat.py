"""Which address of ours a peer is told: behind a router that translates addresses, the public one.

In:  our own address towards the peer, the peer's, what the operator configured. Out: the address for Via,
Contact and session descriptions. Ports are the same on both sides of the router.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

LOCAL_NETWORKS = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
    "::1/128", "fc00::/7", "fe80::/10",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """``public_address`` "" : no translation. ``local_networks``: who reaches us without the router."""

    public_address: str = ""
    local_networks: tuple[str, ...] = LOCAL_NETWORKS

    def shown_to(self, peer_host: str, local_host: str) -> str:
        return advertised(local_host, peer_host, self.public_address, self.local_networks)


@lru_cache(maxsize=4096)
def advertised(
    local_host: str, peer_host: str, public_address: str, local_networks: tuple[str, ...] = LOCAL_NETWORKS
) -> str:
    """The address by which ``peer_host`` reaches us, where ``local_host`` is ours on the way to it."""
    if not public_address or (":" in public_address) != (":" in peer_host):
        return local_host
    try:
        peer = ipaddress.ip_address(peer_host.partition("%")[0])
    except ValueError:
        return local_host
    near = (ipaddress.ip_network(text, strict=False) for text in local_networks)
    return local_host if any(peer.version == net.version and peer in net for net in near) else public_address


@lru_cache(maxsize=4096)
def source_key(host: str) -> str:
    """What counts as one source: an IPv4 address, or the /64 that one IPv6 customer gets (RFC 6177)."""
    if ":" not in host:
        return host
    try:
        address = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    if address.is_loopback:
        return host
    mapped = address.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
