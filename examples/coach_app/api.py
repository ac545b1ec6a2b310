"""The API for other programs: JSON, with a bearer token. Whose path it is not finds nothing there."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from examples.coach_app.bodies import CheckInBody, Credentials, ProfileBody
from examples.coach_app.service import Refused, Service

__all__ = ["PREFIX", "UNAUTHORIZED", "router", "service_of"]

PREFIX = "/api"
UNAUTHORIZED = 401


class Refusal(BaseModel):
    """Why something was not done."""

    detail: str


class SignedIn(BaseModel):
    """Who is signed in, and the token to show from now on."""

    athlete: str
    token: str


def _refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Refusal} for status in statuses}


async def service_of(request: Request) -> Service:
    """Give the service of the application that a request is made of; it waits for nothing, and so needs no thread."""
    found: Service = request.app.state.service
    return found


Here = Annotated[Service, Depends(service_of)]
_bearer = HTTPBearer(auto_error=False, description="The token that signing in gave.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def _token(bearer: Bearer, service: Here) -> tuple[str, str]:
    """Give the token of a request and whose it is."""
    account_id = None if bearer is None else service.who(bearer.credentials)
    if bearer is None or account_id is None:
        raise Refused(UNAUTHORIZED, "Sign in first: this needs a valid bearer token.")
    return bearer.credentials, account_id


Token = Annotated[tuple[str, str], Depends(_token)]


async def _mine(athlete: Annotated[str, Path(description="The id of an athlete.")], token: Token) -> str:
    """Give the athlete of a path, who has to be the one who asks; of anybody else there is nothing to be found."""
    if token[1] != athlete:
        raise Refused(404, "There is no such athlete here.")
    return athlete


Mine = Annotated[str, Depends(_mine)]

_open = APIRouter()
_own = APIRouter(prefix="/athletes/{athlete}", responses=_refusals(401, 404))
_health = APIRouter(prefix="/athletes/{athlete}", responses=_refusals(401, 403, 404))


@_open.post("/athletes", status_code=201, responses=_refusals(400, 409))
def register(body: Credentials, service: Here) -> SignedIn:
    """Make an account and sign in."""
    service.register(body.name, body.password)
    return sign_in(body, service)


@_open.post("/sign-ins", status_code=201, responses=_refusals(400, 401))
def sign_in(body: Credentials, service: Here) -> SignedIn:
    """Sign in."""
    athlete, token = service.sign_in(body.name, body.password)
    return SignedIn(athlete=athlete, token=token)


@_open.delete("/sign-ins/this", status_code=204, responses=_refusals(401))
def sign_out(token: Token, service: Here) -> None:
    """Sign out: the token is worth nothing any more."""
    service.sign_out(token[0])


@_own.get("")
def account(athlete: Mine, service: Here) -> dict[str, Any]:
    """Say who somebody is, and whether they agreed to the keeping of health data."""
    return service.account(athlete)


@_own.delete("", status_code=204)
def delete_account(athlete: Mine, service: Here) -> None:
    """Delete an account with all that is held of it."""
    service.delete_account(athlete)


@_own.put("/consent", status_code=204)
def agree(athlete: Mine, service: Here) -> None:
    """Agree that health data are kept and used for training advice."""
    service.agree(athlete)


@_own.delete("/consent", status_code=204)
def withdraw(athlete: Mine, service: Here) -> None:
    """Take the consent back; all health data are deleted with it."""
    service.withdraw(athlete)


@_own.get("/export")
def export(athlete: Mine, service: Here) -> dict[str, Any]:
    """Give all that is held of an athlete."""
    return service.export(athlete)


@_health.delete("/health-data", status_code=204)
def delete_health_data(athlete: Mine, service: Here) -> None:
    """Delete the profile, all check-ins and all decisions."""
    service.delete_health_data(athlete)


@_health.put("/profile", status_code=204, responses=_refusals(400))
def save_profile(athlete: Mine, body: ProfileBody, service: Here) -> None:
    """Say what lasts, in the place of what was said before."""
    service.save_profile(athlete, body)


@_health.get("/profile")
def profile(athlete: Mine, service: Here) -> dict[str, Any]:
    """Give what was said of what lasts."""
    return service.profile(athlete).model_dump(mode="json")


@_health.post("/check-ins", status_code=201, responses=_refusals(400))
def check_in(athlete: Mine, said: Annotated[CheckInBody, Body()], service: Here) -> dict[str, Any]:
    """Say how it is today. Signs and pain hold until something else is said of them."""
    return service.check_in(athlete, said)


@_health.get("/check-ins")
def check_ins(athlete: Mine, service: Here) -> list[dict[str, Any]]:
    """List all check-ins, the latest first."""
    return service.check_ins(athlete)


@_health.get("/week")
def week(athlete: Mine, service: Here) -> dict[str, Any]:
    """Give the current week with the reason for every item, and a referral before everything else."""
    return service.shown(athlete).advice.to_dict()


@_health.get("/why/{item}")
def why(athlete: Mine, item: str, service: Here) -> dict[str, Any]:
    """Say why an exercise, an advice or the focus is recommended, or why it is not."""
    return service.why(athlete, item)


@_health.get("/decisions")
def decisions(athlete: Mine, service: Here) -> list[dict[str, Any]]:
    """List what was decided, the latest first."""
    return service.decisions(athlete)


@_health.get("/decisions/{decision}")
def decision(athlete: Mine, decision: str, service: Here) -> dict[str, Any]:
    """Give the record of one decision, as `runstrength replay` reads it."""
    return service.decision(athlete, decision)


@_health.get("/decisions/{decision}/replay")
def replayed(athlete: Mine, decision: str, service: Here) -> dict[str, Any]:
    """Ask again what a decision answered, by the rules of today."""
    return service.replayed(athlete, decision)


router = APIRouter(prefix=PREFIX)
for _part in (_open, _own, _health):
    router.include_router(_part)
