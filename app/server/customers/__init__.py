"""Customers: who calls, what was promised, what came last."""
