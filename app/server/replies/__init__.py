"""Quick replies: what agents say or send again and again, their own and the team's."""
