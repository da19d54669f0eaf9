"""Detection in the worker processes of a Ray cluster."""
