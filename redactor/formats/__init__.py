"""Bytes ↔ records: one module a kind of file, with a reader, a writer and its traits; the table is ``registry.py``."""
