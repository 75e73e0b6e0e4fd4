package main

import (
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// faultSettings is what goes wrong on purpose. All zero: nothing does.
type faultSettings struct {
	LatencyMs              float64 `json:"latencyMs"`
	ErrorRate              float64 `json:"errorRate"`
	MemoryLeakMiBPerSecond float64 `json:"memoryLeakMiBPerSecond"`
	CPUBurn                float64 `json:"cpuBurn"` // share of one core
	Crash                  bool    `json:"crash"`
}

const tick = 100 * time.Millisecond

// faults holds the switches and acts on them.
type faults struct {
	log          *logger
	metrics      *metrics
	leakLimitMiB float64
	mutex        sync.Mutex
	now          faultSettings
	leaked       [][]byte
	leakedMiB    float64
}

func newFaults(c config, m *metrics, log *logger) *faults {
	f := &faults{log: log, metrics: m, leakLimitMiB: c.leakLimitMiB}
	f.set(context.Background(), c.faults, 5*time.Second)
	go func() {
		for range time.Tick(time.Second) {
			f.leak()
		}
	}()
	go func() {
		for range time.Tick(tick) {
			for end := time.Now().Add(time.Duration(f.current().CPUBurn * float64(tick))); time.Now().Before(end); {
			}
		}
	}()
	return f
}

func (f *faults) current() faultSettings {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.now
}

func (f *faults) set(ctx context.Context, settings faultSettings, crashAfter time.Duration) {
	f.mutex.Lock()
	f.now = settings
	f.mutex.Unlock()
	for fault, level := range map[string]float64{
		"latency_ms": settings.LatencyMs, "error_rate": settings.ErrorRate,
		"memory_leak_mib_per_second": settings.MemoryLeakMiBPerSecond, "cpu_burn": settings.CPUBurn,
	} {
		f.metrics.faults.WithLabelValues(fault).Set(level)
	}
	f.log.InfoContext(ctx, "Faults set", "faults", settings)
	if settings.Crash {
		time.AfterFunc(crashAfter, func() {
			f.log.FatalContext(context.Background(), "Crashing on request of the fault switch")
			os.Exit(1)
		})
	}
}

func (f *faults) leak() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if rate := f.now.MemoryLeakMiBPerSecond; rate > 0 && f.leakedMiB+rate <= f.leakLimitMiB {
		block := make([]byte, int(rate*1024*1024))
		for i := range block {
			block[i] = 1 // Only touched pages are resident.
		}
		f.leaked, f.leakedMiB = append(f.leaked, block), f.leakedMiB+rate
	} else if rate == 0 && f.leakedMiB > 0 {
		f.leaked, f.leakedMiB = nil, 0
		debug.FreeOSMemory()
	}
}

// inject delays and fails requests as the switches say.
func (f *faults) inject(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		now := f.current()
		if now.LatencyMs > 0 {
			select {
			case <-time.After(time.Duration(now.LatencyMs * float64(time.Millisecond))):
			case <-r.Context().Done():
				return
			}
		}
		if now.ErrorRate > 0 && rand.Float64() < now.ErrorRate {
			fail(w, http.StatusInternalServerError, "Failed by the fault switch.")
			return
		}
		next(w, r)
	}
}

// methods shows (GET), replaces (PUT), changes (POST) or clears (DELETE) the switches.
func (f *faults) methods() map[string]http.HandlerFunc {
	change := func(start func() faultSettings) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			settings := start()
			if !read(w, r, &settings) {
				return
			}
			if problem := settings.problem(); problem != "" {
				fail(w, http.StatusBadRequest, problem)
				return
			}
			f.set(r.Context(), settings, tick)
			answer(w, http.StatusOK, settings)
		}
	}
	off := func() faultSettings { return faultSettings{} }
	return map[string]http.HandlerFunc{
		"GET":  func(w http.ResponseWriter, r *http.Request) { answer(w, http.StatusOK, f.current()) },
		"PUT":  change(off),
		"POST": change(f.current),
		"DELETE": func(w http.ResponseWriter, r *http.Request) {
			f.set(r.Context(), off(), tick)
			answer(w, http.StatusOK, off())
		},
	}
}

func (s faultSettings) problem() string {
	for _, limit := range []struct {
		name        string
		value, most float64
	}{
		{"latencyMs", s.LatencyMs, 60_000}, {"errorRate", s.ErrorRate, 1},
		{"memoryLeakMiBPerSecond", s.MemoryLeakMiBPerSecond, 64}, {"cpuBurn", s.CPUBurn, 1},
	} {
		if limit.value < 0 || limit.value > limit.most {
			return fmt.Sprintf("%s must be from 0 to %v.", limit.name, limit.most)
		}
	}
	return ""
}
