"""The demo and the measurements: starts the programs as a person would, plays the missing parts."""
