"""``python -m app.server.simulation``, see ``cli.py``."""

from app.server.simulation.cli import main

raise SystemExit(main())
