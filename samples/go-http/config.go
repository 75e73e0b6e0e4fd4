package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// config is everything the environment decides, read once at start.
type config struct {
	address        string
	service        string
	shelf          int // pieces of each item when full
	shutdownDelay  time.Duration
	faultsEndpoint bool
	faults         faultSettings
	leakLimitMiB   float64
	tracesURL      string // empty: no traces are sent
	logsURL        string // empty: no logs are sent
	exportDelay    time.Duration
}

// readConfig fails with a message that quotes the value at fault.
func readConfig() (c config, err error) {
	number := func(name string, fallback, least, most float64) float64 {
		text := os.Getenv(name)
		if text == "" {
			return fallback
		}
		value, wrong := strconv.ParseFloat(text, 64)
		if wrong != nil || !(value >= least && value <= most) {
			if err == nil {
				err = fmt.Errorf("%s is %q: expected a number from %v to %v", name, text, least, most)
			}
			return fallback
		}
		return value
	}
	c.address = net.JoinHostPort(text("HOST", "0.0.0.0"), strconv.Itoa(int(number("PORT", 8080, 1, 65535))))
	c.service = text("OTEL_SERVICE_NAME", "go-http")
	c.shelf = int(number("STOCK_PIECES", 100_000, 1, 1e9))
	c.shutdownDelay = time.Duration(number("SHUTDOWN_DELAY_SECONDS", 0, 0, 60) * float64(time.Second))
	c.faultsEndpoint = os.Getenv("FAULTS_ENDPOINT") != "off"
	c.faults = faultSettings{
		LatencyMs:              number("FAULT_LATENCY_MS", 0, 0, 60_000),
		ErrorRate:              number("FAULT_ERROR_RATE", 0, 0, 1),
		MemoryLeakMiBPerSecond: number("FAULT_MEMORY_LEAK_MIB_PER_SECOND", 0, 0, 64),
		CPUBurn:                number("FAULT_CPU_BURN", 0, 0, 1),
		Crash:                  os.Getenv("FAULT_CRASH") == "true",
	}
	c.leakLimitMiB = number("FAULT_MEMORY_LEAK_LIMIT_MIB", 256, 1, 4096)
	c.exportDelay = time.Duration(number("OTEL_BSP_SCHEDULE_DELAY", 5000, 1, 600_000)) * time.Millisecond
	c.logsURL = os.Getenv("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")
	c.tracesURL = os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
	if base := os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT"); c.tracesURL == "" && base != "" {
		c.tracesURL = strings.TrimSuffix(base, "/") + "/v1/traces"
	}
	return c, err
}

func text(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
