"""The master key lies elsewhere (a KMS, an HSM, a vault): an external command wraps and unwraps.

``COMMAND wrap``            key in base64 on standard input; prints "KEY-ID BASE64"
``COMMAND unwrap KEY-ID``   wrapped key in base64 on standard input; prints the key in base64

Exit code 0, anything else is a refusal whose standard error is shown to the operator. The command gets
a key's plain text only through its standard input, never as an argument.
"""

from __future__ import annotations

import base64
import binascii
import subprocess
from pathlib import Path

from app.server.security.key_wrapping import KeyWrapError, WrappedKey

PREFIX = "command"
TIMEOUT_S = 10.0
_LONGEST_ID = 100
_LONGEST_WRAPPED_BYTES = 4096


class CommandKeys:
    def __init__(self, command: Path, timeout_s: float = TIMEOUT_S) -> None:
        self._command = command
        self._timeout_s = timeout_s

    def wrap(self, content_key: bytes) -> WrappedKey:
        words = self._run(["wrap"], content_key).split()
        if len(words) != 2 or len(words[0]) > _LONGEST_ID:
            raise self._failed('printed something else than "KEY-ID BASE64"')
        wrapped = self._decoded(words[1])
        if not wrapped or len(wrapped) > _LONGEST_WRAPPED_BYTES or content_key in wrapped:
            raise self._failed("did not wrap the key")
        return WrappedKey(f"{PREFIX}:{words[0]}", wrapped)

    def unwrap(self, wrapped: WrappedKey) -> bytes:
        prefix, _, name = wrapped.key_id.partition(":")
        if prefix != PREFIX or not name:
            raise KeyWrapError(f"{wrapped.key_id!r} is no key of the key command.")
        return self._decoded(self._run(["unwrap", name], wrapped.wrapped).strip())

    def _run(self, arguments: list[str], data: bytes) -> str:
        try:
            done = subprocess.run(
                [str(self._command), *arguments],
                input=base64.b64encode(data) + b"\n",
                capture_output=True,
                timeout=self._timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise self._failed(f"did not answer within {self._timeout_s:g} s") from error
        except OSError as error:
            raise self._failed(f"cannot be started ({error.strerror})") from error
        if done.returncode != 0:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            why = f": {said[-1][:200]}" if said else ""
            raise self._failed(f"{arguments[0]} failed with exit code {done.returncode}{why}")
        return done.stdout.decode("ascii", errors="replace")

    def _decoded(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self._failed("printed something that is not base64") from error

    def _failed(self, what: str) -> KeyWrapError:
        return KeyWrapError(f"The key command {self._command} {what}. Run it by hand to see why.")
