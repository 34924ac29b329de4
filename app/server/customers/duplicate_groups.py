"""Who is compared with whom in the search for duplicates: groups that share a number, an e-mail, or a region
and how the name is spoken.

In:  a session, where the last look ended. Out: groups of ids, some at a time; what is compared of each one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session

from app.server.customers.likeness import Person, figures
from app.server.storage.tables import Customer, CustomerNumber

MOST_SHARERS: Final = 8  # a number of more customers is an exchange's, and tells nothing
MOST_IN_GROUP: Final = 60  # of one name and region that are compared each with each
GROUPS_AT_ONCE: Final = 300

Groups = tuple[list[list[str]], "tuple[str, ...] | None"]


def pairs_of(members: Sequence[Person]) -> Iterable[tuple[Person, Person]]:
    """Each with each; in a large group only with whom shares the figures of the address."""
    if len(members) <= MOST_IN_GROUP:
        yield from combinations(members, 2)
        return
    by_figures: defaultdict[frozenset[str], list[Person]] = defaultdict(list)
    for person in members:
        if person.address:
            by_figures[figures(person.address)].append(person)
    for some in by_figures.values():
        yield from combinations(some[:MOST_IN_GROUP], 2)


def people_of(session: Session, customer_ids: Iterable[str]) -> dict[str, Person]:
    """Merged files are nobody."""
    ids = list(customer_ids)
    found: dict[str, Person] = {}
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for start in range(0, len(ids), 1000):
        some = ids[start : start + 1000]
        theirs = select(CustomerNumber.customer_id, CustomerNumber.e164)
        for customer_id, e164 in session.execute(theirs.where(CustomerNumber.customer_id.in_(some))).tuples():
            numbers[customer_id].add(e164)
        columns = (
            Customer.customer_id, Customer.name, Customer.name_pinyin, Customer.email, Customer.address,
            Customer.region,
        )  # fmt: skip
        rows = select(*columns).where(Customer.customer_id.in_(some), Customer.merged_into.is_(None))
        for row in session.execute(rows).tuples():
            found[row[0]] = Person(*row, frozenset(numbers[row[0]]))
    return found


def sharers(session: Session, numbers: Iterable[str]) -> dict[str, list[str]]:
    """By number: all who have it, of numbers that few have."""
    by_number: defaultdict[str, list[str]] = defaultdict(list)
    wanted = list(numbers)
    for start in range(0, len(wanted), 1000):
        some = wanted[start : start + 1000]
        rows = select(CustomerNumber.e164, CustomerNumber.customer_id).where(CustomerNumber.e164.in_(some))
        for e164, customer_id in session.execute(rows).tuples():
            by_number[e164].append(customer_id)
    return {e164: group for e164, group in by_number.items() if len(group) <= MOST_SHARERS}


def telling_numbers(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    return frozenset(sharers(session, numbers))


def by_shared_number(session: Session, after: tuple[str, ...] | None) -> Groups:
    column = CustomerNumber.e164
    shared = select(column).group_by(column).having(func.count().between(2, MOST_SHARERS))
    shared = shared.order_by(column).limit(GROUPS_AT_ONCE)
    found = list(session.scalars(shared.where(column > after[0]) if after else shared))
    groups = [group for group in sharers(session, found).values() if len(group) > 1]
    return groups, (found[-1],) if len(found) == GROUPS_AT_ONCE else None


def by_shared_email(session: Session, after: tuple[str, ...] | None) -> Groups:
    column = Customer.email
    shared = select(column).where(column > (after[0] if after else "")).group_by(column)
    shared = shared.having(func.count().between(2, MOST_SHARERS)).order_by(column).limit(GROUPS_AT_ONCE)
    found = list(session.scalars(shared))
    by_email: defaultdict[str, list[str]] = defaultdict(list)
    rows = select(Customer.email, Customer.customer_id).where(Customer.email.in_(found))
    for email, customer_id in session.execute(rows).tuples():
        by_email[email].append(customer_id)
    return list(by_email.values()), (found[-1],) if len(found) == GROUPS_AT_ONCE else None


def by_name_and_region(session: Session, after: tuple[str, ...] | None) -> Groups:
    key = (Customer.name_pinyin, Customer.region)
    shared = select(*key).where(Customer.name_pinyin > "").group_by(*key)
    shared = shared.having(func.count() > 1).order_by(*key).limit(GROUPS_AT_ONCE)
    if after:
        shared = shared.where(tuple_(*key) > tuple_(*after))
    found = [(pinyin, region) for pinyin, region in session.execute(shared).tuples()]
    groups: list[list[str]] = []
    for pinyin, region in found:
        same = and_(Customer.name_pinyin == pinyin, Customer.region == region, Customer.address != "")
        groups.append(list(session.scalars(select(Customer.customer_id).where(same).limit(5_000))))
    return [group for group in groups if len(group) > 1], found[-1] if len(found) == GROUPS_AT_ONCE else None
