"""One error tree. Each class knows its exit code; no message ever carries input text."""

from __future__ import annotations


class RedactorError(Exception):
    """Base of all errors that a user is meant to see: what, where, what to do."""

    exit_code = 2


class UsageError(RedactorError):
    """Wrong options, settings or arguments."""


class PolicyError(RedactorError):
    """A policy file that cannot be used."""


class ModelError(RedactorError):
    """A model folder that cannot be used."""


class KeyFileError(RedactorError):
    """A key that is missing, unreadable, too short or open to others."""


class TamperError(RedactorError):
    """A check found a leak or tampering."""

    exit_code = 3


class StorageError(RedactorError):
    """Input or output failed: unreadable, disk full, read-only."""

    exit_code = 4


class UnreachableError(StorageError):
    """A store that does not answer or refuses the run as a whole: no word about its files, so the run must end."""


class ClusterError(RedactorError):
    """The cluster that a run works on cannot be reached, or does not hold."""

    exit_code = 4


class LockedError(RedactorError):
    """Another run holds the output folder."""

    exit_code = 75


class FormatError(RedactorError):
    """A file whose framing is broken from here on (truncated gzip, bad Parquet); the file is withheld."""

    exit_code = 1


class StoppedError(RedactorError):
    """``--on-error stop`` met a record that would have been withheld."""

    exit_code = 1


class WithheldError(RedactorError):
    """A text or row could not be looked at; the message says why, never what it held."""

    exit_code = 1
