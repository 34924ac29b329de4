"""Live messages: a WebSocket that comes back by itself.

In:  ``start``, ``kick`` (the network is back), ``stop``.
Out: ``on_message`` with each LiveMessage in order, none twice; ``on_connection(up, error_id)`` on change.

Each connection asks for what came after the last cursor and starts with ``hello``, the whole present state,
so whatever was missed is made good. ``websockets`` stands behind this file alone.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable

from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from app.contracts.live import Hello, LiveMessage, live_message
from app.crm_client.errors import CrmError, NotSignedIn, Refused, Unreachable
from app.crm_client.http import CrmClient
from app.crm_client.requests import API
from app.crm_client.transport import is_certificate_failure
from app.tasks import Spawner, wait_for_event

log = logging.getLogger(__name__)

RETRY_DELAYS_S = (0.2, 0.5, 1.0, 2.0, 5.0)  # the last one for ever
OPEN_TIMEOUT_S = 5.0
PING_EVERY_S = 4.0  # a pulled cable says nothing: it is noticed after at most PING_EVERY_S + PONG_WITHIN_S
PONG_WITHIN_S = 4.0
KICK_PONG_WITHIN_S = 1.0
STEADY_AFTER_S = 2.0  # a connection that held so long starts the delays anew
MAX_MESSAGE_BYTES = 4 * 1024 * 1024


class Live:
    def __init__(
        self,
        client: CrmClient,
        on_message: Callable[[LiveMessage], None],
        on_connection: Callable[[bool, str], None],
    ) -> None:
        self._client = client
        self._on_message = on_message
        self._on_connection = on_connection
        self._cursor = 0
        self._said: tuple[bool, str] | None = None
        self._socket: ClientConnection | None = None
        self._wake = asyncio.Event()
        self._tasks = Spawner("crm.live")
        self._running = False
        self._check: asyncio.Task[None] | None = None
        self._reopening = False
        self._user_id = ""  # whose messages the open connection brings
        client.when_signed_in(self._signed_in)

    def start(self) -> None:
        """With the loop running. A second call does nothing."""
        if not self._running:
            self._running = True
            self._tasks.spawn(self._run(), "run")

    async def stop(self) -> None:
        self._running = False
        await self._tasks.close()

    def kick(self) -> None:
        """Try again at once; an open connection is asked for a sign of life."""
        self._wake.set()
        if self._running and self._socket is not None and (self._check is None or self._check.done()):
            self._check = self._tasks.spawn(self._sign_of_life(self._socket), "check")

    def reopen(self) -> None:
        """Begin the open connection anew without saying that it was away: the language has changed."""
        if self._socket is not None:
            self._reopening = True
            self._socket.transport.abort()

    def _signed_in(self) -> None:
        user = self._client.user
        if self._socket is not None and user is not None and user.user_id != self._user_id:
            self._socket.transport.abort()  # the next connection is the new user's
        self.kick()

    async def _run(self) -> None:
        attempt = 0
        while True:
            self._wake.clear()
            started = asyncio.get_running_loop().time()
            problem = await self._one_connection()
            if self._reopening:
                self._reopening = False
                continue
            if asyncio.get_running_loop().time() - started > STEADY_AFTER_S:
                attempt = 0
            self._say(False, problem.error_id)
            if isinstance(problem, NotSignedIn):
                await self._wake.wait()
                attempt = 0
                continue
            log.info("live messages: %s; trying again", problem)
            delay_s = RETRY_DELAYS_S[min(attempt, len(RETRY_DELAYS_S) - 1)]
            attempt += 1
            if await wait_for_event(self._wake, delay_s):
                attempt = 0

    async def _one_connection(self) -> CrmError:
        """Connect and listen until it ends; returns why it did."""
        authorization: dict[str, str] = {}
        try:
            authorization = self._client.authorization
            self._user_id = self._client.user.user_id if self._client.user is not None else ""
            async with await self._connect(authorization) as socket:
                self._socket = socket
                await self._listen(socket)
        except CrmError as error:
            return error
        except InvalidStatus as error:
            if error.response.status_code == 401:
                self._client.token_refused(authorization)
                return NotSignedIn()
            return Refused(error.response.status_code, "live-refused", str(error))
        except (ssl.SSLError, OSError, TimeoutError, EOFError, WebSocketException) as error:
            if is_certificate_failure(error):
                changed = await self._client.transport.certificate_doubted()
                if changed is not None:
                    return changed
            return Unreachable(f"No live messages from {self._client.transport.address.name}: {error}")
        finally:
            self._socket = None
        return Unreachable("The server closed the live connection.")

    async def _connect(self, authorization: dict[str, str]) -> connect:
        tls = await self._client.transport.tls()
        url = "ws" + self._client.server_url.removeprefix("http")
        return connect(
            f"{url}{API}/live?cursor={self._cursor}",
            ssl=tls,
            additional_headers=authorization | {"Accept-Language": self._client.language},
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=1.0,
            ping_interval=PING_EVERY_S,
            ping_timeout=PONG_WITHIN_S,
            max_size=MAX_MESSAGE_BYTES,
            proxy=None,
            process_exception=lambda error: error,  # retrying is done here
        )

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                self._take(text)
        except ConnectionClosed as closed:
            if closed.rcvd is not None and closed.rcvd.code == 1008:  # policy: the sign-in was withdrawn
                log.info("live messages: closed by the server: %s", closed.rcvd.reason)
            raise

    def _take(self, text: str | bytes) -> None:
        try:
            message = live_message.validate_json(text)
        except ValidationError as error:  # a newer server knows more kinds of messages
            log.warning("live message not understood: %s", error.errors(include_input=False)[0]["msg"])
            return
        if isinstance(message, Hello):
            self._cursor = message.cursor
            self._say(True, "")
        elif message.cursor < self._cursor:
            return  # older than what is known; several messages may share one cursor
        else:
            self._cursor = message.cursor
        try:
            self._on_message(message)
        except Exception:
            log.exception("the receiver of live messages failed at %s", message.kind)

    def _say(self, connected: bool, error_id: str) -> None:
        if self._said != (connected, error_id):
            self._said = (connected, error_id)
            log.info("live connection: %s %s", "up" if connected else "down", error_id)
            try:
                self._on_connection(connected, error_id)
            except Exception:
                log.exception("the receiver of the connection state failed")

    async def _sign_of_life(self, socket: ClientConnection) -> None:
        try:
            pong = await socket.ping()
            await asyncio.wait_for(pong, KICK_PONG_WITHIN_S)
        except (ConnectionClosed, TimeoutError):
            socket.transport.abort()
