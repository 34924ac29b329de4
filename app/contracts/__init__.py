"""What server and desktop say to each other. Nothing else is shared between them.

people.py     users, agents, queues, sign-in, the desktop's configuration
customers.py  the customer's file and its time line
calls.py      offers, calls, results, recordings
parties.py    who is and was in a call, transfers, quality
control.py    what may be asked of a running call
colleagues.py who and what a call can be given to
replies.py    quick replies
tickets.py    tickets
live.py       messages of the WebSocket
problems.py   errors (problem details, RFC 9457)

Times are UTC (ISO 8601 with offset), durations carry their unit in the name, money is in cents.
"""
