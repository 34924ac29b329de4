"""Systems of the company that flows ask over HTTP."""
