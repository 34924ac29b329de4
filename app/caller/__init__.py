"""A simulated customer with a telephone (SIP over UDP, RTP): for demo, training, load and tests."""
