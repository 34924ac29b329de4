"""Short messages to customers, behind one port."""
