"""The server: answers the company's number, finds the right agent, records and stores everything."""
