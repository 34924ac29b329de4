"""The desktop's line to the server: HTTP, live messages, the outbox and stored credentials."""
