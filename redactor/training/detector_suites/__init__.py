"""Suites for the pattern detectors, drawn from facts that others wrote: ``redactor evaluate --detectors`` runs them.

A new suite is one file in ``suites/`` with a ``SUITE``; nothing else names it. Who writes patterns must not write their
exam: values come from a library, a published list or text found on the machine, never from a look at our own rows.
"""
