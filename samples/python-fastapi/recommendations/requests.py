"""ASGI middleware: one span, one histogram sample and one log line for each request but probes and scrapes."""
from __future__ import annotations

import json
import time
import traceback
from typing import Callable

from . import tracing
from .log import Logger
from .metrics import Metrics

PROBES = {"/healthz", "/readyz", "/metrics"}
KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
MAX_BODY = 16 * 1024


class ObserveRequests:
    def __init__(self, app, metrics: Metrics, log: Logger, export: Callable[[tracing.Span], None]):
        self._app, self._metrics, self._log, self._export = app, metrics, log, export

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or scope["path"] in PROBES:
            return await self._app(scope, receive, send)

        method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        span = tracing.start(method, tracing.SERVER, headers.get(b"traceparent"))
        token = tracing.current.set(span)
        started = time.perf_counter()
        status = 499  # Stays when the client goes away before the answer.
        received = 0

        async def counting_receive():
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise ValueError("body too large")
            return message

        async def noting_send(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with self._metrics.active.track_inprogress():
                if _length(headers) > MAX_BODY:
                    await _answer(noting_send, 413, "The body is larger than 16 kB.")
                else:
                    await self._app(scope, counting_receive, noting_send)
        except Exception:
            self._log.error("The request failed unexpectedly", error=traceback.format_exc())
            if status == 499:
                await _answer(noting_send, 500, "Something went wrong here.")
        finally:
            elapsed = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", "unmatched")
            self._metrics.answered(method, route, status, elapsed, span)
            self._log.info(f"{method} {route} answered {status}", method=method, route=route, status_code=status,
                           duration_ms=round(elapsed * 1000, 3))
            span.name, span.failed, span.end_ns = f"{method} {route}", status >= 500, time.time_ns()
            span.attributes = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
            if span.sampled:
                self._export(span)
            tracing.current.reset(token)


def _length(headers: dict[bytes, str]) -> int:
    length = headers.get(b"content-length", "0")
    return int(length) if length.isdecimal() else 0


async def _answer(send, status: int, message: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps({"error": message}).encode()})
