"""A recommendation service that shows how a FastAPI application is observed: see README.md."""

VERSION = "1.0.0"
