"""Telephony behind one port: legs, bridges, prompts, recordings."""
