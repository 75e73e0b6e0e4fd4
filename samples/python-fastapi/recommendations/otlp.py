"""OTLP over HTTP as JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), as much as is needed here:
the reference machine has no OpenTelemetry for Python. Items are sent in batches by a thread; when its queue is full, or
the collector is away, they are dropped."""
from __future__ import annotations

import json
import queue
import threading
import time
import urllib.request
from datetime import datetime
from typing import Any, Callable

from .tracing import Span

_severities = {"info": 9, "error": 17, "fatal": 21}
_line_head = {"time", "level", "msg", "service", "trace_id", "span_id"}


class Exporter:
    """`wrap` makes a message of encoded items."""

    def __init__(self, url: str, delay: float, wrap: Callable[[list[dict]], dict]):
        self._url, self._delay, self._wrap = url, delay, wrap
        self._queue: queue.Queue[dict | None] = queue.Queue(maxsize=2048)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def add(self, item: dict) -> None:
        try:
            self._queue.put_nowait(item)
        except queue.Full:
            pass

    def stop(self) -> None:
        """Sends what is left, for at most three seconds."""
        try:
            self._queue.put(None, timeout=1)
        except queue.Full:
            return
        self._thread.join(timeout=3)

    def _run(self) -> None:
        running = True
        while running:
            batch = [self._queue.get()]
            deadline = time.monotonic() + self._delay
            while batch[-1] is not None and len(batch) < 512 and (left := deadline - time.monotonic()) > 0:
                try:
                    batch.append(self._queue.get(timeout=left))
                except queue.Empty:
                    break
            running = batch[-1] is not None
            if items := [item for item in batch if item is not None]:
                self._post(self._wrap(items))

    def _post(self, message: dict) -> None:
        request = urllib.request.Request(self._url, json.dumps(message).encode(), {"Content-Type": "application/json"})
        try:
            urllib.request.urlopen(request, timeout=3).close()
        except OSError:
            pass


def span_exporter(url: str, resource: dict[str, str], delay: float) -> Exporter:
    return Exporter(url, delay, lambda spans: {"resourceSpans": [{
        "resource": {"attributes": _attributes(resource)}, "scopeSpans": [{"scope": {"name": __package__}, "spans": spans}]}]})


def log_exporter(url: str, resource: dict[str, str]) -> Exporter:
    return Exporter(url, 1.0, lambda lines: {"resourceLogs": [{
        "resource": {"attributes": _attributes(resource)}, "scopeLogs": [{"logRecords": lines}]}]})


def encode_span(span: Span) -> dict[str, Any]:
    encoded = {
        "traceId": span.trace_id, "spanId": span.span_id, "name": span.name, "kind": span.kind,
        "startTimeUnixNano": str(span.start_ns), "endTimeUnixNano": str(span.end_ns),
        "attributes": _attributes(span.attributes), "status": {"code": 2 if span.failed else 0},
    }
    return encoded | ({"parentSpanId": span.parent_id} if span.parent_id else {})


def encode_log(line: dict[str, Any]) -> dict[str, Any]:
    encoded = {
        "timeUnixNano": str(int(datetime.fromisoformat(line["time"].replace("Z", "+00:00")).timestamp() * 1e9)),
        "severityNumber": _severities[line["level"]], "severityText": line["level"], "body": {"stringValue": line["msg"]},
        "attributes": _attributes({name: value for name, value in line.items() if name not in _line_head}),
    }
    return encoded | ({"traceId": line["trace_id"], "spanId": line["span_id"]} if "trace_id" in line else {})


def _attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": name, "value": {"intValue": str(value)} if type(value) is int else {"stringValue": str(value)}}
            for name, value in values.items()]
