"""Everything that is kept: tables, migrations, the ledger, and the one way to read and write them.

database.py  one adapter for SQLite and PostgreSQL, used from the event loop
tables/      all tables, by subject
migrate.py   brings a database to the shape that this program knows
ledger.py    the append-only list of facts, written in groups
"""
