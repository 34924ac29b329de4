"""SRTP (RFC 3711) in place, by libsrtp. The only file that knows pylibsrtp.

One session for each direction of a leg: with SDES (RFC 4568) each direction has its own key.
"""

from __future__ import annotations

from typing import Any

from pylibsrtp import Error, Policy
from pylibsrtp._binding import ffi, lib  # WORKAROUND: the public API copies each packet twice

KEY_BYTES = {"AES_CM_128_HMAC_SHA1_80": 30, "AES_256_CM_HMAC_SHA1_80": 46}
TRAILER_BYTES = 144  # room that libsrtp may write to behind a packet
_REPLAY_WINDOW = 1024
_AES_128_ICM_POLICY = [1, 30, 3, 20, 10, 3]  # cipher, key length, auth, auth key length, tag length, services
_AES_ICM_256 = 5


class SrtpError(Exception):
    """Keys or suite that cannot be used."""


class PacketBuffer:
    """One packet in memory that Python and libsrtp share; it begins at ``offset``."""

    __slots__ = ("_cdata", "_length", "data", "view")

    def __init__(self, size_bytes: int = 2048, offset: int = 0) -> None:
        self.data = bytearray(size_bytes)
        self.view = memoryview(self.data)
        self._cdata = ffi.from_buffer("char[]", self.data) + offset
        self._length = ffi.new("int *")

    def unprotect(self, session: SrtpSession, length: int) -> int:
        """Check and decrypt in place. Returns the new length, 0 when forged, replayed or damaged."""
        self._length[0] = length
        if lib.srtp_unprotect(session.handle, self._cdata, self._length):
            return 0
        return self._length[0]

    def protect(self, session: SrtpSession, length: int) -> int:
        """Encrypt and sign in place. Returns the new length, 0 when the packet cannot be sent."""
        self._length[0] = length
        if lib.srtp_protect(session.handle, self._cdata, self._length):
            return 0
        return self._length[0]

    def unprotect_rtcp(self, session: SrtpSession, length: int) -> int:
        """The same for a compound RTCP packet (RFC 3711 §3.4)."""
        self._length[0] = length
        if lib.srtp_unprotect_rtcp(session.handle, self._cdata, self._length):
            return 0
        return self._length[0]

    def protect_rtcp(self, session: SrtpSession, length: int) -> int:
        self._length[0] = length
        if lib.srtp_protect_rtcp(session.handle, self._cdata, self._length):
            return 0
        return self._length[0]


class SrtpSession:
    __slots__ = ("_owner", "_policy", "handle")

    def __init__(self, suite: str, key: bytes, inbound: bool) -> None:
        """Raises SrtpError."""
        if len(key) != KEY_BYTES.get(suite, -1):
            raise SrtpError(f"{suite} with {len(key)} bytes of key and salt")
        try:
            self._policy = _policy(suite, key, inbound)
        except Error as error:
            raise SrtpError(str(error)) from error
        owner = ffi.new("srtp_t *")
        if code := lib.srtp_create(owner, _struct(self._policy)):
            raise SrtpError(f"srtp_create answered {code}")
        self._owner = ffi.gc(owner, lambda session: lib.srtp_dealloc(session[0]))
        self.handle = owner[0]


def _struct(policy: Policy) -> Any:
    """The C struct behind a policy."""
    return policy._policy  # pyright: ignore[reportPrivateUsage]


def _policy(suite: str, key: bytes, inbound: bool) -> Policy:
    policy = Policy(
        srtp_profile=Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
        ssrc_type=Policy.SSRC_ANY_INBOUND if inbound else Policy.SSRC_ANY_OUTBOUND,
    )
    if suite == "AES_256_CM_HMAC_SHA1_80":
        # WORKAROUND: pylibsrtp has no profile for AES-256 in counter mode; cipher and key length are
        # written into the policy, after checking that its layout is the one we know.
        for part in ("rtp", "rtcp"):
            words = ffi.cast("unsigned int *", ffi.addressof(_struct(policy), part))
            if list(words[0:6]) != _AES_128_ICM_POLICY:
                raise SrtpError("this build of libsrtp lays out its policy differently")
            words[0], words[1] = _AES_ICM_256, KEY_BYTES[suite]
    policy.key = key
    policy.window_size = _REPLAY_WINDOW
    return policy
