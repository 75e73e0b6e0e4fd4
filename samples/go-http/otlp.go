package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// OTLP over HTTP as JSON (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding), as much of it as this
// service needs: Debian's OpenTelemetry has no OTLP exporter.

type object = map[string]any

var otlpClient = &http.Client{Timeout: 3 * time.Second}

// spanExporter is the SDK's way out for spans; the SDK batches.
type spanExporter struct{ url string }

// ExportSpans sends one batch.
func (e *spanExporter) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if len(spans) == 0 {
		return nil
	}
	encoded := make([]object, len(spans))
	for i, span := range spans {
		encoded[i] = object{
			"traceId": span.SpanContext().TraceID().String(), "spanId": span.SpanContext().SpanID().String(),
			"name": span.Name(), "kind": int(span.SpanKind()), "attributes": attributes(span.Attributes()),
			"startTimeUnixNano": nanoseconds(span.StartTime()), "endTimeUnixNano": nanoseconds(span.EndTime()),
			"status": object{"code": statusCode(span), "message": span.Status().Description},
		}
		if span.Parent().SpanID().IsValid() {
			encoded[i]["parentSpanId"] = span.Parent().SpanID().String()
		}
	}
	return post(ctx, e.url, object{"resourceSpans": []object{{
		"resource":   object{"attributes": attributes(spans[0].Resource().Attributes())},
		"scopeSpans": []object{{"scope": object{"name": "go-http"}, "spans": encoded}},
	}}})
}

// Shutdown has nothing to close.
func (e *spanExporter) Shutdown(context.Context) error { return nil }

// logExporter batches log records itself. When its queue is full, lines go to standard output alone.
type logExporter struct {
	queue chan logRecord
	done  chan struct{}
}

func newLogExporter(url string, about []attribute.KeyValue) *logExporter {
	e := &logExporter{make(chan logRecord, 2048), make(chan struct{})}
	go func() {
		defer close(e.done)
		for record := range e.queue {
			batch := []object{encodeLog(record)}
			for deadline := time.After(time.Second); len(batch) < 512; {
				select {
				case next, open := <-e.queue:
					if open {
						batch = append(batch, encodeLog(next))
						continue
					}
				case <-deadline:
				}
				break
			}
			post(context.Background(), url, object{"resourceLogs": []object{{
				"resource":  object{"attributes": attributes(about)},
				"scopeLogs": []object{{"logRecords": batch}},
			}}})
		}
	}()
	return e
}

func (e *logExporter) add(record logRecord) {
	select {
	case e.queue <- record:
	default:
	}
}

func (e *logExporter) stop() {
	close(e.queue)
	<-e.done
}

func encodeLog(record logRecord) object {
	var fields []attribute.KeyValue
	for pairs := record.fields; len(pairs) >= 2; pairs = pairs[2:] {
		fields = append(fields, attribute.String(fmt.Sprint(pairs[0]), fmt.Sprint(pairs[1])))
	}
	encoded := object{
		"timeUnixNano": nanoseconds(record.time), "severityText": record.level, "body": object{"stringValue": record.msg},
		"severityNumber": map[string]int{"info": 9, "error": 17, "fatal": 21}[record.level], "attributes": attributes(fields),
	}
	if record.span.IsValid() {
		encoded["traceId"], encoded["spanId"] = record.span.TraceID().String(), record.span.SpanID().String()
	}
	return encoded
}

func post(ctx context.Context, url string, message object) error {
	body, err := json.Marshal(message)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := otlpClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

func attributes(values []attribute.KeyValue) []object {
	encoded := make([]object, 0, len(values))
	for _, value := range values {
		kind := object{"stringValue": value.Value.Emit()}
		if value.Value.Type() == attribute.INT64 {
			kind = object{"intValue": strconv.FormatInt(value.Value.AsInt64(), 10)}
		}
		encoded = append(encoded, object{"key": string(value.Key), "value": kind})
	}
	return encoded
}

// statusCode translates: OTLP counts unset, ok, error; the API counts unset, error, ok.
func statusCode(span sdktrace.ReadOnlySpan) int { return []int{0, 2, 1}[span.Status().Code] }

func nanoseconds(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }
