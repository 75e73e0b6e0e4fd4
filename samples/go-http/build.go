//go:build ignore

// Builds this sample with Debian's packages, which are laid out as a GOPATH: go run build.go <output folder>
// With --check it only says whether the libraries are there.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const debianPath = "/usr/share/gocode"

func main() {
	if len(os.Args) != 2 {
		fail("Name the output folder, or --check: go run build.go <output folder>")
	}
	libraries := os.Getenv("GOPATH")
	if !has(libraries) {
		libraries = debianPath
	}
	if !has(libraries) {
		fail("The libraries are not in GOPATH or " + debianPath + ": apt-get install golang-github-prometheus-client-golang-dev golang-opentelemetry-otel-dev")
	}
	if os.Args[1] == "--check" {
		return
	}
	output, err := filepath.Abs(os.Args[1])
	if err != nil {
		fail(err.Error())
	}
	binary := filepath.Join(output, "go-http")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	_, source, _, _ := runtime.Caller(0)
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	build.Dir = filepath.Dir(source)
	build.Env = append(os.Environ(), "GO111MODULE=off", "CGO_ENABLED=0", "GOPATH="+libraries)
	build.Stdout, build.Stderr = os.Stdout, os.Stderr
	if err := build.Run(); err != nil {
		fail("go build failed: " + err.Error())
	}
}

func has(path string) bool {
	for _, library := range []string{"github.com/prometheus/client_golang", "go.opentelemetry.io/otel/sdk"} {
		if _, err := os.Stat(filepath.Join(path, "src", library)); path == "" || err != nil {
			return false
		}
	}
	return true
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
