"""A customer's file changed by people who do not know of each other; what is masked comes back unharmed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.contracts.customer_work import CustomerSetUp
from app.contracts.customers import CustomerChange, NewCustomer, NumberChange
from app.contracts.fields import FieldDefinition
from app.contracts.people import Label
from app.server.customers.model import CustomerChangedError, CustomerExistsError
from app.server.customers.service import CustomerService
from app.server.directory.service import DirectoryService
from app.server.security.model import NotAllowedError, RoleName, SignedInUser
from app.server.security.viewing import ALL_EYES
from app.server.storage.errors import InvalidValueError, NotFoundError
from app.server.storage.tables import AuditRow, Customer, CustomerNumber, User

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WANG = SignedInUser("1001", "1001", "王芳", RoleName.AGENT)
LI = SignedInUser("1002", "1002", "李静", RoleName.SENIOR)
BOSS = SignedInUser("2001", "2001", "孙丽华", RoleName.SUPERVISOR)
AUDITOR = SignedInUser("3001", "3001", "钱进", RoleName.AUDITOR)
SIZE = Label(code="size", zh="面积", en="Size")


def own_fields() -> list[FieldDefinition]:
    flat, house = Label(code="flat", zh="公寓", en="Flat"), Label(code="house", zh="别墅", en="House")
    return [
        FieldDefinition(code="size", name=SIZE, kind="NUMBER"),
        FieldDefinition(code="id_card", name=SIZE, kind="TEXT", private=True),
        FieldDefinition(code="home", name=SIZE, kind="CHOICE", choices=[flat, house]),
        FieldDefinition(code="rooms", name=SIZE, kind="CHOICES", choices=[flat, house]),
        FieldDefinition(code="member", name=SIZE, kind="DATE"),
        FieldDefinition(code="owner", name=SIZE, kind="YES_NO", required=True),
    ]


@pytest.fixture
def customers(database) -> CustomerService:
    def fill(session):
        session.add(
            User(user_id="1001", username="1001", display_name="王芳", role="AGENT", password_hash="x")
        )
        session.add_all(
            Customer(
                customer_id=each, name=name, email="li@example.com", tags=["老客户"], level="NORMAL",
                address="上海市浦东新区滨河路 88 号", note="", fields={"id_card": "310101"}, since=NOW,
            )
            for each, name in (("c1", "李明"), ("c2", "张伟"))
        )  # fmt: skip
        session.flush()
        session.add_all(
            [
                CustomerNumber(e164="+8613812345678", customer_id="c1", raw="138 1234 5678", number_id="n1"),
                CustomerNumber(
                    e164="+862162345678", customer_id="c1", raw="021-6234-5678", number_id="n2", position=1
                ),
                CustomerNumber(e164="+8613900001111", customer_id="c2", raw="13900001111", number_id="n3"),
            ]
        )

    database.write_now(fill)
    directory = DirectoryService(database, b"p" * 32)
    directory.load_now()
    service = CustomerService(database, directory)
    wish = CustomerSetUp(
        fields=own_fields(), consents=[Label(code="SMS", zh="短信", en="Texts")], tags=["企业"]
    )
    database.write_now(lambda session: service.put_set_up(session, BOSS, wish, NOW))
    return service


@pytest.fixture
def change(customers, database):
    def by(user: SignedInUser, version: int, **wished):
        wish = CustomerChange(version=version, **wished)
        return database.write_now(lambda session: customers.change(session, user, "c1", wish, NOW))

    return by


async def whole(customers: CustomerService):
    return (await customers.file("c1", eyes=ALL_EYES)).customer


async def test_different_fields_changed_at_once_are_both_kept(customers, change):
    change(WANG, 1, level="GOLD", fields={"size": 88.5}, consent={"SMS": True})
    after = change(LI, 1, note="只在上午打电话", fields={"home": "flat"}, tags=["老客户", "企业"])
    assert (after.level, after.note, after.version) == ("GOLD", "只在上午打电话", 3)
    assert after.fields == {"id_card": "****", "size": 88.5, "home": "flat"}
    assert (after.consent, after.tags) == ({"SMS": True}, ["老客户", "企业"])


async def test_the_second_who_changes_the_same_field_hears_it_and_nothing_is_written(customers, change):
    change(WANG, 1, level="GOLD", note="甲")
    with pytest.raises(CustomerChangedError) as refused:
        change(LI, 1, level="VIP", note="甲", region="北京", fields={"size": 7})
    assert refused.value.changed == ["level"]
    assert refused.value.present is not None
    assert (refused.value.present["level"], refused.value.present["number"]) == ("GOLD", "138****5678")
    after = await whole(customers)
    assert (after.level, after.region, after.fields, after.version) == ("GOLD", "", {"id_card": "310101"}, 2)
    assert change(LI, 2, level="VIP").level == "VIP"


async def test_own_fields_and_consents_meet_one_by_one(customers, change):
    change(WANG, 1, fields={"size": 1}, consent={"SMS": False})
    with pytest.raises(CustomerChangedError) as refused:
        change(LI, 1, fields={"size": 2}, consent={"SMS": True})
    assert refused.value.changed == ["field.size", "consent.SMS"]


async def test_what_was_shown_masked_comes_back_and_harms_nothing(customers, change):
    shown = (await customers.file("c1")).customer
    assert shown is not None
    assert sorted(shown.masked) == ["address", "email", "field.id_card", "number", "numbers"]
    change(
        WANG, 1, name=shown.name, email=shown.email, address=shown.address, fields=shown.fields, level="VIP",
        numbers=[NumberChange(number_id=each.number_id, raw=each.raw, kind="WORK") for each in shown.numbers],
    )  # fmt: skip
    after = await whole(customers)
    assert (after.email, after.address) == ("li@example.com", "上海市浦东新区滨河路 88 号")
    assert after.fields == {"id_card": "310101"}
    assert [(each.number, each.raw, each.kind) for each in after.numbers] == [
        ("+8613812345678", "138 1234 5678", "WORK"),
        ("+862162345678", "021-6234-5678", "WORK"),
    ]


WRONG = (
    {"email": "x****@example.com"},
    {"address": "北京市****"},
    {"name": " "},
    {"name": "a\0b"},
    {"email": "nobody"},
    {"email": "@"},
    {"dedicated_agent_id": "nobody"},
    {"fields": {"unknown": 1}},
    {"fields": {"size": "large"}},
    {"fields": {"size": True}},
    {"fields": {"size": 10**16}},
    {"fields": {"home": "tent"}},
    {"fields": {"rooms": ["flat", "flat"]}},
    {"fields": {"member": "2026-02-30"}},
    {"fields": {"member": "20260201"}},
    {"fields": {"owner": None}},
    {"fields": {"owner": "yes"}},
    {"consent": {"": True}},
    {"tags": ["x" * 41]},
    {"numbers": [NumberChange(raw="138****5678")]},
    {"numbers": [NumberChange(raw="no number")]},
    {"numbers": [NumberChange(raw="13812345678"), NumberChange(raw="+86 138 1234 5678")]},
    {"numbers": [NumberChange(number_id="n3", raw="")]},
)


async def test_what_cannot_be_is_refused_and_nothing_is_written(customers, change):
    before = await whole(customers)
    for wished in WRONG:
        with pytest.raises(InvalidValueError):
            change(WANG, 1, **{"level": "VIP", **wished})
        assert await whole(customers) == before


async def test_versions_that_are_none_of_his_are_refused(change):
    for version in (0, -1, 2, 10**30):
        with pytest.raises(InvalidValueError):
            change(WANG, version, level="VIP")


async def test_numbers_are_added_corrected_moved_and_taken_away(customers, change):
    new, kept = NumberChange(raw="010 8888 6666", kind="HOME"), NumberChange(number_id="n1", kind="MOBILE")
    after = change(WANG, 1, numbers=[new, kept])
    assert [each.number for each in after.numbers] == ["010****6666", "138****5678"]
    assert after.number == "010****6666" and after.numbers[1].number_id == "n1"
    assert await customers.find_by_number("021 6234 5678") is None
    assert await customers.find_by_number("01088886666") == ("c1", "NORMAL")
    change(WANG, 2, numbers=[NumberChange(number_id="n1", raw="13812340000")])
    full = await whole(customers)
    assert [(each.number_id, each.number) for each in full.numbers] == [("n1", "+8613812340000")]
    assert [each.customer_id for each in (await customers.search("2340000")).items] == ["c1"]
    assert (await customers.search("8888 6666")).items == []
    change(WANG, 3, numbers=[])
    assert (await customers.file("c1")).number == ""


async def test_anothers_number_is_taken_only_where_it_is_meant(customers, change):
    with pytest.raises(CustomerExistsError):
        change(WANG, 1, numbers=[NumberChange(raw="13900001111")])
    after = change(WANG, 1, numbers=[NumberChange(raw="13900001111")], shares_number=True)
    assert after.number == "139****1111"
    assert len((await customers.file_by_number("13900001111")).matches) == 2


async def test_numbers_changed_meanwhile_are_a_conflict_though_their_ids_are_gone(change):
    change(WANG, 1, numbers=[NumberChange(number_id="n2")])
    with pytest.raises(CustomerChangedError) as refused:
        change(LI, 1, numbers=[NumberChange(number_id="n1", kind="WORK"), NumberChange(number_id="n2")])
    assert refused.value.changed == ["numbers"]


async def test_who_only_looks_changes_nothing(customers, change, database):
    with pytest.raises(NotAllowedError):
        change(AUDITOR, 1, level="VIP")
    with pytest.raises(NotAllowedError):
        database.write_now(lambda session: customers.create(session, AUDITOR, NewCustomer(name="x"), NOW))
    with pytest.raises(NotAllowedError):
        database.write_now(lambda session: customers.put_set_up(session, WANG, CustomerSetUp(), NOW))


async def test_a_merged_file_is_not_changed_any_more(customers, change, database):
    database.write_now(lambda session: setattr(session.get_one(Customer, "c1"), "merged_into", "c2"))
    with pytest.raises(CustomerChangedError):
        change(WANG, 1, level="VIP")
    assert (await customers.file("c1")).customer.customer_id == "c2"


async def test_each_change_is_in_the_audit_list_by_the_names_of_its_fields(change, database):
    change(WANG, 1, level="GOLD", email="new@example.com", fields={"id_card": "310102"})
    change(WANG, 2, level="GOLD")
    deeds = database.read_now(
        lambda session: session.scalars(select(AuditRow).where(AuditRow.action == "customer.changed")).all()
    )
    assert [(deed.user_id, deed.subject, deed.detail) for deed in deeds] == [
        ("1001", "c1", "level email field.id_card")
    ]


async def test_listeners_hear_of_a_change_once_it_is_on_the_disk(customers, change, database):
    heard: list[str] = []
    customers.news.on_change(heard.append)
    change(WANG, 1, level="GOLD")
    change(WANG, 2, level="GOLD")
    with pytest.raises(InvalidValueError):
        change(WANG, 2, level="VIP", email="nobody")
    assert heard == ["c1"]


async def test_the_form_is_what_the_company_set_up(customers, database):
    found = await customers.set_up()
    assert [each.code for each in found.fields] == ["size", "id_card", "home", "rooms", "member", "owner"]
    assert [each.code for each in found.consents] == ["SMS"]
    assert found.tags == ["企业", "老客户"]
    label = Label(code="a", zh="甲", en="A")
    for wrong in (
        CustomerSetUp(fields=[*own_fields(), own_fields()[0]]),
        CustomerSetUp(fields=[FieldDefinition(code="x", name=SIZE, kind="CHOICE")]),
        CustomerSetUp(fields=[FieldDefinition(code="x", name=SIZE, kind="TEXT", choices=[label])]),
        CustomerSetUp(consents=[label, label]),
        CustomerSetUp(consents=[Label(code="", zh="甲", en="A")]),
        CustomerSetUp(tags=["x" * 41]),
    ):
        with pytest.raises(InvalidValueError):
            database.write_now(lambda session, wrong=wrong: customers.put_set_up(session, BOSS, wrong, NOW))
    assert await customers.set_up() == found


async def test_nobody_there_is_no_such_customer(customers, database):
    with pytest.raises(NotFoundError):
        database.write_now(
            lambda session: customers.change(session, WANG, "none", CustomerChange(version=1), NOW)
        )
