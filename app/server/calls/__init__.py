"""Calls: the record of each, made from the ledger; why it went to whom; what is left to do after it.

projection.py   call records; parts.py with views/: all tables beside them; rebuild.py makes them anew
service.py      lists, one call (record.py), what came of it; assignments.py with explaining.py: why her
followups.py    call-backs and voice messages; figures.py: surveys and flows
recovery.py     closes what a crash left open
"""
