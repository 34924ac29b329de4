"""Calls: the record of each, made from the ledger; what came of it; closing what a crash left open."""
