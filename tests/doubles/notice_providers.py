"""Providers of messages as a sender meets them: each checks what its documentation says it checks.

A behaviour for ``company_system``: the signature is counted again here, from the description of the provider
and not with our code; what does not fit is refused as the provider refuses it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from tests.doubles.company_system import Request, answering


@dataclass
class Aliyun:
    """SendSms and QuerySendDetails. ``answers``: codes for the next requests instead of OK. ``loses``: the
    answer to the next message that it takes is lost. ``status``: 1 on its way, 2 undelivered, 3 delivered."""

    secret: str
    taken: list[dict[str, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    loses: bool = False
    status: int = 1
    may_be_asked: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)

    def _listed(self, form: dict[str, str]) -> dict[str, Any]:
        self.asked.append(form)
        if not self.may_be_asked:
            return {"Code": "isv.NO_PERMISSION"}
        sent = [
            {"OutId": each["OutId"], "SendStatus": self.status, "ErrCode": "MK:0001"}
            for each in self.taken
            if each["PhoneNumbers"] == form["PhoneNumber"]
            and form["SendDate"] == each["Timestamp"][:10].replace("-", "")
        ]
        return {"Code": "OK", "TotalCount": len(sent), "SmsSendDetailDTOs": {"SmsSendDetailDTO": sent}}

    async def behave(self, request: Request, writer: asyncio.StreamWriter) -> None:
        form = {name: values[0] for name, values in parse_qs(request.body.decode(), True).items()}
        signature = form.pop("Signature", "")
        pairs = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in form.items())
        query = "&".join(f"{name}={value}" for name, value in pairs)
        text = "&".join((request.method, "%2F", quote(query, safe="~")))
        wanted = hmac.new((self.secret + "&").encode(), text.encode("utf-8"), "sha1")
        if signature != base64.b64encode(wanted.digest()).decode():
            await answering(400, {"Code": "SignatureDoesNotMatch", "Message": ""})(request, writer)
            return
        if form["SignatureNonce"] in self.nonces:
            await answering(400, {"Code": "SignatureNonceUsed", "Message": ""})(request, writer)
            return
        self.nonces.add(form["SignatureNonce"])
        if form["Action"] == "QuerySendDetails":
            await answering(200, self._listed(form))(request, writer)
            return
        code = self.answers.pop(0) if self.answers else "OK"
        if code == "OK":
            self.taken.append(form)
        if self.loses:
            self.loses = False
            return  # the connection ends without a word
        await answering(200, {"Code": code, "Message": code, "BizId": "biz-1"})(request, writer)


@dataclass
class Tencent:
    """SendSms with TC3-HMAC-SHA256."""

    secret_id: str
    secret_key: str
    now_s: int
    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def behave(self, request: Request, writer: asyncio.StreamWriter) -> None:
        headers = request.headers
        said = dict(
            part.strip().split("=", 1) for part in headers["authorization"].split(" ", 1)[1].split(",")
        )
        secret_id, date, service, end = said["Credential"].split("/")
        signed = said["SignedHeaders"].split(";")
        lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in signed)
        parts = urlsplit(request.target)
        asked = "\n".join(
            (request.method, parts.path, parts.query, lines, said["SignedHeaders"],
             hashlib.sha256(request.body).hexdigest())
        )  # fmt: skip
        scope = f"{date}/{service}/{end}"
        text = "\n".join(
            ("TC3-HMAC-SHA256", headers["x-tc-timestamp"], scope, hashlib.sha256(asked.encode()).hexdigest())
        )
        key = b"TC3" + self.secret_key.encode()
        for word in (date, service, end):
            key = hmac.digest(key, word.encode(), "sha256")
        fits = hmac.new(key, text.encode(), "sha256").hexdigest() == said["Signature"]
        if secret_id != self.secret_id or not fits or not {"content-type", "host"} <= set(signed):
            await self._refuse("AuthFailure.SignatureFailure", request, writer)
            return
        if abs(int(headers["x-tc-timestamp"]) - self.now_s) > 300:
            await self._refuse("AuthFailure.SignatureExpire", request, writer)
            return
        wish = json.loads(request.body)
        code = self.answers.pop(0) if self.answers else "Ok"
        if code == "Ok":
            self.taken.append(wish)
        status = {"SerialNo": "serial-1", "PhoneNumber": wish["PhoneNumberSet"][0], "Code": code}
        await answering(200, {"Response": {"SendStatusSet": [status], "RequestId": "r"}})(request, writer)

    async def _refuse(self, code: str, request: Request, writer: asyncio.StreamWriter) -> None:
        error = {"Response": {"Error": {"Code": code, "Message": ""}, "RequestId": "r"}}
        await answering(200, error)(request, writer)


@dataclass
class WeCom:
    """A group's robot and an app's messages."""

    robot_key: str = ""
    corp: tuple[str, str] = ("", "")
    taken: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    async def behave(self, request: Request, writer: asyncio.StreamWriter) -> None:
        parts = urlsplit(request.target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        await answering(200, self._answer(parts.path, query, request.body))(request, writer)

    def _answer(self, path: str, query: dict[str, str], body: bytes) -> dict[str, Any]:
        if path == "/cgi-bin/gettoken":
            if (query.get("corpid"), query.get("corpsecret")) != self.corp:
                return {"errcode": 40001, "errmsg": "invalid credential"}
            self.tokens.append(f"token-{len(self.tokens) + 1}")
            return {"errcode": 0, "access_token": self.tokens[-1], "expires_in": 7200}
        if path == "/cgi-bin/webhook/send" and query.get("key") != self.robot_key:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        if path == "/cgi-bin/message/send" and query.get("access_token") not in self.tokens[-1:]:
            return {"errcode": 42001, "errmsg": "access_token expired"}
        if self.answers:
            return self.answers.pop(0)
        message = json.loads(body)
        if len(message["text"]["content"].encode()) > 2048:
            return {"errcode": 40058, "errmsg": "content exceed max length"}
        again = json.dumps([message.get("touser"), message["text"]])
        if message.get("enable_duplicate_check") == 1 and again in self.seen:
            return {"errcode": 0, "errmsg": "ok", "msgid": "m"}  # taken, and dropped as a repetition
        self.seen.add(again)
        self.taken.append(message)
        return {"errcode": 0, "errmsg": "ok", "msgid": "m"}


@dataclass
class Hook:
    """A system that follows our description of signed webhooks."""

    secret: str
    now_s: int
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: int = 0

    async def behave(self, request: Request, writer: asyncio.StreamWriter) -> None:
        stamp = request.headers["x-seatline-timestamp"]
        signed = hmac.new(self.secret.encode(), stamp.encode() + b"." + request.body, "sha256").hexdigest()
        if (
            request.headers["x-seatline-signature"] != f"sha256={signed}"
            or abs(int(stamp) - self.now_s) > 300
        ):
            await answering(401, {})(request, writer)
            return
        self.times += 1
        self.taken.setdefault(request.headers["idempotency-key"], json.loads(request.body))
        await answering(204, raw=b"")(request, writer)
