"""WeCom (企业微信): a group's robot, and messages of an app of the company to one of its people.

In:  a parcel. Out: text messages over WeCom's server API.

A robot is known by the key in its address alone; WeCom signs nothing there, so the key is kept as a secret.
For messages of an app WeCom itself drops the same text to the same person within half an hour
(``enable_duplicate_check``), so one that is sent again after a lost answer does not arrive twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from app.server.notify.channels.answers import check_status, object_of, plain, short
from app.server.notify.model import NotifyError, Parcel, Web

ENDPOINT = "https://qyapi.weixin.qq.com"
TIMEOUT_S = 10.0
LONGEST_TEXT_BYTES = 2048
DUPLICATES_S = 1800
_BUSY, _LIMITS = -1, (45009, 45033)  # the system is busy; called too often
_LIMIT_WAIT_S = 60.0
_TOKEN_OVER = (40014, 41001, 42001)
_TOKEN_EARLIER_S = 300.0
_NOBODY = (60111, 81013, 40031, 60011)  # nobody of this name, or not within reach of the app
_JSON = {"Content-Type": "application/json"}


class WeComRobot:
    """``key``: of the robot's address."""

    def __init__(self, web: Web, key: str, endpoint: str = ENDPOINT) -> None:
        self._web, self._endpoint, self._key = web, endpoint or ENDPOINT, key

    async def send(self, parcel: Parcel) -> str:
        url = f"{self._endpoint}/cgi-bin/webhook/send?key={quote(self._key, safe='')}"
        message = {"msgtype": "text", "text": {"content": _text(parcel)}}
        data = await _call(self._web, "POST", url, message)
        if (code := _code(data)) != 0:
            raise _refused(code)
        return ""

    async def close(self) -> None:
        return


class WeComApp:
    """``corp_id``, ``secret``: of the company and its app; ``agent_id``: the app's number."""

    def __init__(
        self,
        web: Web,
        corp_id: str,
        secret: str,
        agent_id: int,
        endpoint: str = ENDPOINT,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web, self._endpoint = web, endpoint or ENDPOINT
        self._corp_id, self._secret, self._agent_id = corp_id, secret, agent_id
        self._clock_s = clock_s
        self._token = ""
        self._token_until_s = 0.0

    async def send(self, parcel: Parcel) -> str:
        message = {
            "touser": parcel.address,
            "msgtype": "text",
            "agentid": self._agent_id,
            "text": {"content": _text(parcel)},
            "safe": 0,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": DUPLICATES_S,
        }
        for fresh in (False, True):
            token = await self._access_token(fresh)
            url = f"{self._endpoint}/cgi-bin/message/send?access_token={quote(token, safe='')}"
            data = await _call(self._web, "POST", url, message)
            code = _code(data)
            if code not in _TOKEN_OVER:
                break
        if code != 0:
            raise _refused(code)
        if str(data.get("invaliduser") or "") == parcel.address:
            raise NotifyError("no-such-person", final=True, person=True)
        return plain(data.get("msgid"))

    async def close(self) -> None:
        return

    async def _access_token(self, fresh: bool) -> str:
        """Kept as long as it is valid: WeCom allows few requests for it."""
        if not fresh and self._token and self._clock_s() < self._token_until_s:
            return self._token
        corp, secret = quote(self._corp_id, safe=""), quote(self._secret, safe="")
        url = f"{self._endpoint}/cgi-bin/gettoken?corpid={corp}&corpsecret={secret}"
        data = await _call(self._web, "GET", url, None)
        token, valid_s = data.get("access_token"), data.get("expires_in")
        if _code(data) != 0 or not isinstance(token, str):
            raise _refused(_code(data))
        self._token = token
        lasts_s = float(valid_s) if isinstance(valid_s, int | float) else 0.0
        self._token_until_s = self._clock_s() + lasts_s - min(_TOKEN_EARLIER_S, lasts_s / 10)
        return token


async def _call(web: Web, method: str, url: str, message: object | None) -> Mapping[str, Any]:
    body = None if message is None else json.dumps(message, ensure_ascii=False).encode()
    reply = await web.send(method, url, _JSON if body else {}, body, TIMEOUT_S)
    check_status(reply)
    return object_of(reply)


def _code(data: Mapping[str, Any]) -> int:
    code = data.get("errcode", 0)
    return code if isinstance(code, int) else _BUSY


def _refused(code: int) -> NotifyError:
    if code in _LIMITS:
        return NotifyError(short(f"wecom{code}"), wait_s=_LIMIT_WAIT_S)
    person = code in _NOBODY
    return NotifyError(short(f"wecom{code}"), final=code != _BUSY, person=person)


def _text(parcel: Parcel) -> str:
    """Title and text in at most 2,048 bytes, cut between characters."""
    whole = f"{parcel.title}\n{parcel.text}" if parcel.title and parcel.title != parcel.text else parcel.text
    raw = whole.encode()
    if len(raw) <= LONGEST_TEXT_BYTES:
        return whole
    return raw[: LONGEST_TEXT_BYTES - 3].decode(errors="ignore") + "…"
