"""How long a test waits for what must come: long, for it costs nothing when it comes, and machines are busy.

A test that says how quick something is names a limit of its own.
"""

PATIENCE_S = 20.0
