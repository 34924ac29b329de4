"""Files that cross the house's border: those of an e-mail come to its ticket through the checks; the customer
gets on his page what was meant for him, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, BinaryIO

import httpx
import pytest

from app.server.security.attachments import AttachmentInfectedError, ScanFailedError
from app.server.storage.tables import Customer
from app.server.tickets.by_itself_inbox import new_token
from tests.doubles.api_house import House, open_house

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PROGRAM = b"MZ" + bytes(200)


@dataclass
class Post:
    """A mail server in front of the house."""

    house: House
    agent: httpx.AsyncClient
    outside: httpx.AsyncClient
    token: str

    async def send(self, subject: str, files: dict[str, bytes], sender: str) -> httpx.Response:
        mail = EmailMessage()
        mail["From"], mail["Subject"], mail["Message-ID"] = sender, subject, f"<{subject.encode().hex()}@x>"
        mail.set_content("见附件")
        for name, content in files.items():
            mail.add_attachment(content, "application", "octet-stream", filename=name)
        headers = {"X-Seatline-Token": self.token}
        return await self.outside.post("/api/v1/inbox/email", content=bytes(mail), headers=headers)

    async def ticket(self, number: str) -> dict[str, Any]:
        found = (await self.agent.get("/api/v1/tickets", params={"q": number})).json()["items"]
        return (await self.agent.get(f"/api/v1/tickets/{found[0]['ticket_id']}")).json()

    def blobs(self) -> int:
        return sum(1 for each in self.house.work.attachments._folder.rglob("*") if each.is_file())


@pytest.fixture
async def post(filled_sqlite, tmp_path) -> AsyncIterator[Post]:
    database = filled_sqlite.copy(tmp_path)
    token = database.write_now(lambda session: new_token(session, "email"))
    async with open_house(database, filled_sqlite.content, tmp_path) as house:
        agent, outside = await house.client("1001"), await house.client()
        yield Post(house, agent, outside, token)
    database.close_now()


async def test_files_of_a_mail_are_on_its_ticket_once_and_what_is_not_taken_is_named(post):
    files = {"故障 照片.png": PNG, "../../发票.pdf": PDF, "setup.exe": PROGRAM, "empty.txt": b""}
    first = await post.send("漏水", files, "someone@example.com")
    assert (first.status_code, first.json()["new"]) == (200, True)
    again = await post.send("漏水", files, "someone@example.com")
    assert again.json() == first.json() and post.blobs() == 2
    made = await post.ticket(first.json()["number"])
    kept = {each["name"]: (each["media_type"], each["for_customer"]) for each in made["attachments"]}
    assert kept == {"故障 照片.png": ("image/png", False), "发票.pdf": ("application/pdf", False)}
    assert "setup.exe（不接收此类文件）、empty.txt（空文件）" in made["ticket"]["text"]
    path = (
        f"/api/v1/tickets/{made['ticket']['ticket_id']}/attachments/{made['attachments'][0]['attachment_id']}"
    )
    assert (await post.agent.get(path)).content in (PNG, PDF)


async def test_files_of_a_reply_come_with_its_comment(post):
    number = (await post.send("漏水", {}, "someone@example.com")).json()["number"]
    assert not (await post.send(f"Re: {number}", {"b.pdf": PDF}, "someone@example.com")).json()["new"]
    made = await post.ticket(number)
    assert [each["name"] for each in made["attachments"]] == ["b.pdf"] and len(made["comments"]) == 1


async def test_the_companys_scanner_reads_them_and_one_that_does_not_work_keeps_the_mail_outside(post):
    def refuses(file: BinaryIO) -> None:
        if b"PNG" in file.read():
            raise AttachmentInfectedError

    post.house.work.attachments._scan = refuses
    taken = (await post.send("一", {"a.png": PNG, "b.pdf": PDF}, "someone@example.com")).json()
    made = await post.ticket(taken["number"])
    assert [each["name"] for each in made["attachments"]] == ["b.pdf"]
    assert "a.png（未通过安全扫描）" in made["ticket"]["text"]

    def fails(file: BinaryIO) -> None:
        if b"PNG" in file.read():
            raise ScanFailedError

    post.house.work.attachments._scan = fails
    later = await post.send("二", {"b.pdf": PDF, "a.png": PNG}, "someone@example.com")
    assert (later.status_code, post.blobs()) == (503, 1)  # the mail server tries again
    post.house.work.attachments._scan = None
    assert (await post.send("二", {"b.pdf": PDF, "a.png": PNG}, "someone@example.com")).json()["new"]
    assert post.blobs() == 3


async def test_a_merged_file_with_the_same_address_does_not_make_him_a_stranger(post):
    def twice(session):
        session.get_one(Customer, "c0001").email = "li@example.com"
        session.add(Customer(customer_id="old", name="李", email="li@example.com", merged_into="c0001"))

    await post.house.database.write(twice)
    made = await post.ticket((await post.send("漏水", {}, "li@example.com")).json()["number"])
    assert made["ticket"]["customer_id"] == "c0001"


async def attach(post: Post, ticket_id: str, name: str, content: bytes, for_customer: bool) -> str:
    answer = await post.agent.post(
        f"/api/v1/tickets/{ticket_id}/attachments",
        files={"file": (name, content)},
        data={"for_customer": str(for_customer).lower()},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["attachment_id"]


async def test_the_customer_gets_what_is_meant_for_him_and_nothing_else(post):
    wish = {"type": "REPAIR", "title": "净水器漏水", "assign": "none"}
    made = (await post.agent.post("/api/v1/tickets", json=wish)).json()
    ticket_id, number = made["ticket_id"], made["number"]
    code = (await post.agent.get(f"/api/v1/tickets/{ticket_id}")).json()["check_code"]
    inside = await attach(post, ticket_id, "内部.pdf", PDF, False)
    his = await attach(post, ticket_id, "维修 <单>.pdf", PDF, True)

    told = (await post.outside.get(f"/api/v1/public/tickets/{number}", params={"code": code})).json()
    assert [(each["file_id"], each["size_bytes"]) for each in told["files"]] == [(his, len(PDF))]
    page = (await post.outside.get(f"/t/{number}", params={"code": code, "lang": "en"})).text
    assert "维修 单.pdf" in page and "内部" not in page and "Files for you" in page and inside not in page

    for base in (f"/api/v1/public/tickets/{number}/files", f"/t/{number}/files"):
        got = await post.outside.get(f"{base}/{his}", params={"code": code})
        assert (got.status_code, got.content) == (200, PDF)
        assert got.headers["content-disposition"].startswith("attachment; ")
        assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cache-control"] == "private, no-store"
        assert got.headers["referrer-policy"] == "no-referrer"
        for file_id, said in ((inside, code), (his, "WRONGCODE1"), (his, ""), ("none", code)):
            refused = await post.outside.get(f"{base}/{file_id}", params={"code": said})
            assert refused.status_code == 404 and PDF not in refused.content
    other = (await post.agent.post("/api/v1/tickets", json=wish)).json()
    of_other = (await post.agent.get(f"/api/v1/tickets/{other['ticket_id']}")).json()["check_code"]
    path = f"/api/v1/public/tickets/{other['number']}/files/{his}"
    assert (await post.outside.get(path, params={"code": of_other})).status_code == 404
