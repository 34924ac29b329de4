"""What callers hear: recordings uploaded by the company, and text rendered by the speech port."""
