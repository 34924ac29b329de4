"""``python -m app.telephony``: the softphone's process, started by ``app.telephony.client``.

Standard output is kept for the protocol before anything else is imported: what libraries print goes
to standard error.
"""

from __future__ import annotations

import gc
import logging
import os


def main() -> None:
    gc.disable()  # loading makes many objects and no rubbish; ``Child.run`` turns it on
    event_fd = os.dup(1)
    os.dup2(2, 1)
    logging.basicConfig(
        level=os.environ.get("SEATLINE_PHONE_LOG", "INFO"), format="%(levelname)s %(name)s: %(message)s"
    )
    from app.telephony.child import run_child

    run_child(0, event_fd, after=logging.shutdown)
    os._exit(0)  # PJSIP's and PortAudio's threads must not meet a dying interpreter


if __name__ == "__main__":
    main()
