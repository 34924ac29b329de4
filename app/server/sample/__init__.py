"""A company to try Seatline out with: people, queues, customers, orders, past calls and tickets.

In:  a seed and the present time.
Out: `SampleCompany`, plain frozen data; whoever loads it into the database does so elsewhere.

The same seed and time give the same company. Every name, number, address and sentence is made up.
"""

from __future__ import annotations

from app.server.sample.company import generate
from app.server.sample.model import SampleCompany

__all__ = ["SampleCompany", "generate"]
