"""Qt item models over the plain lists that presenters hand over."""
