"""What the service does: recommends items that go with an item, and takes ratings."""
from __future__ import annotations

from enum import Enum

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError, conint
from starlette.exceptions import HTTPException

from .body import Body
from .faults import Faults, FaultSettings
from .log import Logger
from .metrics import Metrics

Item = Enum("Item", {name: name for name in ("book", "lamp", "mug", "pen")})
GOES_WITH = {"book": ["lamp", "mug"], "lamp": ["book"], "mug": ["book", "pen"], "pen": ["book"]}


class Rating(Body):
    item: Item
    stars: conint(strict=True, ge=1, le=5)


class Health:
    ready = False


def create_app(metrics: Metrics, log: Logger, faults: Faults, health: Health, faults_endpoint: bool) -> FastAPI:
    app = FastAPI(title="recommendations", docs_url=None, redoc_url=None, openapi_url=None)
    suffers = [Depends(faults.inject)]

    @app.get("/healthz")
    async def alive():
        return {"status": "alive"}

    @app.get("/readyz")
    async def ready(response: Response):
        response.status_code = 200 if health.ready else 503
        return {"status": "ready" if health.ready else "not ready"}

    @app.get("/metrics")
    async def exposition(request: Request):
        content, content_type = metrics.exposition(request.headers.get("accept"))
        return Response(content, headers={"Content-Type": content_type})

    @app.get("/recommendations", dependencies=suffers)
    async def recommend_to_all():
        metrics.recommended.labels("book").inc()
        return {"recommendations": ["book"]}

    @app.get("/recommendations/{item}", dependencies=suffers)
    async def recommend(item: str):
        if item not in GOES_WITH:
            raise HTTPException(404, "No item has this name.")
        for name in GOES_WITH[item]:
            metrics.recommended.labels(name).inc()
        return {"item": item, "recommendations": GOES_WITH[item]}

    @app.post("/ratings", status_code=201, dependencies=suffers)
    async def rate(rating: Rating):
        metrics.ratings.labels(rating.item.value, str(rating.stars)).inc()
        log.info("Item rated", item=rating.item.value, stars=rating.stars)
        return {"item": rating.item.value, "stars": rating.stars}

    if faults_endpoint:
        add_faults(app, faults)

    @app.exception_handler(RequestValidationError)
    async def refuse(request: Request, problem: RequestValidationError):
        return JSONResponse({"error": explain(problem)}, 400)

    @app.exception_handler(HTTPException)
    async def fail(request: Request, problem: HTTPException):
        return JSONResponse({"error": problem.detail}, problem.status_code, headers=problem.headers)

    return app


def add_faults(app: FastAPI, faults: Faults) -> None:
    """GET shows the switches, PUT replaces them, POST changes some, DELETE turns all off."""

    @app.get("/faults")
    async def show():
        return faults.now

    @app.put("/faults")
    async def replace(settings: FaultSettings):
        faults.set(settings)
        return faults.now

    @app.post("/faults")
    async def change(settings: FaultSettings):
        faults.set(faults.now.copy(update={"crash": False} | settings.dict(exclude_unset=True)))
        return faults.now

    @app.delete("/faults")
    async def clear():
        faults.set(FaultSettings())
        return faults.now


def explain(problem: ValidationError) -> str:
    """The first thing that is wrong, as a sentence for the client."""
    first = problem.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "value_error.jsondecode" or not field:
        return "The body must be a JSON object with the documented fields."
    return f"{field}: {first['msg']}."
