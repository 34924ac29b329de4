"""The real switchboard in simulated time: proves the routing, and shows a day before it is lived."""
