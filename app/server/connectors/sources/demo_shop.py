"""An example system that speaks the contract (contract.py), with the customers and orders of the sample
company.

In:  a token, a port on this machine alone. Out: a running HTTP server, whose answers a developer can compare
with those of his own; it signs messages to us when a customer is changed there. Nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import random
import socket
import ssl
import uuid
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import httpx
import uvicorn
import yaml
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Path, Query
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.server.connectors.sources.contract import (
    CONTRACT_VERSION,
    OPERATIONS,
    NewShopCustomer,
    ShopBalance,
    ShopCustomer,
    ShopCustomerId,
    ShopDelivery,
    ShopOrder,
    ShopOrders,
)
from app.server.connectors.sources.hooks import signature_of
from app.server.numbering import parse_e164
from app.server.sample import generate
from app.server.sample.model import SampleOrder
from app.server.storage.tables import Customer, CustomerNumber, Order

_CARRIERS = ("顺丰", "京东物流", "中通")
_STATES = {"PAID": "PREPARING", "SHIPPED": "ON_THE_WAY", "DELIVERED": "DELIVERED", "REFUNDED": "RETURNED"}
_TEXTS = {
    "PREPARING": "仓库正在配货",
    "ON_THE_WAY": "运输中，预计明天送达",
    "DELIVERED": "已签收",
    "RETURNED": "已退回仓库",
}
SHOP = "shop"  # the system's and the source's id
SOURCE_FILE: dict[str, Any] = {
    "id": SHOP,
    "name": {"zh": "示例商城", "en": "Sample shop"},
    "kind": "rest",
    "system": SHOP,
    "pushes": ["name", "email", "address"],
}
Id = Annotated[str, Path(max_length=64)]
Stock = tuple[dict[str, ShopCustomer], dict[str, list[ShopOrder]]]  # by id; orders of each, newest first
Fill = Callable[[], Stock]


class DemoShop:
    """``slow_s``: it answers so much later. ``made_at``: when the sample company was made. ``hook``: address
    and secret of signed messages to us."""

    def __init__(self, token: str, fill: Fill | None = None, slow_s: float = 0.0) -> None:
        self._token, self.slow_s = token, slow_s
        self._fill = fill or sample_shop
        self.asked: list[str] = []  # what was asked lately, for who looks
        self._customers: dict[str, ShopCustomer] = {}
        self._orders: dict[str, list[ShopOrder]] = {}
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._listener: socket.socket | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Where it answers, or did."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self, port: int = 0) -> None:
        """Raises OSError where the port is taken."""
        self._customers, self._orders = await asyncio.to_thread(self._fill)
        self._listener = socket.create_server(("127.0.0.1", port))
        self._port = int(self._listener.getsockname()[1])
        config = uvicorn.Config(
            make_shop(self), log_config=None, access_log=False, lifespan="off", http="h11", ws="none"
        )
        self._server = _Server(config)
        loop = asyncio.get_running_loop()
        self._serving = loop.create_task(self._server.serve([self._listener]))  # ended by stop

    async def stop(self) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = self._server.force_exit = True
            await self._serving
        if self._listener is not None:
            self._listener.close()

    def customer(self, customer_id: str) -> ShopCustomer:
        """Raises HTTPException 404."""
        found = self._customers.get(customer_id)
        if found is None:
            raise HTTPException(404, "There is no such customer.")
        return found

    def by_number(self, number: str) -> ShopCustomer:
        """Raises HTTPException 404."""
        wanted = parse_e164(number) or number
        found = next((each for each in self._customers.values() if wanted in each.numbers), None)
        if found is None:
            raise HTTPException(404, "Nobody has this number.")
        return found

    def orders(self, customer_id: str) -> list[ShopOrder]:
        return self._orders.get(customer_id, [])

    def delivery(self, number: str) -> ShopDelivery:
        """Raises HTTPException 404."""
        every = (order for orders in self._orders.values() for order in orders)
        order = next((each for each in every if each.number == number), None)
        state: Any = _STATES.get(order.status) if order else None
        if order is None or state is None:
            raise HTTPException(404, "There is no parcel.")
        dice = random.Random(number)
        return ShopDelivery(
            carrier=dice.choice(_CARRIERS),
            tracking_number=f"SF{dice.randrange(10**11, 10**12)}",
            state=state,
            text=_TEXTS[state],
            at=order.at + timedelta(hours=9),
        )

    def balance(self, customer_id: str) -> int:
        """Store credit, the same each time."""
        self.customer(customer_id)
        return random.Random(customer_id).randrange(0, 500) * 100

    def change(self, customer_id: str, wanted: NewShopCustomer) -> str:
        fields = wanted.model_dump(exclude_none=True)
        self._customers[customer_id] = self.customer(customer_id).model_copy(update=fields)
        return customer_id

    def create(self, wanted: NewShopCustomer) -> str:
        customer_id = f"S{uuid.uuid4().hex[:8]}"
        self._customers[customer_id] = ShopCustomer(id=customer_id, name=wanted.name or "")
        return self.change(customer_id, wanted)

    def may_ask(self, authorization: str) -> bool:
        return hmac.compare_digest(authorization.encode(errors="replace"), f"Bearer {self._token}".encode())


def sample_shop() -> Stock:
    """Blocking, about a second: the sample company made anew."""
    customers: dict[str, ShopCustomer] = {}
    orders: dict[str, list[ShopOrder]] = {}
    company = generate(now=datetime.now(UTC))
    for customer in company.customers:
        customers[customer.customer_id] = ShopCustomer(
            id=customer.customer_id,
            name=customer.name,
            numbers=[customer.number, *customer.more_numbers],
            level=customer.level,
            email=customer.email,
            address=customer.address,
            region=customer.region,
            language=customer.language,
            tags=list(customer.tags),
            since=customer.since,
        )
    for order in sorted(company.orders, key=lambda each: each.ordered_at, reverse=True):
        orders.setdefault(order.customer_id, []).append(_order(order))
    return customers, orders


def shop_of(session: Session) -> Stock:
    """The customers and orders that stand here, as if a shop knew them."""
    numbers: dict[str, list[str]] = {}
    for row in session.scalars(select(CustomerNumber).order_by(CustomerNumber.position)):
        numbers.setdefault(row.customer_id, []).append(row.e164)
    customers = {
        row.customer_id: ShopCustomer(
            id=row.customer_id,
            name=row.name,
            numbers=numbers.get(row.customer_id, []),
            email=row.email or None,
            address=row.address or None,
            region=row.region or None,
            since=row.since,
        )
        for row in session.scalars(select(Customer))
    }
    orders: dict[str, list[ShopOrder]] = {}
    for row in session.scalars(select(Order).order_by(Order.at.desc())):
        order = ShopOrder(
            number=row.number, at=row.at, items=row.items, amount_cents=row.amount_cents, status=row.status
        )
        orders.setdefault(row.customer_id, []).append(order)
    return customers, orders


async def tell(hook_url: str, secret: str, data: dict[str, Any], tls: ssl.SSLContext | None = None) -> int:
    """A signed message to us, as a shop sends it. Returns the HTTP status."""
    body, timestamp = json.dumps(data).encode(), str(int(datetime.now(UTC).timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Seatline-Timestamp": timestamp,
        "X-Seatline-Event": uuid.uuid4().hex,
        "X-Seatline-Signature": signature_of(secret, timestamp, body),
    }
    async with httpx.AsyncClient(trust_env=False, timeout=5, verify=tls or True) as client:
        return (await client.post(hook_url, content=body, headers=headers)).status_code


def _order(order: SampleOrder) -> ShopOrder:
    return ShopOrder(
        number=order.number,
        at=order.ordered_at,
        items="、".join(f"{item.name} × {item.quantity}" for item in order.items),
        amount_cents=order.amount_cents,
        status=order.status,
    )


def make_shop(shop: DemoShop) -> FastAPI:
    """Its endpoints: what a system of the company answers."""
    app = FastAPI(
        title="What Seatline asks a system of the company",
        version=CONTRACT_VERSION,
        docs_url=None,
        redoc_url=None,
    )

    async def allowed(authorization: Annotated[str, Header(max_length=400)] = "") -> None:
        if not shop.may_ask(authorization):
            raise HTTPException(401, "The token is not right.")
        if shop.slow_s:
            await asyncio.sleep(shop.slow_s)

    router = APIRouter(dependencies=[Depends(allowed)])

    @router.get("/customers/by-number/{number}")
    async def by_number(number: Annotated[str, Path(max_length=40)]) -> ShopCustomer:
        """Whose number this is, E.164. 404: nobody's."""
        shop.asked.append("customer")
        return shop.by_number(number)

    @router.get("/customers/{customer_id}")
    async def customer(customer_id: Id) -> ShopCustomer:
        shop.asked.append("customer_by_id")
        return shop.customer(customer_id)

    @router.get("/customers/{customer_id}/orders")
    async def orders(customer_id: Id, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> ShopOrders:
        """Newest first."""
        shop.asked.append("orders")
        return ShopOrders(orders=shop.orders(customer_id)[:limit])

    @router.get("/customers/{customer_id}/balance")
    async def balance(customer_id: Id) -> ShopBalance:
        """What he has to his credit; below zero: what he owes."""
        shop.asked.append("balance")
        return ShopBalance(balance_cents=shop.balance(customer_id))

    @router.get("/orders/{number}/delivery")
    async def delivery(number: Id) -> ShopDelivery:
        """Where the parcel is. 404: none is on its way."""
        shop.asked.append("delivery")
        return shop.delivery(number)

    @router.post("/customers", status_code=201)
    async def create(wanted: NewShopCustomer) -> ShopCustomerId:
        shop.asked.append("create_customer")
        return ShopCustomerId(id=shop.create(wanted))

    @router.put("/customers/{customer_id}")
    async def change(customer_id: Id, wanted: NewShopCustomer) -> ShopCustomerId:
        """Said twice, it changes nothing the second time."""
        shop.asked.append("update_customer")
        return ShopCustomerId(id=shop.change(customer_id, wanted))

    app.include_router(router)
    return app


def contract_document() -> str:
    """The OpenAPI description of what we ask, as YAML."""
    document = make_shop(DemoShop("")).openapi()
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


class _Server(uvicorn.Server):
    """Signals belong to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def system_file(url: str) -> dict[str, Any]:
    """How it is asked, as a file of ``seatline admin system import``."""
    return {
        "id": SHOP,
        "base_url": url,
        "headers": {"Authorization": "Bearer {secret.token}"},
        "timeout_ms": 3000,
        "operations": OPERATIONS,
    }
