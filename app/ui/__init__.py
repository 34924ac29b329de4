"""The agent's window: presenters (no Qt), views (widgets), models, theme, translations."""
