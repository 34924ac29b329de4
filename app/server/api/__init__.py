"""The server's HTTP and WebSocket face. It checks who asks and what, and passes on; it decides nothing.

app.py          puts everything together
rooms.py        what the endpoints may use, and who is asking
errors.py       the one map from errors to problem details
idempotency.py  the same write sent twice has one effect
limits.py       how much may be sent
server.py       the port: TLS, and plain HTTP for programs on this machine
"""
