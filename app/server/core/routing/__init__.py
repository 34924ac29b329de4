"""Who takes which call: skills, strategies, priority, the lines of those who wait, and why."""
