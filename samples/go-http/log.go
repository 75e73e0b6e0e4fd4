package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// logger writes one JSON object a line: time, level, msg, service, the ids of the current trace, then the message's own
// fields. Its methods have the shape of log/slog, which Go has from 1.21 on, so that slog can take its place.
type logger struct {
	service string
	alsoTo  func(logRecord) // nil, or the OTLP exporter
	mutex   sync.Mutex
	out     io.Writer
}

// logRecord is a line before it is text.
type logRecord struct {
	time   time.Time
	level  string
	msg    string
	span   trace.SpanContext
	fields []any // name, value, name, value
}

func (l *logger) InfoContext(ctx context.Context, msg string, fields ...any) {
	l.write(ctx, "info", msg, fields)
}

func (l *logger) ErrorContext(ctx context.Context, msg string, fields ...any) {
	l.write(ctx, "error", msg, fields)
}

func (l *logger) FatalContext(ctx context.Context, msg string, fields ...any) {
	l.write(ctx, "fatal", msg, fields)
}

func (l *logger) write(ctx context.Context, level, msg string, fields []any) {
	record := logRecord{time.Now().UTC(), level, msg, trace.SpanContextFromContext(ctx), fields}
	head := []any{"time", record.time.Format("2006-01-02T15:04:05.000Z"), "level", level, "msg", msg, "service", l.service}
	if record.span.IsValid() {
		head = append(head, "trace_id", record.span.TraceID().String(), "span_id", record.span.SpanID().String())
	}
	var line bytes.Buffer
	separator := byte('{')
	for pairs := append(head, fields...); len(pairs) >= 2; pairs = pairs[2:] {
		line.WriteByte(separator)
		line.Write(encode(pairs[0]))
		line.WriteByte(':')
		line.Write(encode(pairs[1]))
		separator = ','
	}
	line.WriteString("}\n")

	l.mutex.Lock()
	l.out.Write(line.Bytes())
	l.mutex.Unlock()
	if l.alsoTo != nil {
		l.alsoTo(record)
	}
}

func encode(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		text, _ = json.Marshal(err.Error())
	}
	return text
}
