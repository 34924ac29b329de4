"""Voice menus: what a flow is made of, and one caller's way through it."""
