"""The embedded telephone engine: our own SIP signalling and media processes."""
