"""Aliyun's short message service: SendSms of its RPC API (version 2017-05-25).

In:  a parcel, an access key, which of the company's registered templates stands for which of ours.
Out: one POST, signed with HMAC-SHA1 as "RPC style" signatures of version 1.0 are: the parameters sorted by
name, each percent-encoded by RFC 3986 §2.1 (unreserved characters stay), joined, and signed with the method
and "/".

The provider drops no second message by itself. What may be there already is looked for first among those of
the day to this number (QuerySendDetails), by the ``OutId`` that each try of a message has in common.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast
from urllib.parse import quote

from app.server.notify.channels.answers import inner, object_of, plain, short
from app.server.notify.channels.sms_templates import SmsTemplates
from app.server.notify.model import NotifyError, Parcel, Web

ENDPOINT = "https://dysmsapi.aliyuncs.com/"
TIMEOUT_S = 10.0
CHINA = timezone(timedelta(hours=8))  # its days are those of the list of what was sent
_UNDELIVERED = 2  # SendStatus; 1: no receipt yet, 3: delivered
# Not his fault nor ours: try again later. All others of the provider's codes are final.
_LATER = (
    "isp.",
    "Throttling",
    "ServiceUnavailable",
    "InternalError",
    "isv.DENY_IP_RANGE",
    "isv.AMOUNT_NOT_ENOUGH",
    "isv.OUT_OF_SERVICE",
)
_LIMIT = ("isv.BUSINESS_LIMIT_CONTROL", "isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL")
_PERSON = ("isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT", "isv.BLACK_KEY_CONTROL_LIMIT")
_LIMIT_WAIT_S = 3600.0


def encode(text: str) -> str:
    """RFC 3986 §2.3: letters, digits, - _ . ~ stay; a space is %20."""
    return quote(text, safe="-_.~")


def canonical(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{encode(name)}={encode(parameters[name])}" for name in sorted(parameters))


def sign(parameters: Mapping[str, str], secret: str, method: str = "POST") -> str:
    """Base64 of HMAC-SHA1 over METHOD&%2F&<encoded query>; the key is the secret with "&" behind it."""
    text = f"{method}&{encode('/')}&{encode(canonical(parameters))}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()


class AliyunSms:
    def __init__(
        self,
        web: Web,
        templates: SmsTemplates,
        key_id: str,
        key_secret: str,
        endpoint: str = ENDPOINT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._web, self._templates = web, templates
        self._key_id, self._key_secret = key_id, key_secret
        self._endpoint, self._clock, self._nonce = endpoint or ENDPOINT, clock, nonce

    async def send(self, parcel: Parcel) -> str:
        chosen = self._templates.of(parcel)
        if parcel.again and await self._is_there(parcel):
            return ""
        wish = {
            "OutId": parcel.once,
            "PhoneNumbers": _number(parcel.address),
            "SignName": chosen.sign_name,
            "TemplateCode": chosen.code,
            "TemplateParam": json.dumps(dict(chosen.values), ensure_ascii=False, separators=(",", ":")),
        }
        data = await self._ask("SendSms", wish)
        code = str(data.get("Code", ""))
        if code != "OK":
            raise _refused(code)
        return plain(data.get("BizId"))

    async def _is_there(self, parcel: Parcel) -> bool:
        """Where he may not be asked (the key has not that right), it is sent as if it were not there. Raises
        NotifyError: no answer came, or it is there and could not be delivered."""
        now = self._clock()
        days = {each.astimezone(CHINA).strftime("%Y%m%d") for each in (parcel.at or now, now)}
        for day in sorted(days):
            wish = {
                "PhoneNumber": _number(parcel.address), "SendDate": day, "PageSize": "50", "CurrentPage": "1",
            }  # fmt: skip
            data = await self._ask("QuerySendDetails", wish)
            sent = inner(data, "SmsSendDetailDTOs").get("SmsSendDetailDTO")
            listed = cast("list[object]", sent) if isinstance(sent, list) else []
            for each in listed:
                one = cast("Mapping[str, Any]", each) if isinstance(each, dict) else {}
                if one.get("OutId") == parcel.once:
                    if one.get("SendStatus") == _UNDELIVERED:
                        raise NotifyError(short(one.get("ErrCode")), final=True, person=True)
                    return True
        return False

    async def _ask(self, action: str, wish: Mapping[str, str]) -> Mapping[str, Any]:
        parameters = {
            "AccessKeyId": self._key_id,
            "Action": action,
            "Format": "JSON",
            "RegionId": "cn-hangzhou",
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": self._nonce(),
            "SignatureVersion": "1.0",
            "Timestamp": self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "Version": "2017-05-25",
            **wish,
        }
        form = f"Signature={encode(sign(parameters, self._key_secret))}&{canonical(parameters)}"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        reply = await self._web.send("POST", self._endpoint, headers, form.encode(), TIMEOUT_S)
        return object_of(reply)

    async def close(self) -> None:
        return


def _number(address: str) -> str:
    """Within China without the country code; others with it, but without the plus."""
    return address[3:] if address.startswith("+86") else address.lstrip("+")


def _refused(code: str) -> NotifyError:
    if code.startswith(_LIMIT):
        return NotifyError(short(code), person=True, wait_s=_LIMIT_WAIT_S)
    if code.startswith(_LATER):
        return NotifyError(short(code))
    return NotifyError(short(code), final=True, person=code.startswith(_PERSON))
