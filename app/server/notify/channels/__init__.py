"""Ways to the outside, one file for each provider's interface."""
