"""Tencent Cloud's short message service: SendSms (version 2021-01-11).

In:  a parcel, a secret, which registered template stands for which of ours.
Out: one POST, signed with TC3-HMAC-SHA256: a key derived from the secret by date, service and "tc3_request"
signs the hash of the canonical request (method, path, query, signed headers, hash of the body).

The provider drops no second message by itself: one whose answer was lost is sent again and may arrive twice.
What it can be asked for (PullSmsSendStatusByPhoneNumber) are reports of the networks, which come later, and
cannot tell whether a message of a moment ago was taken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlsplit

from app.server.notify.channels.answers import inner, object_of, plain, short
from app.server.notify.channels.sms_templates import SmsTemplates
from app.server.notify.model import NotifyError, Parcel, Web

ENDPOINT = "https://sms.tencentcloudapi.com/"
TIMEOUT_S = 10.0
SERVICE, ACTION, VERSION = "sms", "SendSms", "2021-01-11"
CONTENT_TYPE = "application/json; charset=utf-8"
SIGNED_HEADERS = "content-type;host;x-tc-action"
_LATER = ("InternalError", "RequestLimitExceeded", "ResourceUnavailable", "FailedOperation.TimeoutError")
_LIMIT = ("LimitExceeded",)
_PERSON = (
    "FailedOperation.PhoneNumberInBlacklist",
    "InvalidParameterValue.IncorrectPhoneNumber",
    "LimitExceeded",
)
_LIMIT_WAIT_S = 3600.0


def sign(
    secret_id: str,
    secret_key: str,
    host: str,
    body: bytes,
    at: datetime,
    service: str = SERVICE,
    action: str = ACTION,
) -> str:
    """The Authorization header for a POST of ``body`` to "/" of ``host`` at that second."""
    at = at.astimezone(UTC)
    date = at.strftime("%Y-%m-%d")
    headers = f"content-type:{CONTENT_TYPE}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    request = "\n".join(("POST", "/", "", headers, SIGNED_HEADERS, hashlib.sha256(body).hexdigest()))
    scope = f"{date}/{service}/tc3_request"
    hashed = hashlib.sha256(request.encode()).hexdigest()
    text = f"TC3-HMAC-SHA256\n{int(at.timestamp())}\n{scope}\n{hashed}"
    key = f"TC3{secret_key}".encode()
    for part in (date, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    credential = f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}"
    return f"{credential}, SignedHeaders={SIGNED_HEADERS}, Signature={signature}"


class TencentSms:
    def __init__(
        self,
        web: Web,
        templates: SmsTemplates,
        secret_id: str,
        secret_key: str,
        sdk_app_id: str,
        region: str = "ap-guangzhou",
        endpoint: str = ENDPOINT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._web, self._templates = web, templates
        self._secret_id, self._secret_key = secret_id, secret_key
        self._sdk_app_id, self._region = sdk_app_id, region
        self._endpoint, self._clock = endpoint or ENDPOINT, clock

    async def send(self, parcel: Parcel) -> str:
        chosen = self._templates.of(parcel)
        wish = {
            "PhoneNumberSet": [parcel.address],
            "SmsSdkAppId": self._sdk_app_id,
            "SignName": chosen.sign_name,
            "TemplateId": chosen.code,
            "TemplateParamSet": list(chosen.values.values()),
            "SessionContext": parcel.once,
        }
        body = json.dumps(wish, ensure_ascii=False, separators=(",", ":")).encode()
        at = self._clock()
        headers = {
            "Content-Type": CONTENT_TYPE,
            "X-TC-Action": ACTION,
            "X-TC-Version": VERSION,
            "X-TC-Region": self._region,
            "X-TC-Timestamp": str(int(at.timestamp())),
            "Authorization": sign(
                self._secret_id, self._secret_key, urlsplit(self._endpoint).netloc, body, at
            ),
        }
        reply = await self._web.send("POST", self._endpoint, headers, body, TIMEOUT_S)
        answer = inner(object_of(reply), "Response")
        if refused := inner(answer, "Error"):
            raise _refused(str(refused.get("Code", "")))
        status = _first(answer.get("SendStatusSet"))
        if status.get("Code") != "Ok":
            raise _refused(str(status.get("Code", "")))
        return plain(status.get("SerialNo"))

    async def close(self) -> None:
        return


def _first(value: object) -> dict[str, Any]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return cast("dict[str, Any]", listed[0]) if listed and isinstance(listed[0], dict) else {}


def _refused(code: str) -> NotifyError:
    person = code.startswith(_PERSON)
    if code.startswith(_LIMIT):
        return NotifyError(short(code), person=True, wait_s=_LIMIT_WAIT_S)
    return NotifyError(short(code), final=not code.startswith(_LATER), person=person)
