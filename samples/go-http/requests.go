package main

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// endpoint is a route: its template, which names it in metrics and spans, and what answers each method.
type endpoint struct {
	template string
	methods  map[string]http.HandlerFunc
}

// observed serves endpoints with one span, one histogram sample and one log line for each request.
func observed(find func(path string) endpoint, m *metrics, log *logger) http.Handler {
	tracer := otel.Tracer("go-http")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, method := find(r.URL.Path), knownMethod(r.Method)
		parent := otel.GetTextMapPropagator().Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := tracer.Start(parent, method+" "+found.template, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
			attribute.String("http.request.method", method), attribute.String("http.route", found.template), attribute.String("url.path", r.URL.Path)))
		defer span.End()
		m.active.Inc()
		answer := &recorder{ResponseWriter: w, status: http.StatusOK}
		started := time.Now()
		serve(found, answer, r.WithContext(ctx), log)
		elapsed := time.Since(started).Seconds()
		m.active.Dec()

		if r.Context().Err() == context.Canceled {
			answer.status = 499 // The client went away.
		}
		span.SetAttributes(attribute.Int("http.response.status_code", answer.status))
		if answer.status >= 500 {
			span.SetStatus(codes.Error, "")
		}
		m.observe(ctx, method, found.template, strconv.Itoa(answer.status), elapsed)
		log.InfoContext(ctx, method+" "+found.template+" answered "+strconv.Itoa(answer.status), "method", method, "route", found.template,
			"status_code", answer.status, "duration_ms", math.Round(elapsed*1e6)/1e3)
	})
}

// serve calls the handler; a panic is a 500 of this request, not the end of the process.
func serve(found endpoint, w *recorder, r *http.Request, log *logger) {
	defer func() {
		if problem := recover(); problem != nil {
			log.ErrorContext(r.Context(), "The request failed unexpectedly", "error", problem)
			fail(w, http.StatusInternalServerError, "Something went wrong here.")
		}
	}()
	if handle := found.methods[r.Method]; handle != nil {
		handle(w, r)
	} else if found.methods == nil {
		fail(w, http.StatusNotFound, "There is nothing at this path.")
	} else {
		fail(w, http.StatusMethodNotAllowed, "This path does not answer this method.")
	}
}

func knownMethod(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return method
	}
	return "other"
}

// recorder remembers the status that was sent.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
