package main

import (
	"context"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// startTelemetry makes spans and W3C propagation work, and sends spans and logs where the environment says. Without an
// endpoint spans have ids to log and to pass on, and go nowhere. The result flushes what is still to be sent.
func startTelemetry(c config, log *logger) (shutdown func()) {
	about, err := resource.New(context.Background(), resource.WithFromEnv(), // OTEL_RESOURCE_ATTRIBUTES
		resource.WithAttributes(attribute.String("service.name", c.service), attribute.String("service.version", version)))
	if err != nil {
		log.ErrorContext(context.Background(), "OTEL_RESOURCE_ATTRIBUTES cannot be read", "error", err.Error())
	}
	options := []sdktrace.TracerProviderOption{sdktrace.WithResource(about), sdktrace.WithSampler(sdktrace.ParentBased(sdktrace.AlwaysSample()))}
	if c.tracesURL != "" {
		options = append(options, sdktrace.WithBatcher(&spanExporter{url: c.tracesURL}, sdktrace.WithBatchTimeout(c.exportDelay)))
	}
	provider := sdktrace.NewTracerProvider(options...)
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {})) // A collector that is away is not this service's trouble.

	stopLogs := func() {}
	if c.logsURL != "" {
		exporter := newLogExporter(c.logsURL, about.Attributes())
		log.alsoTo, stopLogs = exporter.add, exporter.stop
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		provider.Shutdown(ctx)
		stopLogs()
	}
}
