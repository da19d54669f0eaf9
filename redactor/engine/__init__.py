"""A run: files are read, looked at, masked, written and published; interrupted runs go on, later ones do only what changed.

Begin with ``pipeline.py``, which is the whole way on one page; docs/architecture.md names the rest.
"""
