"""The rooms of the window: presenters and views of one concern each, wired together.

calls.py   the telephone: call card, transfer, conference, dialling, quality
tools.py   what is written and read about a call: customer's file, note, ticket, replies, lists
shell.py   the person and her place: state, devices, connection, settings, keys of the window
"""
