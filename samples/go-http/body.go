package main

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

const maxBody = 16 * 1024

// read decodes a JSON body into target, or answers with a 4xx that says what is wrong and returns false.
func read(w http.ResponseWriter, r *http.Request, target any) bool {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		fail(w, http.StatusUnsupportedMediaType, "Send the body as application/json.")
		return false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fail(w, http.StatusRequestEntityTooLarge, "The body is larger than 16 kB or incomplete.")
		return false
	}
	if !strings.HasPrefix(strings.TrimSpace(string(body)), "{") {
		fail(w, http.StatusBadRequest, "The body must be a JSON object.")
		return false
	}
	decoder := json.NewDecoder(strings.NewReader(string(body)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(target); err != nil || decoder.More() {
		fail(w, http.StatusBadRequest, explain(err))
		return false
	}
	return true
}

func explain(err error) string {
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrongType):
		return wrongType.Field + " has the wrong type."
	case err != nil && strings.HasPrefix(err.Error(), "json: unknown field "):
		return "There is no field " + strings.TrimPrefix(err.Error(), "json: unknown field ") + "."
	}
	return "The body must be one valid JSON object."
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func fail(w http.ResponseWriter, status int, message string) {
	answer(w, status, object{"error": message})
}
