"""How many weeks a second the application gives, and how much of that time is runstrength's.

    python -m examples.coach_app.measure [--seconds 10] [--workers 2] [--connections 8]

Two uvicorn workers serve a new database; this program asks them for GET /api/athletes/{id}/week over connections that
stay open, on the same cores. How a request divides is measured apart, with one connection, in processor time, which
depends little on what else the machine does: by a clock around the request and one around each call of runstrength.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from statistics import mean, quantiles
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from examples.coach_app import advising
from examples.coach_app.app import create_app, from_environment
from examples.coach_app.bodies import ProfileBody
from examples.coach_app.models import opened
from examples.coach_app.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

P = ParamSpec("P")
R = TypeVar("R")

ATHLETES = 20
_PROFILE = ProfileBody.model_validate(
    {
        "facts": {
            "discipline": "marathon",
            "strength_experience": "intermediate",
            "equipment": ["dumbbells", "bands"],
            "conditions": [],
        },
        "runs": {"monday": "easy", "tuesday": "hard", "thursday": "easy", "sunday": "long"},
        "days": ["monday", "wednesday", "friday"],
        "minutes": 40,
    }
)

# What the calls of runstrength took in the request that is being answered, in seconds of processor time.
_spent: ContextVar[dict[str, float] | None] = ContextVar("_spent", default=None)
_PARTS = ("recommend", "week", "json")  # of runstrength


def _timed(part: str, function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def timed(*arguments: P.args, **named: P.kwargs) -> R:
        begin = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent = _spent.get()
            if spent is not None:
                spent[part] = spent.get(part, 0) + time.process_time() - begin

    return timed


class _Timing:
    """Says in a header what a request took of the processor, and what of it runstrength did, in milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin, spent = time.process_time(), dict[str, float]()
        token = _spent.set(spent)

        async def with_times(message: Message) -> None:
            if message["type"] == "http.response.start":
                spent["request"] = time.process_time() - begin
                times = ", ".join(f"{part};dur={1000 * seconds:.3f}" for part, seconds in spent.items())
                message["headers"] = [*message["headers"], (b"server-timing", times.encode())]
            await send(message)

        try:
            await self.app(scope, receive, with_times)
        finally:
            _spent.reset(token)


def with_clocks() -> FastAPI:
    """Make the application with clocks around every request and every call of runstrength."""
    advising.advised = _timed("recommend", advising.advised)
    advising.week_of = _timed("week", advising.week_of)
    advising.Advice.to_dict = _timed("json", advising.Advice.to_dict)  # type: ignore[method-assign] # a clock
    app = from_environment()
    app.add_middleware(_Timing)
    return app


def _people(database: str) -> list[bytes]:
    """Put athletes into a new database, half of them with a sore knee; give a request for each one's week."""
    app = create_app(database)
    people: Service = app.state.service
    found: list[bytes] = []
    for number in range(ATHLETES):
        name, password = f"athlete-{number}", "not a secret"
        people.register(name, password)
        athlete, token = people.sign_in(name, password)
        people.agree(athlete)
        people.save_profile(athlete, _PROFILE)
        people.check_in(athlete, {"pain": {"knee": 4}} if number % 2 else {"soreness": 2, "signs": []})
        people.shown(athlete)
        lines = (f"GET /api/athletes/{athlete}/week HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}")
        found.append("\r\n".join((*lines, "", "")).encode())
    opened(database).dispose()
    return found


@contextmanager
def _serving(database: str, workers: int, app: str) -> Generator[int]:
    """Run uvicorn on a free port; give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", f"examples.coach_app.{app}"]
    options = ["--port", str(port), "--workers", str(workers), "--log-level", "warning", "--no-access-log"]
    process = subprocess.Popen([*command, *options], env={**os.environ, "COACH_APP_DATABASE": database})  # noqa: S603 - ours
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not start")


async def _ask(port: int, requests: list[bytes], until: float) -> list[dict[str, float]]:
    """Ask over one connection; give of each request what it took (ms): `here`, and what the application says of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found: list[dict[str, float]] = []
    number = 0
    while time.perf_counter() < until:
        begin = time.perf_counter()
        writer.write(requests[number % len(requests)])
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in head[1:] if line)
        await reader.readexactly(int(fields["content-length"]))
        if " 200 " not in head[0]:
            raise SystemExit(head[0])
        parts = (part.split(";dur=") for part in fields.get("server-timing", "").split(", ") if part)
        took = {"here": 1000 * (time.perf_counter() - begin)}
        found.append(took | {part: float(milliseconds) for part, milliseconds in parts})
        number += 1
    writer.close()
    return found


async def _load(port: int, requests: list[bytes], connections: int, seconds: float) -> list[dict[str, float]]:
    until = time.perf_counter() + seconds
    turns = (requests[at % len(requests) :] + requests[: at % len(requests)] for at in range(connections))
    asked = await asyncio.gather(*(_ask(port, turn, until) for turn in turns))
    return [one for those in asked for one in those]


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m examples.coach_app.measure", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder, 'measured.db')}"
        requests = _people(database)
        with _serving(database, options.workers, "app:from_environment") as port:
            asyncio.run(_load(port, requests, options.connections, 2))  # everybody is awake
            served = asyncio.run(_load(port, requests, options.connections, options.seconds))
        with _serving(database, 1, "measure:with_clocks") as port:
            asyncio.run(_load(port, requests, 1, 2))
            clocked = asyncio.run(_load(port, requests, 1, options.seconds))
    waits = quantiles((one["here"] for one in served), n=100)
    rate = len(served) / options.seconds
    print(f"{options.workers} workers, {options.connections} connections: {rate:.0f} weeks a second,")
    print(f"half of them within {waits[49]:.1f} ms, 99 of 100 within {waits[98]:.1f} ms")
    whole = mean(one["request"] for one in clocked)
    parts = {part: mean(one[part] for one in clocked) for part in _PARTS}
    ours = sum(parts.values())
    print(f"processor time of a week: {whole:.2f} ms, {ours:.2f} ms of it ({ours / whole:.0%}) in runstrength")
    print(", ".join(f"{part} {milliseconds:.2f} ms" for part, milliseconds in parts.items()))


if __name__ == "__main__":
    main()
