"""Customers found as agents ask for them, in both databases; nobody is found by too little."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text, update

from app.server.customers.service import CustomerService
from app.server.directory.service import DirectoryService
from app.server.storage.customer_words import index_customers
from app.server.storage.errors import InvalidValueError
from app.server.storage.tables import Customer, CustomerNumber, Order, Ticket

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PEOPLE = {
    "c1": ("张小伟", "+8613812345678"),
    "c2": ("张伟", "+8613900001111"),
    "c3": ("单雄信", "+862162345678"),
    "c4": ("欧阳娜娜", "+8618600002222"),
    "c5": ("John Smith", "+442079460958"),
    "c6": ("伟大 (小) 张", "4001"),
}


@pytest.fixture
def customers(database) -> CustomerService:
    def fill(session):
        session.add_all(Customer(customer_id=each, name=name) for each, (name, _) in PEOPLE.items())
        session.flush()
        session.add_all(
            CustomerNumber(e164=number, customer_id=each, raw=number) for each, (_, number) in PEOPLE.items()
        )
        session.add(
            Order(
                order_id="o", number="SO20260101-0007", customer_id="c4", at=NOW, items="", amount_cents=1,
                status="PAID",
            )
        )  # fmt: skip
        session.add(
            Ticket(
                ticket_id="t", number="T20260101-0042", customer_id="c5", type="REPAIR", priority="NORMAL",
                status="NEW", title="t", created_at=NOW, created_by="1001",
            )
        )  # fmt: skip

    database.write_now(fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    return CustomerService(database, directory)


async def found(customers: CustomerService, typed: str) -> list[str]:
    return [each.customer_id for each in (await customers.search(typed)).items]


FOUND: list[tuple[str, list[str]]] = [
    ("张", ["c1", "c2", "c6"]),
    ("张伟", ["c2"]),
    ("小伟", ["c1"]),
    ("伟", ["c1", "c2", "c6"]),
    ("zhangxiaowei", ["c1"]),
    ("ZhangXiao", ["c1"]),
    ("xiaow", ["c1"]),
    ("zxw", ["c1"]),
    ("zw", ["c2"]),
    ("shanxiongxin", ["c3"]),
    ("danxiong", ["c3"]),
    ("sxx", ["c3"]),
    ("nana", ["c4"]),
    ("oynn", ["c4"]),
    ("smi", ["c5"]),
    ("john smith", ["c5"]),
    ("SMITH JOHN", ["c5"]),
    ("mith", []),
    ("13812345678", ["c1"]),
    ("138 1234 5678", ["c1"]),
    ("+86 138-1234-5678", ["c1"]),
    ("2345", ["c1", "c3"]),
    ("5678", ["c1", "c3"]),
    ("021 6234", ["c3"]),
    ("0000111", ["c2"]),
    ("9460958", ["c5"]),
    ("4001", ["c6"]),
    ("张 2345", ["c1"]),
    ("张 0000", ["c2"]),
    ("SO20260101-0007", ["c4"]),
    ("so20260101-0007", ["c4"]),
    ("20260101-0007", ["c4"]),
    ("t20260101-0042", ["c5"]),
    ("20260101-0042", ["c5"]),
    ("SO20260101", []),
]


async def test_a_customer_is_found(customers):
    assert {typed: await found(customers, typed) for typed, _ in FOUND} == dict(FOUND)


TOO_LITTLE = (
    "", " ", "1", "138", "+86", "00", "z", "%", "_", "*", '"', "'", "\\", "(", "\0", "-", "&", "|", ":*",
    "\ud800",
)  # fmt: skip
FOREIGN = ('zhang" OR "smith', "NOT 张", "张 NEAR 伟", "a:b c*", "\ud800x", "x" * 500, "张伟" * 200, "𠮷野")


async def test_no_stranger_is_found_by_too_little(customers):
    assert {typed: await found(customers, typed) for typed in TOO_LITTLE} == {
        typed: [] for typed in TOO_LITTLE
    }


async def test_no_stranger_pops_for_a_number_that_is_none(customers):
    for number in ("", "anonymous", "+", "12", "***", "0"):
        file = await customers.file_by_number(number)
        assert file.customer is None and file.matches == []
        assert await customers.find_by_number(number) is None


async def test_no_sign_of_the_search_language_is_heard(customers):
    assert {typed: await found(customers, typed) for typed in FOREIGN} == {typed: [] for typed in FOREIGN}
    assert await found(customers, "张'; --") == ["c1", "c2", "c6"]


async def test_who_fits_exactly_stands_first_and_pages_are_whole(customers, database):
    def more(session):
        session.add_all(
            Customer(customer_id=f"d{number:03}", name=f"张伟{number % 7}") for number in range(120)
        )
        session.add(Customer(customer_id="z9", name="张伟"))

    database.write_now(more)
    seen: list[str] = []
    cursor = None
    while True:
        page = await customers.search("张伟", cursor, 50)
        seen += [each.customer_id for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen[:2] == ["c2", "z9"]
    assert len(seen) == len(set(seen)) == 122
    with pytest.raises(InvalidValueError):
        await customers.search("张伟", "nonsense")


async def test_all_of_them_are_listed_newest_first(customers):
    first = await customers.browse(limit=4)
    second = await customers.browse(first.next_cursor, 4)
    listed = [each.customer_id for each in (*first.items, *second.items)]
    assert sorted(listed) == sorted(PEOPLE) and second.next_cursor is None


async def test_what_changes_is_found_anew_and_what_was_is_not(customers, database):
    def rename(session):
        session.get_one(Customer, "c1").name = "王五"
        session.delete(session.get_one(CustomerNumber, ("+8613812345678", "c1")))
        session.add(CustomerNumber(e164="+8613777778888", customer_id="c1"))

    database.write_now(rename)
    assert await found(customers, "小伟") == await found(customers, "zxw") == []
    assert await found(customers, "wangwu") == await found(customers, "7778") == ["c1"]
    assert await found(customers, "12345678") == []

    def past_the_session(session):
        session.execute(update(Customer).where(Customer.customer_id == "c2").values(name="赵六"))
        index_customers(session, ["c2"])

    database.write_now(past_the_session)
    assert await found(customers, "zhaoliu") == ["c2"]


async def test_a_merged_file_is_found_no_more_and_its_order_leads_to_the_other(customers, database):
    def merge(session):
        session.get_one(Customer, "c4").merged_into = "c2"

    database.write_now(merge)
    assert await found(customers, "nana") == []
    assert await found(customers, "欧阳娜娜") == ["c2"]
    assert await found(customers, "SO20260101-0007") == ["c2"]
    assert "c4" not in [each.customer_id for each in (await customers.browse()).items]


async def test_a_write_that_fails_leaves_the_words_as_they_were(customers, database):
    class Failed(Exception):
        pass

    def fail(session):
        session.get_one(Customer, "c1").name = "王五"
        session.flush()
        index_customers(session, ["c1"])
        raise Failed

    with pytest.raises(Failed):
        database.write_now(fail)
    assert await found(customers, "小伟") == ["c1"]
    assert await found(customers, "wangwu") == []


async def test_the_text_index_of_sqlite_is_sound(customers, database):
    if not database.is_sqlite:
        return

    def check(session):
        for name in ("customer_words_fts", "customer_digits_fts"):
            session.execute(text(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)"))

    database.write_now(lambda session: session.delete(session.get_one(CustomerNumber, ("4001", "c6"))))
    database.write_now(check)
