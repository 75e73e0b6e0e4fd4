package main

import "sync"

// items is the fixed list of what is kept, so that an item is safe to use as a metric label.
var items = []string{"book", "lamp", "mug", "pen"}

// stock counts pieces. It refills itself when an item runs low: a sample must not run dry under load.
type stock struct {
	mutex  sync.Mutex
	shelf  int // pieces of each item when full
	pieces map[string]int
	last   int // number of the last reservation
}

func newStock(shelf int) *stock {
	s := &stock{shelf: shelf, pieces: map[string]int{}}
	for _, item := range items {
		s.pieces[item] = shelf
	}
	return s
}

// count tells how many pieces there are; false when the item is unknown.
func (s *stock) count(item string) (int, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	pieces, known := s.pieces[item]
	return pieces, known
}

// reserve takes pieces off the shelf and numbers the reservation; false when there are too few.
func (s *stock) reserve(item string, quantity int) (number, left int, ok bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.pieces[item] < quantity {
		s.pieces[item] = s.shelf // The lorry comes after the customer has left.
		return 0, s.pieces[item], false
	}
	s.pieces[item] -= quantity
	s.last++
	return s.last, s.pieces[item], true
}
