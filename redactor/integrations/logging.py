"""A ``logging.Filter`` that masks what a record says before a handler writes it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from math import isfinite
from secrets import token_hex
from typing import Any

from redactor.api import Redactor
from redactor.records import WITHHELD_TEXT

#: What every record has by itself: nothing here is text of a caller, but for what is masked below.
_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
#: Of these, names that a program gives: for a task or a thread that serves somebody it may be theirs.
_NAMES = ("threadName", "taskName", "processName")
_PLAIN_NAME = re.compile(
    r"Main(?:Thread|Process)|(?:Thread|Task|\w*Process|ThreadPoolExecutor)-\d+(?:[:_-]\d+)*(?: \(\w+\))?|asyncio_\d+"
)
#: On a record that was masked: two handlers with one filter mask it once, so that both write the same.
_DONE = "redactor_masked"


class RedactingFilter(logging.Filter):
    """Masks message, arguments, exceptions, stacks, ``extra`` and the names of thread, task and process of each record.
    Put it on **handlers**: a logger's filters do not see what the loggers below it say.

    The record itself is changed, so handlers after this one get the masked text too. Names in ``extra`` are evidence
    for their values, as keys of JSON are. What cannot be looked at is replaced, and no record is dropped. A model
    takes about a millisecond a line; ``Redactor(labels=[…])`` without its labels does not load it.

    >>> import io
    >>> out = io.StringIO()
    >>> handler = logging.StreamHandler(out)
    >>> handler.addFilter(RedactingFilter(Redactor()))
    >>> log = logging.Logger("shop")
    >>> log.addHandler(handler)
    >>> log.info("mail to %s", "niels@example.com")
    >>> out.getvalue()
    'mail to [EMAIL_ADDRESS]\\n'
    """

    def __init__(self, redactor: Redactor | None = None) -> None:
        super().__init__()
        self._redactor = redactor or Redactor()
        self._mark = token_hex(8)

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask ``record`` in place. Always true, never raises."""
        fields = record.__dict__
        if fields.get(_DONE) == self._mark:
            return True
        fields["msg"], fields["args"] = self._withholding(lambda: self._text(_message(record))), None
        if record.exc_info or record.exc_text:
            fields["exc_text"], fields["exc_info"] = self._withholding(lambda: self._text(_exception(record))), None
        if record.stack_info:
            fields["stack_info"] = self._withholding(lambda: self._text(str(record.stack_info)))
        for name in _NAMES:
            if fields.get(name) and not _PLAIN_NAME.fullmatch(str(fields[name])):
                fields[name] = self._withholding(partial(self._text, str(fields[name])))
        for name in fields.keys() - _OWN:
            fields[name] = self._withholding(partial(self._named, name, fields[name]))
        fields[_DONE] = self._mark
        return True

    def _withholding(self, masked: Callable[[], Any]) -> Any:
        try:
            return masked()
        except Exception:  # whatever a __str__ or a wrong format does: what was not looked at is not written
            return WITHHELD_TEXT

    def _text(self, value: Any) -> Any:
        return self._redactor.redact(value).text if isinstance(value, str) else self._redactor.redact_json(value)

    def _named(self, name: str, value: Any) -> Any:
        """A value of ``extra``; as text where it holds what JSON does not know."""
        if isinstance(value, float) and not isfinite(value):
            return value
        if isinstance(value, (str, int, float, dict, list, type(None))):
            with suppress(TypeError):
                return self._redactor.redact_json({name: value})[name]
        return self._redactor.redact_json({name: str(value)})[name]


def _message(record: logging.LogRecord) -> Any:
    """The message with its arguments in it; a mapping, as structured logs have it, stays one."""
    return record.msg if isinstance(record.msg, (dict, list)) and not record.args else record.getMessage()


def _exception(record: logging.LogRecord) -> str:
    return record.exc_text or logging.Formatter().formatException(record.exc_info)  # type: ignore[arg-type]
