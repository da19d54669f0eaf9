"""What PDFium, Google's library, reads of a PDF. All of this is imported in a process that may die (``formats/apart.py``)."""
