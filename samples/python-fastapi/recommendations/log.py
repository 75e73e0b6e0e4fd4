"""One JSON object a line: time, level, msg, service, the ids of the current trace, then the message's own fields."""
from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from typing import Any, Callable

from . import tracing


class Logger:
    def __init__(self, service: str, also_to: Callable[[dict[str, Any]], None] | None = None):
        self._service = service
        self._also_to = also_to  # the OTLP exporter

    def info(self, msg: str, **fields: Any) -> None:
        self._write("info", msg, fields)

    def error(self, msg: str, **fields: Any) -> None:
        self._write("error", msg, fields)

    def fatal(self, msg: str, **fields: Any) -> None:
        self._write("fatal", msg, fields)

    def _write(self, level: str, msg: str, fields: dict[str, Any]) -> None:
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": now, "level": level, "msg": msg, "service": self._service}
        if span := tracing.current.get():
            line |= {"trace_id": span.trace_id, "span_id": span.span_id}
        line |= fields
        sys.stdout.write(json.dumps(line, default=str) + "\n")
        sys.stdout.flush()
        if self._also_to:
            self._also_to(line)
