"""What a caller meets while nobody is free: announcements, ways out, call-backs, opening hours."""
