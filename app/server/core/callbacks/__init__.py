"""Call-backs, voice messages, and how a customer who was cut off is reached again."""
