"""The application: its pages, its API, and what both have in common.

uvicorn --factory examples.coach_app.app:from_environment
"""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders

from examples.coach_app import api, pages
from examples.coach_app.models import opened
from examples.coach_app.rulebook import rulebook
from examples.coach_app.service import Refused, Service

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from datetime import datetime

    from fastapi import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["create_app", "from_environment"]

# Pages load nothing from anywhere else, run no scripts, stand in no frame, and are kept by no cache.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def from_environment() -> FastAPI:
    """Make the application over the database that COACH_APP_DATABASE names."""
    return create_app(os.environ.get("COACH_APP_DATABASE", "sqlite:///coach_app.db"))


def create_app(database_url: str, now: Callable[[], datetime] | None = None) -> FastAPI:
    """Make the application over a database; `now` is its clock, where it is not that of the machine."""
    engine = opened(database_url)
    rulebook()  # a rulebook that cannot be read is found now, and not by an athlete

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        engine.dispose()

    app = FastAPI(
        title="Coach",
        version="1",
        summary="Leg strength for runners, with the reason for every item.",
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = Service(engine, now)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.add_middleware(_Headers)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    return app


class _Headers:
    """Sets the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


async def _refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)  # noqa: S101 - it is registered for these
    if request.url.path.startswith(api.PREFIX):
        headers = {"WWW-Authenticate": "Bearer"} if refused.status == api.UNAUTHORIZED else None
        return JSONResponse({"detail": refused.text}, refused.status, headers)
    return pages.refusal(request, refused)


async def _not_valid(_: Request, error: Exception) -> Response:
    """Name every problem of a body, and repeat nothing of what was sent."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these
    problems: list[dict[str, Any]] = [
        {"loc": problem["loc"], "msg": problem["msg"], "type": problem["type"]} for problem in error.errors()
    ]
    return JSONResponse({"detail": problems}, 422)
