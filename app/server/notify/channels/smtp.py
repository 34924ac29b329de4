"""aiosmtplib behind one adapter: e-mail, with TLS from the start or by STARTTLS, UTF-8 throughout.

In:  a parcel whose address is an e-mail address. Out: a message at the company's mail server; its Message-ID
is the same for each try, by which mail systems tell that they have it already.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import aiosmtplib

from app.server.notify.model import NotifyError, Parcel

TIMEOUT_S = 20.0
Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class MailAccount:
    """``security`` "none" is for a mail server on this machine only. ``domain``: of our Message-IDs."""

    host: str
    port: int
    security: Security
    sender: str
    sender_name: str = ""
    username: str = ""
    password: str = ""
    reply_to: str = ""

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


class SmtpMail:
    def __init__(self, account: MailAccount, tls: ssl.SSLContext | None = None) -> None:
        self._account = account
        self._tls = tls

    async def send(self, parcel: Parcel) -> str:
        account = self._account
        message = compose(account, parcel)
        if self._tls is None and account.security != "none":
            self._tls = await asyncio.to_thread(ssl.create_default_context)  # reads hundreds of certificates
        try:
            await aiosmtplib.send(
                message,
                hostname=account.host,
                port=account.port,
                username=account.username or None,
                password=account.password or None,
                use_tls=account.security == "tls",
                start_tls=account.security == "starttls",
                tls_context=self._tls,
                timeout=TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise _mapped(error) from error
        return str(message["Message-ID"]).strip("<>")[:120]

    async def close(self) -> None:
        return


def compose(account: MailAccount, parcel: Parcel) -> EmailMessage:
    """Raises NotifyError for an address that is none."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(account.sender_name, addr_spec=account.sender)
        message["To"] = Address(addr_spec=parcel.address)
    except (MessageError, ValueError, IndexError) as error:  # what the package says of a broken address
        raise NotifyError("bad-address", final=True, person=True) from error
    message["Subject"] = " ".join((parcel.title or parcel.text).split())[:200]
    if account.reply_to:
        message["Reply-To"] = account.reply_to
    if parcel.at is not None:
        message["Date"] = format_datetime(parcel.at)
    message["Message-ID"] = f"<{parcel.once}@{account.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no vacation notices come back
    message["Content-Language"] = parcel.language
    message.set_content(parcel.text, charset="utf-8")
    return message


def _mapped(error: Exception) -> NotifyError:
    """5xx is final; what is wrong with our account or the line is tried again: somebody may mend it."""
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return NotifyError("sign-in-refused")
        case aiosmtplib.SMTPRecipientsRefused(recipients=refused):
            code = refused[0].code if refused else 550
            return NotifyError(f"smtp-{code}", final=code >= 500, person=True)
        case aiosmtplib.SMTPResponseException(code=code):
            return NotifyError(f"smtp-{code}", final=500 <= code < 600)
        case aiosmtplib.SMTPTimeoutError() | TimeoutError():
            return NotifyError("time-out")
        case ssl.SSLCertVerificationError():
            return NotifyError("certificate")
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected() | OSError():
            return NotifyError("certificate" if _is_certificate(error) else "unreachable")
        case ValueError():
            return NotifyError("bad-address", final=True, person=True)
        case _:
            return NotifyError("smtp")


def _is_certificate(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None
