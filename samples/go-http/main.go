// A stock-keeping HTTP API that shows how a Go service is observed: see README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const version = "1.0.0"

func main() {
	c, err := readConfig()
	if err != nil {
		fmt.Fprintln(os.Stderr, err.Error()+".")
		os.Exit(2)
	}
	log := &logger{service: c.service, out: os.Stdout}
	os.Exit(run(c, log))
}

func run(c config, log *logger) int {
	stopTelemetry := startTelemetry(c, log)
	defer stopTelemetry()
	m := newMetrics()
	s := &service{config: c, log: log, metrics: m, stock: newStock(c.shelf), faults: newFaults(c, m, log)}
	for _, item := range items {
		m.stock.WithLabelValues(item).Set(float64(c.shelf))
	}

	stop, release := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer release()
	listener, err := net.Listen("tcp", c.address)
	if err != nil {
		log.FatalContext(stop, "Cannot listen", "error", err.Error())
		return 1
	}
	server := &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	s.ready.Store(true)
	log.InfoContext(stop, "Listening", "address", c.address)

	select {
	case err := <-failed:
		log.FatalContext(stop, "Cannot serve", "error", err.Error())
		return 1
	case <-stop.Done():
	}

	// Not ready first, so that load balancers look elsewhere; then requests in flight end; then spans and logs are sent.
	log.InfoContext(context.Background(), "Shutting down")
	s.ready.Store(false)
	time.Sleep(c.shutdownDelay)
	deadline, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil && !errors.Is(err, http.ErrServerClosed) {
		log.ErrorContext(context.Background(), "Requests were cut off", "error", err.Error())
		return 1
	}
	log.InfoContext(context.Background(), "Stopped")
	return 0
}
