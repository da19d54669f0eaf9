"""Settings, dumps, cards, calendars, captions, logs: texts whose values stand in places that a small scanner each tells."""
