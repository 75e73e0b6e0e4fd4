package main

import (
	"context"
	"net/http"
	"regexp"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/trace"
)

// metrics are all of this service's, in one place. Label values come from fixed sets, never from a request's text.
type metrics struct {
	registry     *prometheus.Registry
	requests     *prometheus.HistogramVec
	active       prometheus.Gauge
	reservations *prometheus.CounterVec
	stock        *prometheus.GaugeVec
	faults       *prometheus.GaugeVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_server_request_duration_seconds", Help: "Time to answer an HTTP request.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"method", "route", "status_code"}),
		active: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "http_server_active_requests", Help: "HTTP requests being answered now.",
		}),
		reservations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "reservations_total", Help: "Reservations by outcome.",
		}, []string{"outcome"}),
		stock: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "stock_pieces", Help: "Pieces that can be reserved now.",
		}, []string{"item"}),
		faults: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "fault_injection_level", Help: "Setting of each fault switch; 0 is off.",
		}, []string{"fault"}),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "app_build_info", Help: "Constant 1, labelled with what is running.",
	}, []string{"version", "runtime"})
	build.WithLabelValues(version, runtime.Version()).Set(1)
	for _, outcome := range []string{"accepted", "sold_out", "refused"} {
		m.reservations.WithLabelValues(outcome)
	}
	m.registry.MustRegister(m.requests, m.active, m.reservations, m.stock, m.faults, build,
		// The classic memory statistics have a gauge and a counter of one name, which OpenMetrics forbids.
		collectors.NewGoCollector(collectors.WithGoCollectorMemStatsMetricsDisabled(), collectors.WithGoCollectorRuntimeMetrics(
			collectors.GoRuntimeMetricsRule{Matcher: regexp.MustCompile("^/memory/classes/heap/")})),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe records a request with its trace as exemplar, unless the caller decided that the trace is not kept.
func (m *metrics) observe(ctx context.Context, method, route, status string, seconds float64) {
	observer := m.requests.WithLabelValues(method, route, status)
	if span := trace.SpanContextFromContext(ctx); span.IsSampled() {
		observer.(prometheus.ExemplarObserver).ObserveWithExemplar(seconds,
			prometheus.Labels{"trace_id": span.TraceID().String(), "span_id": span.SpanID().String()})
		return
	}
	observer.Observe(seconds)
}

// handler answers in OpenMetrics, which carries exemplars, to those who ask for it.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{EnableOpenMetrics: true})
}
