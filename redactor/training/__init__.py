"""Making taggers and measuring them: ``redactor train``, ``evaluate``, ``export`` and ``synthesize``."""
