"""Every metric of this service in one place. Label values come from fixed sets, never from a request's text."""
from __future__ import annotations

import os
import platform

os.environ.setdefault("PROMETHEUS_DISABLE_CREATED_SERIES", "true")  # Read while prometheus_client is imported.

from prometheus_client import CollectorRegistry, Counter, GCCollector, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import choose_encoder

from . import VERSION
from .tracing import Span


class Metrics:
    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        self._requests = Histogram(
            "http_server_request_duration_seconds", "Time to answer an HTTP request.", ["method", "route", "status_code"],
            buckets=[.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10], registry=registry)
        self.active = Gauge("http_server_active_requests", "HTTP requests being answered now.", registry=registry)
        self.ratings = Counter("ratings_total", "Ratings accepted, by item and stars.", ["item", "stars"], registry=registry)
        self.recommended = Counter("recommendations_total", "Items recommended.", ["item"], registry=registry)
        self._faults = Gauge("fault_injection_level", "Setting of each fault switch; 0 is off.", ["fault"], registry=registry)
        Gauge("app_build_info", "Constant 1, labelled with what is running.", ["version", "runtime"], registry=registry).labels(
            VERSION, f"python {platform.python_version()}").set(1)

    def answered(self, method: str, route: str, status: int, seconds: float, span: Span) -> None:
        """Records a request with its trace as exemplar, unless the caller decided that the trace is not kept."""
        exemplar = {"trace_id": span.trace_id, "span_id": span.span_id} if span.sampled else None
        self._requests.labels(method, route, str(status)).observe(seconds, exemplar)

    def fault_level(self, fault: str, level: float) -> None:
        self._faults.labels(fault).set(level)

    def exposition(self, accept: str | None) -> tuple[bytes, str]:
        """The metrics and their content type: OpenMetrics, which carries exemplars, for those who ask for it."""
        encode, content_type = choose_encoder(accept)
        return encode(self._registry), content_type
