package main

import (
	"net/http"
	"strings"
	"sync/atomic"
)

// service is what the routes work with.
type service struct {
	config  config
	log     *logger
	metrics *metrics
	stock   *stock
	faults  *faults
	ready   atomic.Bool
}

// handler serves everything; what machines ask all the time is not traced, logged or counted as traffic.
func (s *service) handler() http.Handler {
	all := http.NewServeMux()
	all.Handle("/metrics", s.metrics.handler())
	all.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { answer(w, http.StatusOK, object{"status": "alive"}) })
	all.HandleFunc("/readyz", func(w http.ResponseWriter, r *http.Request) {
		if s.ready.Load() {
			answer(w, http.StatusOK, object{"status": "ready"})
		} else {
			answer(w, http.StatusServiceUnavailable, object{"status": "not ready"})
		}
	})
	all.Handle("/", observed(s.find, s.metrics, s.log))
	return all
}

func (s *service) find(path string) endpoint {
	item := strings.TrimPrefix(path, "/stock/")
	switch {
	case path == "/stock":
		return endpoint{"/stock", map[string]http.HandlerFunc{"GET": s.faults.inject(s.listStock)}}
	case item != path && item != "" && !strings.Contains(item, "/"):
		return endpoint{"/stock/{item}", map[string]http.HandlerFunc{"GET": s.faults.inject(s.showStock(item))}}
	case path == "/reservations":
		return endpoint{"/reservations", map[string]http.HandlerFunc{"POST": s.faults.inject(s.reserve)}}
	case path == "/faults" && s.config.faultsEndpoint:
		return endpoint{"/faults", s.faults.methods()}
	}
	return endpoint{template: "unmatched"}
}

func (s *service) listStock(w http.ResponseWriter, r *http.Request) {
	list := make([]object, 0, len(items))
	for _, item := range items {
		pieces, _ := s.stock.count(item)
		list = append(list, object{"item": item, "pieces": pieces})
	}
	answer(w, http.StatusOK, object{"stock": list})
}

func (s *service) showStock(item string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		pieces, known := s.stock.count(item)
		if !known {
			fail(w, http.StatusNotFound, "No item has this name.")
			return
		}
		answer(w, http.StatusOK, object{"item": item, "pieces": pieces})
	}
}

func (s *service) reserve(w http.ResponseWriter, r *http.Request) {
	var wish struct {
		Item     string `json:"item"`
		Quantity int    `json:"quantity"`
	}
	if !read(w, r, &wish) {
		s.metrics.reservations.WithLabelValues("refused").Inc()
		return
	}
	problem := ""
	if _, known := s.stock.count(wish.Item); !known {
		problem = "item must be one of " + strings.Join(items, ", ") + "."
	} else if wish.Quantity < 1 || wish.Quantity > 100 {
		problem = "quantity must be from 1 to 100."
	}
	if problem != "" {
		s.metrics.reservations.WithLabelValues("refused").Inc()
		fail(w, http.StatusBadRequest, problem)
		return
	}
	number, left, ok := s.stock.reserve(wish.Item, wish.Quantity)
	s.metrics.stock.WithLabelValues(wish.Item).Set(float64(left))
	if !ok {
		s.metrics.reservations.WithLabelValues("sold_out").Inc()
		fail(w, http.StatusConflict, "There are too few pieces; more arrive at once.")
		return
	}
	s.metrics.reservations.WithLabelValues("accepted").Inc()
	s.log.InfoContext(r.Context(), "Stock reserved", "item", wish.Item, "quantity", wish.Quantity, "reservation", number)
	answer(w, http.StatusCreated, object{"reservation": number, "item": wish.Item, "quantity": wish.Quantity})
}
