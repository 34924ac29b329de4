"""The HTTP contract: what a system answers that needs no mapping. Anything else is mapped (mapping.py).

Money is in the smallest unit of the currency, times are ISO 8601 with a zone, numbers of customers are E.164.
Fields that a system does not know are left out. 404 says that there is none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

CONTRACT_VERSION = "1"


class ShopCustomer(BaseModel):
    """``GET /customers/by-number/{number}`` and ``GET /customers/{id}``."""

    id: str = Field(examples=["C1001"])
    name: str = Field(examples=["李明"])
    numbers: list[str] = Field(default=[], examples=[["+8613812345678"]])
    level: Literal["NORMAL", "SILVER", "GOLD", "VIP"] | None = None
    email: str | None = None
    address: str | None = None
    region: str | None = None
    language: Literal["zh", "en"] | None = None
    tags: list[str] | None = None
    loyalty: int | None = None
    value_cents: int | None = None
    since: datetime | None = None


class ShopOrder(BaseModel):
    number: str = Field(examples=["SO20261119-0007"])
    at: datetime
    items: str = Field(examples=["空气净化器 × 1"])
    amount_cents: int = Field(examples=[129900])
    status: str = Field(examples=["SHIPPED"])
    delivery: str | None = Field(default=None, examples=["顺丰 SF1234567890:运输中"])


class ShopOrders(BaseModel):
    """``GET /customers/{id}/orders``, newest first."""

    orders: list[ShopOrder]


class ShopBalance(BaseModel):
    """``GET /customers/{id}/balance``."""

    balance_cents: int = Field(examples=[12800])
    currency: str = Field(default="CNY", examples=["CNY"])


class ShopDelivery(BaseModel):
    """``GET /orders/{number}/delivery``."""

    carrier: str = Field(examples=["顺丰"])
    tracking_number: str = Field(examples=["SF1234567890"])
    state: Literal["PREPARING", "ON_THE_WAY", "DELIVERED", "RETURNED"]
    text: str = Field(examples=["已到达深圳南山营业部"])
    at: datetime


class NewShopCustomer(BaseModel):
    """Body of ``POST /customers`` and ``PUT /customers/{id}``: fields that are not to change are left out."""

    name: str | None = None
    numbers: list[str] | None = None
    email: str | None = None
    address: str | None = None
    level: str | None = None
    region: str | None = None
    tags: list[str] | None = None


class ShopCustomerId(BaseModel):
    id: str


class ShopEvent(BaseModel):
    """Body of a message to us: ``POST /api/v1/hooks/sources/{source_id}``."""

    type: Literal["customer.changed", "order.changed"]
    customer_id: str
    customer: ShopCustomer | None = None
    order: ShopOrder | None = None


OPERATIONS = {
    "customer": {"method": "GET", "path": "/customers/by-number/{number}"},
    "customer_by_id": {"method": "GET", "path": "/customers/{id}"},
    "orders": {"method": "GET", "path": "/customers/{id}/orders", "query": {"limit": "{limit}"}},
    "balance": {"method": "GET", "path": "/customers/{id}/balance"},
    "delivery": {"method": "GET", "path": "/orders/{number}/delivery"},
    "create_customer": {"method": "POST", "path": "/customers"},
    "update_customer": {"method": "PUT", "path": "/customers/{id}", "repeat": True},
}  # of a system that speaks the contract as it is
