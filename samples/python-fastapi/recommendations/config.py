"""Everything the environment decides, read once at start."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping
from urllib.parse import unquote

from . import VERSION
from .faults import FaultSettings


@dataclass(frozen=True)
class Config:
    host: str
    port: int
    service: str
    resource: dict[str, str]  # what is known about this process, for traces and logs
    shutdown_delay: float  # seconds
    faults_endpoint: bool
    faults: FaultSettings
    leak_limit_mib: float
    traces_url: str | None  # None: no traces are sent
    logs_url: str | None  # None: no logs are sent
    export_delay: float  # seconds


def read_config(env: Mapping[str, str]) -> Config:
    """Raises ValueError with a message that quotes the value at fault."""

    def number(name: str, fallback: float, least: float, most: float) -> float:
        if not (text := env.get(name)):
            return fallback
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if least <= value <= most:
            return value
        raise ValueError(f'{name} is "{text}": expected a number from {least:g} to {most:g}.')

    service = env.get("OTEL_SERVICE_NAME") or "python-fastapi"
    base = env.get("OTEL_EXPORTER_OTLP_ENDPOINT")
    return Config(
        host=env.get("HOST") or "0.0.0.0",
        port=int(number("PORT", 8080, 1, 65535)),
        service=service,
        resource=resource(env.get("OTEL_RESOURCE_ATTRIBUTES", "")) | {"service.name": service, "service.version": VERSION},
        shutdown_delay=number("SHUTDOWN_DELAY_SECONDS", 0, 0, 60),
        faults_endpoint=env.get("FAULTS_ENDPOINT") != "off",
        faults=FaultSettings(
            latencyMs=number("FAULT_LATENCY_MS", 0, 0, 60_000),
            errorRate=number("FAULT_ERROR_RATE", 0, 0, 1),
            memoryLeakMiBPerSecond=number("FAULT_MEMORY_LEAK_MIB_PER_SECOND", 0, 0, 64),
            cpuBurn=number("FAULT_CPU_BURN", 0, 0, 1),
            crash=env.get("FAULT_CRASH") == "true",
        ),
        leak_limit_mib=number("FAULT_MEMORY_LEAK_LIMIT_MIB", 256, 1, 4096),
        traces_url=env.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") or (f"{base.rstrip('/')}/v1/traces" if base else None),
        logs_url=env.get("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT") or None,
        export_delay=number("OTEL_BSP_SCHEDULE_DELAY", 5000, 1, 600_000) / 1000,
    )


def resource(text: str) -> dict[str, str]:
    """Reads name=value,name=value; values are percent-encoded."""
    pairs = (pair.partition("=") for pair in text.split(",") if "=" in pair)
    return {name.strip(): unquote(value.strip()) for name, _, value in pairs}
