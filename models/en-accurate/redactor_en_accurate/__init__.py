"""The accurate English model: its folder, for ``--model en-accurate`` and ``Redactor(model=FOLDER)``."""

from pathlib import Path

FOLDER = Path(__file__).parent
