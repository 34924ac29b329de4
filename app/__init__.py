"""Seatline (席聆): an open-source call centre, desktop and server."""

__version__ = "0.1.0"
