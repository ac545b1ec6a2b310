"""Run the application for looking at it: `python -m examples.coach_app`."""

from __future__ import annotations

import argparse

import uvicorn

from examples.coach_app.app import create_app


def main() -> None:
    """Serve on this machine alone."""
    parser = argparse.ArgumentParser(prog="python -m examples.coach_app", description=__doc__)
    parser.add_argument("--database", default="sqlite:///coach_app.db", help="its URL (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="(default: %(default)s)")
    options = parser.parse_args()
    uvicorn.run(create_app(options.database), port=options.port)


if __name__ == "__main__":
    main()
