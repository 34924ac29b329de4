"""The two packets that the media process works on: the one just received, and one of its own.

Nothing waits in them: a packet is dealt with before the next one is read. In front of the received packet
lies room for the header of a journal record, so that record header and payload are one piece of memory.
"""

from __future__ import annotations

from app.server.voice.embedded.media.journal_format import RECORD
from app.server.voice.embedded.media.rtp import HEADER_BYTES
from app.server.voice.embedded.media.srtp import TRAILER_BYTES, PacketBuffer

AT = 20  # where the received packet begins (aligned for libsrtp)
RECORD_AT = AT + HEADER_BYTES - RECORD.size  # the record's header ends where the payload begins
MOST_BYTES = 1800  # of a datagram; a longer one is no packet of ours

IN = PacketBuffer(AT + MOST_BYTES + TRAILER_BYTES, AT)
RECEIVE = IN.view[AT : AT + MOST_BYTES]
# Cut beforehand, by the length of the packet: slicing for each one would cost as much as copying it.
PACKETS = [IN.view[AT : AT + length] for length in range(MOST_BYTES + TRAILER_BYTES)]
RECORDS = [IN.view[RECORD_AT : AT + max(length, HEADER_BYTES)] for length in range(MOST_BYTES + 1)]

OUT = PacketBuffer(MOST_BYTES + TRAILER_BYTES)
