"""Tickets: promises to customers, with a number that can be read out on the phone."""
