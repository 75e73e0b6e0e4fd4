"""W3C trace context and spans. Spans always have ids to log and to pass on; they are sent only when someone wants them."""
from __future__ import annotations

import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

SERVER = 2  # OTLP's number of the span kind

current: ContextVar["Span | None"] = ContextVar("current", default=None)

_traceparent = re.compile(r"^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$")


@dataclass
class Span:
    name: str
    kind: int
    trace_id: str
    span_id: str
    parent_id: str | None
    sampled: bool
    start_ns: int = field(default_factory=time.time_ns)
    end_ns: int = 0
    failed: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def traceparent(self) -> str:
        """What to send to other services in the header of the same name."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"


def start(name: str, kind: int, traceparent: str | None) -> Span:
    """Starts a span as a child of the caller's, or a trace of its own when the caller sent nothing usable."""
    match = _traceparent.match(traceparent or "")
    trace_id, parent_id, flags = match.group(1, 2, 3) if match else (secrets.token_hex(16), None, "01")
    return Span(name, kind, trace_id, secrets.token_hex(8), parent_id, sampled=bool(int(flags, 16) & 1))
