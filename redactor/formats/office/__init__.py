"""Office files: a ZIP package of XML parts, edited in their own bytes."""
