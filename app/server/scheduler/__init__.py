"""Things to be done at a time: kept in the database, done exactly once."""
