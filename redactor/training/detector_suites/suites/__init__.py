"""One suite a file: each has a ``SUITE``."""
