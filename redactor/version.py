"""The program's version, as audits and caches name it."""

__version__ = "0.1.0"
