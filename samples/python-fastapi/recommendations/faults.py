"""Switches for what goes wrong on purpose: latency and errors in requests, a leak, a busy event loop, a crash."""
from __future__ import annotations

import asyncio
import os
import random
import time
from typing import TYPE_CHECKING

from fastapi import HTTPException
from pydantic import Field, StrictBool, validator

from .body import Body

if TYPE_CHECKING:
    from .log import Logger
    from .metrics import Metrics

MIB = 1024 * 1024
TICK = 0.1  # seconds


class FaultSettings(Body):
    """All zero: nothing goes wrong."""

    latencyMs: float = Field(0, ge=0, le=60_000)
    errorRate: float = Field(0, ge=0, le=1)
    memoryLeakMiBPerSecond: float = Field(0, ge=0, le=64)
    cpuBurn: float = Field(0, ge=0, le=1)  # share of one core
    crash: StrictBool = False

    @validator("latencyMs", "errorRate", "memoryLeakMiBPerSecond", "cpuBurn", pre=True)
    def is_number(cls, value):
        if type(value) not in (int, float):  # Text that looks like a number is not one.
            raise TypeError("must be a number")
        return value


class Faults:
    def __init__(self, initial: FaultSettings, leak_limit_mib: float, metrics: Metrics, log: Logger):
        self._leak_limit, self._metrics, self._log = leak_limit_mib * MIB, metrics, log
        self._leaked: list[bytes] = []
        self._crash_at = float("inf")
        self.now = FaultSettings()
        self.set(initial, crash_after=5)

    def set(self, settings: FaultSettings, crash_after: float = TICK) -> None:
        self.now = settings
        self._metrics.fault_level("latency_ms", settings.latencyMs)
        self._metrics.fault_level("error_rate", settings.errorRate)
        self._metrics.fault_level("memory_leak_mib_per_second", settings.memoryLeakMiBPerSecond)
        self._metrics.fault_level("cpu_burn", settings.cpuBurn)
        self._log.info("Faults set", **settings.dict())
        if settings.memoryLeakMiBPerSecond == 0:
            self._leaked.clear()
        self._crash_at = time.monotonic() + crash_after if settings.crash else float("inf")

    async def run(self) -> None:
        """Acts on the switches that need no request. Burning blocks the event loop, as real mistakes do."""
        leak_at = time.monotonic() + 1
        while True:
            burn_until = time.monotonic() + TICK * self.now.cpuBurn
            while time.monotonic() < burn_until:
                pass
            if time.monotonic() >= self._crash_at:
                self._log.fatal("Crashing on request of the fault switch")
                os._exit(1)
            if time.monotonic() >= leak_at:
                leak_at += 1
                self._leak(int(self.now.memoryLeakMiBPerSecond * MIB))
            await asyncio.sleep(TICK * (1 - self.now.cpuBurn))

    def _leak(self, size: int) -> None:
        if size > 0 and sum(map(len, self._leaked)) + size <= self._leak_limit:
            self._leaked.append(b"\x01" * size)

    async def inject(self) -> None:
        """Dependency of the routes that should suffer."""
        now = self.now
        if now.latencyMs > 0:
            await asyncio.sleep(now.latencyMs / 1000)
        if now.errorRate > 0 and random.random() < now.errorRate:
            raise HTTPException(500, "Failed by the fault switch.")
