"""Who sees how much of customers' private data, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.server.security.masking import mask_address, mask_email, mask_name, mask_number, mask_raw
from app.server.security.model import RoleName, SignedInUser
from app.server.security.viewing import AGENT_EYES, Grant, Private, Viewing

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
NUMBER, EMAIL = "+8613812341234", "li@example.com"
ADDRESS = "上海市浦东新区滨河路 88 号 3 栋 1201 室"


def user(role: RoleName, user_id: str = "u1") -> SignedInUser:
    return SignedInUser(user_id, user_id, user_id, role)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("role", [RoleName.AGENT, RoleName.SENIOR, RoleName.SUPERVISOR, RoleName.ADMIN])
def test_who_works_with_customers_sees_names_and_masks(role):
    eyes = Viewing().eyes(user(role))
    assert (eyes.name("张三"), eyes.number(NUMBER), eyes.email(EMAIL)) == (
        "张三", "138****1234", "l****@example.com",
    )  # fmt: skip
    assert eyes.address(ADDRESS) == "上海市浦东新区****"
    assert eyes.private_field("secret") == "****"


@pytest.mark.parametrize("role", [RoleName.QUALITY, RoleName.AUDITOR])
def test_who_only_looks_sees_no_names_either(role):
    eyes = Viewing().eyes(user(role))
    assert (eyes.name("张三"), eyes.number(NUMBER)) == ("张*", "138****1234")


def test_leave_holds_for_one_customer_and_exactly_until_its_end():
    clock = Clock()
    viewing = Viewing(clock=clock)
    viewing.grant(Grant("r1", "u1", "c1", NOW + timedelta(minutes=5)))
    agent = user(RoleName.AGENT)
    assert viewing.eyes(agent).of("c1").number(NUMBER) == NUMBER
    assert viewing.eyes(agent).of("c2").number(NUMBER) == "138****1234"
    assert viewing.eyes(agent).number(NUMBER) == "138****1234"
    assert viewing.eyes(agent).without_leave.of("c1").number(NUMBER) == "138****1234"
    assert viewing.eyes(user(RoleName.AGENT, "u2")).of("c1").number(NUMBER) == "138****1234"
    clock.now = NOW + timedelta(minutes=5) - timedelta(microseconds=1)
    assert viewing.eyes(agent).of("c1").number(NUMBER) == NUMBER
    clock.now = NOW + timedelta(minutes=5)
    assert viewing.eyes(agent).of("c1").number(NUMBER) == "138****1234"


def test_leave_for_all_covers_strangers():
    viewing = Viewing(clock=Clock())
    viewing.grant(Grant("r1", "u1", None, NOW + timedelta(minutes=5)))
    eyes = viewing.eyes(user(RoleName.QUALITY))
    assert (eyes.of(None).number(NUMBER), eyes.of("c7").name("张三")) == (NUMBER, "张三")
    viewing.end("r1")
    assert viewing.eyes(user(RoleName.QUALITY)).of("c7").name("张三") == "张*"


def test_the_company_says_what_its_supervisors_see():
    viewing = Viewing()
    viewing.set_policy({**viewing.policy, RoleName.SUPERVISOR: frozenset({Private.NAME, Private.NUMBER})})
    eyes = viewing.eyes(user(RoleName.SUPERVISOR))
    assert (eyes.number(NUMBER), eyes.email(EMAIL)) == (NUMBER, "l****@example.com")
    assert eyes.beyond_work and not AGENT_EYES.beyond_work


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (ADDRESS, "上海市浦东新区****"),
        ("广东省深圳市南山区科技园1号", "广东省深圳市南山区****"),
        ("内蒙古自治区呼和浩特市新城区x", "内蒙古自治区呼和浩特市新城区****"),
        ("海淀区中关村大街市场路 5 号", "海淀区****"),
        ("湖南省长沙县星沙镇 5 号", "湖南省长沙县****"),
        ("12 High Street, London", "****, London"),
        ("12 High Street, London SW1", "12****"),
        ("北京", "****"),
        ("", ""),
    ],
)
def test_addresses_are_cut_before_they_lead_to_a_door(address, shown):
    assert mask_address(address) == shown


def test_masking_twice_is_masking_once():
    for mask, value in (
        (mask_number, NUMBER),
        (mask_email, EMAIL),
        (mask_address, ADDRESS),
        (mask_name, "张三"),
    ):
        assert mask(mask(value)) == mask(value) != value
    assert (mask_number("+861088886666"), mask_number("+864008001234")) == ("010****6666", "400****1234")
    assert mask_raw(mask_raw("138-1234-5678 (home)")) == "138****5678"
    assert (mask_email("not-an-address"), mask_email(""), mask_raw("8001"), mask_name("")) == (
        "n****", "", "8001", "",
    )  # fmt: skip
