"""Knowledge: what agents tell customers, written once, approved, found while a call runs."""
