"""The agents' side of the server: presence of desktops, offers out, wishes in, live messages."""
