"""The commands ``redact-batch`` and ``redactor …``: one file each, all flags of a run in ``options.py``."""
