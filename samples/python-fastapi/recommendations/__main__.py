"""Starts and ends the process."""
from __future__ import annotations

import asyncio
import os
import signal
import sys

import uvicorn

from . import VERSION
from .config import Config, read_config
from .faults import Faults
from .log import Logger
from .metrics import Metrics
from .otlp import encode_log, encode_span, log_exporter, span_exporter
from .requests import ObserveRequests
from .routes import Health, create_app


class Server(uvicorn.Server):
    """On SIGTERM not ready first, so that load balancers look elsewhere; then requests in flight end."""

    def __init__(self, config: uvicorn.Config, health: Health, log: Logger, delay: float):
        super().__init__(config)
        self._health, self._log, self._delay = health, log, delay

    def install_signal_handlers(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(sign, self._stop, sign)

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self._health.ready = self.started
        self._log.info("Listening", host=self.config.host, port=self.config.port, version=VERSION)

    def _stop(self, sign: signal.Signals) -> None:
        self._health.ready = False
        self._log.info("Shutting down", signal=sign.name)
        asyncio.get_running_loop().call_later(self._delay, self.handle_exit, sign, None)


async def serve(config: Config) -> None:
    spans = span_exporter(config.traces_url, config.resource, config.export_delay) if config.traces_url else None
    lines = log_exporter(config.logs_url, config.resource) if config.logs_url else None
    log = Logger(config.service, (lambda line: lines.add(encode_log(line))) if lines else None)
    metrics, health = Metrics(), Health()
    faults = Faults(config.faults, config.leak_limit_mib, metrics, log)
    app = ObserveRequests(
        create_app(metrics, log, faults, health, config.faults_endpoint), metrics, log,
        (lambda span: spans.add(encode_span(span))) if spans else lambda span: None)
    acting = asyncio.create_task(faults.run())
    await Server(
        uvicorn.Config(app, config.host, config.port, log_config=None, access_log=False, lifespan="off", server_header=False),
        health, log, config.shutdown_delay).serve()
    acting.cancel()
    log.info("Stopped")
    for exporter in filter(None, (spans, lines)):
        exporter.stop()


def main() -> int:
    try:
        config = read_config(os.environ)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    asyncio.run(serve(config))
    return 0


sys.exit(main())
