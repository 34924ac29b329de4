"""Each sender against a server on this machine that checks what the provider says that it checks."""

from __future__ import annotations

import asyncio
import email
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.server.notify.channels.aliyun import AliyunSms
from app.server.notify.channels.aliyun import sign as aliyun_sign
from app.server.notify.channels.sms_templates import read_templates
from app.server.notify.channels.smtp import MailAccount, SmtpMail
from app.server.notify.channels.tencent import TencentSms
from app.server.notify.channels.tencent import sign as tencent_sign
from app.server.notify.channels.webhook import Webhook
from app.server.notify.channels.wecom import WeComApp, WeComRobot
from app.server.notify.model import NotifyError, Parcel
from app.server.outside_web import OutsideWeb
from app.server.security.certificate import load_certificate
from tests.doubles.company_system import CompanySystemDouble, answering, company_system, silent
from tests.doubles.notice_providers import Aliyun, Hook, Tencent, WeCom

# aiosmtpd does not know that the whole connection is inside TLS.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
PARCEL = Parcel(
    once="seatline-abc",
    address="+8613812345678",
    text="您的工单 T1 已受理",
    title="已受理 & 编号",
    template="ticket.created",
    values={"number": "T20261121-0042", "title": "冰箱*不 制冷~+%"},
    subject="ticket:t1",
    at=NOW,
)
TEMPLATES = {
    "sign_name": "席聆",
    "templates": {
        "ticket.created": {"code": "SMS_1", "values": ["number", "title"]},
        "text/en": {"code": "SMS_3", "values": ["text"]},
        "*": {"code": "SMS_2", "values": ["text"], "sign_name": "席聆客服"},
    },
}


@pytest.fixture
async def provider() -> AsyncIterator[CompanySystemDouble]:
    async with company_system() as double:
        yield double


@pytest.fixture
async def web() -> AsyncIterator[OutsideWeb]:
    made = OutsideWeb()
    yield made
    await made.close()


async def refused(sender, parcel: Parcel = PARCEL) -> NotifyError:
    with pytest.raises(NotifyError) as caught:
        await sender.send(parcel)
    return caught.value


# --- Aliyun ---


def test_aliyun_signs_as_in_the_examples_of_its_documentation() -> None:
    regions = {
        "Timestamp": "2016-02-23T12:46:24Z", "Format": "XML", "AccessKeyId": "testid",
        "Action": "DescribeRegions", "SignatureMethod": "HMAC-SHA1", "Version": "2014-05-26",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "SignatureVersion": "1.0",
    }  # fmt: skip
    assert aliyun_sign(regions, "testsecret", "GET") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="
    text = {
        "AccessKeyId": "testId", "Action": "SendSms", "Format": "XML", "OutId": "123",
        "PhoneNumbers": "15300000001", "RegionId": "cn-hangzhou", "SignName": "阿里云短信测试专用",
        "SignatureMethod": "HMAC-SHA1", "SignatureNonce": "45e25e9b-0a6f-4070-8c85-2956eda1b466",
        "SignatureVersion": "1.0", "TemplateCode": "SMS_71390007", "TemplateParam": '{"customer":"test"}',
        "Timestamp": "2017-07-12T02:42:19Z", "Version": "2017-05-25",
    }  # fmt: skip
    assert aliyun_sign(text, "testSecret", "GET") == "zJDF+Lrzhj/ThnlvIToysFRq6t4="


def aliyun(web: OutsideWeb, provider: CompanySystemDouble, secret: str = "s3cret") -> AliyunSms:
    templates = read_templates("x", TEMPLATES)
    return AliyunSms(web, templates, "key-id", secret, provider.base_url + "/", clock=lambda: NOW)


async def test_aliyun_takes_what_is_signed_with_the_right_secret(provider, web) -> None:
    there = Aliyun("s3cret")
    provider.behave = there.behave
    sender = aliyun(web, provider)
    assert await sender.send(PARCEL) == "biz-1"
    await sender.send(PARCEL)
    form = there.taken[0]
    assert (form["PhoneNumbers"], form["TemplateCode"], form["SignName"]) == ("13812345678", "SMS_1", "席聆")
    assert form["TemplateParam"] == '{"number":"T20261121-0042","title":"冰箱*不 制冷~+%"}'
    assert (form["OutId"], form["Timestamp"]) == ("seatline-abc", "2026-11-21T09:00:00Z")
    wrong = await refused(aliyun(web, provider, "another"))
    assert (wrong.why, wrong.final) == ("SignatureDoesNotMatch", True)


@pytest.mark.parametrize(
    ("code", "final", "person"),
    [
        ("isv.MOBILE_NUMBER_ILLEGAL", True, True),
        ("isv.BUSINESS_LIMIT_CONTROL", False, True),
        ("isp.SYSTEM_ERROR", False, False),
        ("isv.AMOUNT_NOT_ENOUGH", False, False),
        ("isv.SMS_TEMPLATE_ILLEGAL", True, False),
    ],
)
async def test_aliyun_says_why_not(provider, web, code, final, person) -> None:
    provider.behave = Aliyun("s3cret", answers=[code]).behave
    error = await refused(aliyun(web, provider))
    assert (error.why, error.final, error.person) == (code, final, person)
    assert (error.wait_s > 0) == code.startswith("isv.BUSINESS")


async def test_a_message_whose_answer_was_lost_is_not_sent_a_second_time(provider, web) -> None:
    there = Aliyun("s3cret", loses=True)
    provider.behave = there.behave
    lost = await refused(aliyun(web, provider))
    assert not lost.final and len(there.taken) == 1
    again = replace(PARCEL, again=True, at=NOW)
    assert await aliyun(web, provider).send(again) == "" and len(there.taken) == 1
    there.status = 2
    error = await refused(aliyun(web, provider), again)
    assert (error.why, error.final, error.person) == ("MK:0001", True, True)
    another = replace(again, once="seatline-other")  # one to the same number that is not there
    assert await aliyun(web, provider).send(another) == "biz-1" and len(there.taken) == 2
    there.may_be_asked = False
    await aliyun(web, provider).send(again)
    assert len(there.taken) == 3
    asked = len(there.asked)
    await aliyun(web, provider).send(PARCEL)
    assert len(there.asked) == asked, "nobody is asked about what was never tried"


async def test_abroad_the_country_stays_in_the_number(provider, web) -> None:
    there = Aliyun("s3cret")
    provider.behave = there.behave
    await aliyun(web, provider).send(Parcel("o", "+85261234567", "hello", template="x", language="en"))
    assert (there.taken[0]["PhoneNumbers"], there.taken[0]["TemplateCode"]) == ("85261234567", "SMS_2")


async def test_words_of_a_call_need_a_template_of_their_own(provider, web) -> None:
    there = Aliyun("s3cret")
    provider.behave = there.behave
    await aliyun(web, provider).send(Parcel("o", "+8613812345678", "hello", language="en"))
    assert there.taken[0]["TemplateParam"] == '{"text":"hello"}'
    only = read_templates("x", {"templates": {"ticket.late": {"code": "1", "sign_name": "s"}}})
    error = await refused(AliyunSms(web, only, "k", "s3cret", provider.base_url))
    assert (error.why, error.final) == ("no-template", True)


# --- Tencent ---


def test_tencent_signs_as_in_the_example_of_its_documentation() -> None:
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    at = datetime.fromtimestamp(1551113065, UTC)
    header = tencent_sign(
        "AKID" + "*" * 32, "*" * 32, "cvm.tencentcloudapi.com", body, at, "cvm", "DescribeInstances"
    )
    signature = "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    assert header.endswith(f"SignedHeaders=content-type;host;x-tc-action, Signature={signature}")


def tencent(web: OutsideWeb, provider: CompanySystemDouble, key: str = "k3y") -> TencentSms:
    templates = read_templates("x", TEMPLATES)
    url = provider.base_url + "/"
    return TencentSms(web, templates, "AKID1", key, "1400006666", endpoint=url, clock=lambda: NOW)


async def test_tencent_takes_what_is_signed_with_the_right_key(provider, web) -> None:
    there = Tencent("AKID1", "k3y", int(NOW.timestamp()))
    provider.behave = there.behave
    assert await tencent(web, provider).send(PARCEL) == "serial-1"
    wish = there.taken[0]
    assert wish["PhoneNumberSet"] == ["+8613812345678"]
    assert (wish["TemplateId"], wish["SmsSdkAppId"], wish["SignName"]) == ("SMS_1", "1400006666", "席聆")
    assert wish["TemplateParamSet"] == ["T20261121-0042", "冰箱*不 制冷~+%"]
    assert (await refused(tencent(web, provider, "other"))).why == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    ("code", "final", "person"),
    [
        ("FailedOperation.PhoneNumberInBlacklist", True, True),
        ("LimitExceeded.PhoneNumberDailyLimit", False, True),
        ("InternalError.Timeout", False, False),
        ("FailedOperation.TemplateIncorrectOrUnapproved", True, False),
    ],
)
async def test_tencent_says_why_not(provider, web, code, final, person) -> None:
    provider.behave = Tencent("AKID1", "k3y", int(NOW.timestamp()), answers=[code]).behave
    error = await refused(tencent(web, provider))
    assert (error.why, error.final, error.person) == (code, final, person)


# --- WeCom ---


async def test_a_robot_says_it_in_its_group(provider, web) -> None:
    there = WeCom(robot_key="693a91f6-7xxx")
    provider.behave = there.behave
    await WeComRobot(web, "693a91f6-7xxx", provider.base_url).send(PARCEL)
    assert there.taken == [{"msgtype": "text", "text": {"content": "已受理 & 编号\n您的工单 T1 已受理"}}]
    error = await refused(WeComRobot(web, "wrong", provider.base_url))
    assert (error.why, error.final) == ("wecom93000", True)
    there.answers = [{"errcode": 45009}]
    error = await refused(WeComRobot(web, "693a91f6-7xxx", provider.base_url))
    assert (error.final, error.wait_s) == (False, 60.0)


async def test_a_long_text_is_cut_between_characters(provider, web) -> None:
    there = WeCom(robot_key="k")
    provider.behave = there.behave
    await WeComRobot(web, "k", provider.base_url).send(Parcel("o", "leads", "席" * 3000, title="聆"))
    content = there.taken[0]["text"]["content"]
    assert content.startswith("聆\n席") and content.endswith("席…") and len(content.encode()) > 2040


async def test_an_app_keeps_its_token_and_gets_a_new_one_when_it_is_over(provider, web) -> None:
    there = WeCom(corp=("ww1", "secret"))
    provider.behave = there.behave
    passed = [0.0]
    sender = WeComApp(web, "ww1", "secret", 1000002, provider.base_url, clock_s=lambda: passed[0])
    to = Parcel("o", "ZhangMin", "第一条", title="工单")
    assert await sender.send(to) == "m"
    assert await sender.send(Parcel("o2", "ZhangMin", "第二条")) == "m"
    assert len(there.tokens) == 1, "asked for once"
    assert (there.taken[0]["touser"], there.taken[0]["agentid"]) == ("ZhangMin", 1000002)
    there.tokens.append("somebody-else-asked-for-one")
    await sender.send(Parcel("o3", "ZhangMin", "第三条"))
    passed[0] += 7200
    await sender.send(Parcel("o4", "ZhangMin", "第四条"))
    assert len(there.taken) == 4 and len(there.tokens) == 4
    await sender.send(to)
    assert len(there.taken) == 4, "the same again does not arrive twice"


@pytest.mark.parametrize(
    ("answer", "why", "person"),
    [
        ({"errcode": 81013}, "wecom81013", True),
        ({"errcode": 0, "invaliduser": "ZhangMin"}, "no-such-person", True),
        ({"errcode": 301002}, "wecom301002", False),
    ],
)
async def test_an_app_says_why_not(provider, web, answer, why, person) -> None:
    provider.behave = WeCom(corp=("ww1", "s"), answers=[answer]).behave
    error = await refused(WeComApp(web, "ww1", "s", 1, provider.base_url), Parcel("o", "ZhangMin", "x"))
    assert (error.why, error.final, error.person) == (why, True, person)


async def test_a_wrong_secret_of_an_app_is_said(provider, web) -> None:
    provider.behave = WeCom(corp=("ww1", "right")).behave
    assert (await refused(WeComApp(web, "ww1", "wrong", 1, provider.base_url))).why == "wecom40001"


# --- webhook ---


async def test_a_webhook_is_signed_and_the_same_thing_has_the_same_key(provider, web) -> None:
    there = Hook("shared", int(NOW.timestamp()))
    provider.behave = there.behave
    sender = Webhook(web, provider.base_url + "/in", "shared", clock=lambda: NOW)
    await sender.send(PARCEL)
    await sender.send(PARCEL)
    assert there.times == 2 and list(there.taken) == ["seatline-abc"]
    content = there.taken["seatline-abc"]
    assert (content["kind"], content["subject"], content["title"]) == (
        "ticket.created",
        "ticket:t1",
        PARCEL.title,
    )
    error = await refused(Webhook(web, provider.base_url, "other", clock=lambda: NOW))
    assert (error.why, error.final) == ("http-401", True)


@pytest.mark.parametrize(
    ("behave", "why", "final"),
    [
        (answering(500, {}), "http-500", False),
        (answering(429, {}), "http-429", False),
        (answering(404, {}), "http-404", True),
        (answering(302, {}, Location="http://127.0.0.1:1/"), "http-302", False),
    ],
)
async def test_a_webhook_that_is_not_taken_says_why(provider, web, behave, why, final) -> None:
    provider.behave = behave
    error = await refused(Webhook(web, provider.base_url, "s"))
    assert (error.why, error.final) == (why, final)


@pytest.mark.parametrize("make", [aliyun, tencent])
async def test_rubbish_instead_of_an_answer_is_tried_again(provider, web, make) -> None:
    for raw in (b"<html>", b"[]", b'{"Response": 1}', b"\xff\xfe"):
        provider.behave = answering(200, raw=raw)
        assert (await refused(make(web, provider))).why


async def test_who_does_not_answer_is_left_after_a_while(provider, web, monkeypatch) -> None:
    provider.behave = silent
    monkeypatch.setattr("app.server.notify.channels.webhook.TIMEOUT_S", 0.2)
    assert (await refused(Webhook(web, provider.base_url, "s"))).why == "time-out"


# --- mail ---


class Mailbox:
    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.refuse = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse:
            return self.refuse
        self.letters.append(envelope)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope: Envelope, address: str, options) -> str:
        if address.startswith("nobody"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def _check(server, session, envelope, mechanism, data) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"us", b"p4ss")
    return AuthResult(success=right, handled=False)


@pytest.fixture
async def post(tmp_path):
    """A mail server on a free port: (security) → (mailbox, port, what a client must trust)."""
    made = load_certificate(tmp_path)
    there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    there.load_cert_chain(made.certificate, made.key)
    opened: list[asyncio.Server] = []

    async def open_post(security: str) -> tuple[Mailbox, int, ssl.SSLContext]:
        box = Mailbox()
        starttls = security == "starttls"
        more = {"tls_context": there, "require_starttls": True} if starttls else {}
        more |= {"authenticator": _check, "auth_required": True, "auth_require_tls": starttls}
        server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(box, loop=asyncio.get_running_loop(), **more),
            "127.0.0.1",
            0,
            ssl=None if starttls else there,
        )
        opened.append(server)
        port = server.sockets[0].getsockname()[1]
        return box, port, ssl.create_default_context(cafile=str(made.certificate))

    yield open_post
    for server in opened:
        server.close()


def mail(port: int, security, tls: ssl.SSLContext | None, **more) -> SmtpMail:
    account = {"username": "us", "password": "p4ss", "sender_name": "席聆客服"} | more
    return SmtpMail(MailAccount("localhost", port, security, "help@example.com", **account), tls)


LETTER = Parcel(
    "seatline-abc",
    "wang@example.com",
    "您的工单已受理。\n谢谢",
    title="您的工单 T1 已受理",
    template="t",
    at=NOW,
)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_letter_arrives_over_tls_with_both_scripts_intact(post, security) -> None:
    box, port, tls = await post(security)
    sent_as = await mail(port, security, tls).send(LETTER)
    letter = email.message_from_bytes(box.letters[0].original_content, policy=default)
    assert letter["Subject"] == "您的工单 T1 已受理"
    assert letter["From"].addresses[0].display_name == "席聆客服"
    assert letter.get_content().split() == ["您的工单已受理。", "谢谢"]
    assert letter["Message-ID"] == "<seatline-abc@example.com>" == f"<{sent_as}>"
    assert (letter["Auto-Submitted"], letter["List-Unsubscribe"]) == ("auto-generated", None)
    assert box.letters[0].rcpt_tos == ["wang@example.com"]


async def test_a_mail_server_that_nobody_vouches_for_gets_nothing(post) -> None:
    box, port, _ = await post("starttls")
    error = await refused(mail(port, "starttls", ssl.create_default_context()), LETTER)
    assert (error.why, error.final, box.letters) == ("certificate", False, [])


async def test_mail_that_is_refused_says_why(post) -> None:
    box, port, tls = await post("tls")
    error = await refused(mail(port, "tls", tls, password="wrong"), LETTER)
    assert (error.why, error.final) == ("sign-in-refused", False)
    nobody = Parcel("o", "nobody@example.com", "x", title="x")
    error = await refused(mail(port, "tls", tls), nobody)
    assert (error.why, error.final, error.person) == ("smtp-550", True, True)
    box.refuse = "451 later"
    assert (await refused(mail(port, "tls", tls), LETTER)).final is False
    box.refuse = "554 spam"
    assert (await refused(mail(port, "tls", tls), LETTER)).final is True


@pytest.mark.parametrize("address", ["", "a@b\r\nBcc: c@example.com", "@", "王@", "a b@example.com"])
async def test_a_broken_address_is_not_even_tried(post, address) -> None:
    box, port, tls = await post("tls")
    error = await refused(mail(port, "tls", tls), Parcel("o", address, "x", title="a\r\nBcc: c@example.com"))
    assert (error.final, error.person, box.letters) == (True, True, [])


async def test_a_title_cannot_become_a_header(post) -> None:
    box, port, tls = await post("tls")
    await mail(port, "tls", tls).send(Parcel("o", "w@example.com", "x", title="a\r\nBcc: c@example.com"))
    letter = email.message_from_bytes(box.letters[0].original_content, policy=default)
    assert letter["Subject"] == "a Bcc: c@example.com" and letter["Bcc"] is None


async def test_no_mail_server_at_all_is_tried_again(post) -> None:
    begun = time.monotonic()
    error = await refused(mail(1, "tls", None), LETTER)
    assert (error.why, error.final) == ("unreachable", False)
    assert time.monotonic() - begun < 5
