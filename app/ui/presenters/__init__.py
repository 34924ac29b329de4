"""What the agent's window decides. No Qt here: presenters speak to views and ports through Protocols.

ports.py   what presenters need from outside (server, softphone, disk, clock, words)
desk.py    the present state, reduced from live messages and phone events; store.py keeps it
others     one presenter each: it formats the state for its view and turns clicks into wishes
"""
