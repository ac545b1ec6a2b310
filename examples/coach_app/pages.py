"""The pages for athletes: plain forms, a cookie for the session, and in each form a token that others cannot know."""

from __future__ import annotations

import hmac
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData

from examples.coach_app import forms, security
from examples.coach_app.api import UNAUTHORIZED, Here
from examples.coach_app.bodies import TODAY, CheckInBody, Credentials, Day, ProfileBody
from examples.coach_app.rulebook import Athlete
from examples.coach_app.service import WORDING, Refused
from runstrength.explain.words import fact_in_words, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from runstrength.asking.difference import Change, Difference
    from runstrength.explain.reasons import Reason

__all__ = ["refusal", "router"]

_COOKIE = "session"
_DAYS: tuple[str, ...] = get_args(Day)
# What the page asks of all that a profile may say; the API takes all of it.
_EXPERIENCE = ("strength_experience", "plyometric_experience")
_ASKED = ("discipline", *_EXPERIENCE, "age", "equipment", "goals", "conditions", "history")
_PROFILE = forms.shown_fields(_ASKED)
_CHECK_IN = forms.shown_fields(name for name in TODAY if name != "complaints")
_said_today: TypeAdapter[dict[str, Any]] = TypeAdapter(CheckInBody)


def _facts(told: Mapping[str, Any]) -> str:
    """Say facts in a runner's words."""
    return "; ".join(
        fact_in_words(Athlete, name if key is None else f"{name}.{key}", value) for name, key, value in _entries(told)
    )


def _entries(told: Mapping[str, Any]) -> Iterator[tuple[str, str | None, Any]]:
    for name, held in told.items():
        if isinstance(held, dict):
            yield from ((name, key, value) for key, value in cast("dict[str, Any]", held).items())
        else:
            yield name, None, held


def _telling(change: Change) -> list[Reason]:
    """Give the reasons of a change, those first that did not hold before."""
    before = {reason.rule for reason in change.was_because}
    return sorted(change.because, key=lambda reason: reason.rule in before)[:1]


def _changes(change: Difference | None) -> list[dict[str, Any]]:
    """Give what changed in the week, told once of several where it is alike."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in () if change is None else change.changes:
        because = _telling(one)
        if one.kind in _CHANGED:
            names = found.setdefault((_CHANGED[one.kind], because[0].text if because else ""), [])
            names.append(f"{one.before} → {one.after}" if one.kind in _ONE else one.title)
    return [{"what": what, "names": names, "because": because} for (what, because), names in found.items()]


_ONE = ("focus", "sessions_per_week")  # of these there is one: it is told by what it was and is
_CHANGED = {
    "focus": "Focus",
    "sessions_per_week": "How often",
    "exercise_added": "New",
    "exercise_removed": "No longer",
    "dose": "Another dose",
}

_templates = Jinja2Templates(Path(__file__).parent / "templates")
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
_templates.env.filters |= {"facts": _facts, "spoken": spoken}
_STYLE = (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")

router = APIRouter(include_in_schema=False)


# who asks


def _session(request: Request) -> str:
    return request.cookies.get(_COOKIE, "")


def _athlete(request: Request, service: Here) -> str:
    """Give the athlete who is signed in."""
    account_id = service.who(_session(request))
    if account_id is None:
        raise Refused(UNAUTHORIZED, "Please sign in first.")
    return account_id


async def _form(request: Request) -> FormData:
    """Read a form, if one of our own pages of this very session sent it."""
    form = await request.form()
    sent, token = form.get("form"), _session(request)
    known = isinstance(sent, str) and bool(token)
    if not known or not hmac.compare_digest(str(sent).encode(), security.csrf_of(token).encode()):
        raise Refused(403, "This form has grown old or is not one of ours. Please open the page again.")
    return form


Mine = Annotated[str, Depends(_athlete)]
Form = Annotated[FormData, Depends(_form)]


def _page(request: Request, name: str, status: int = 200, **values: object) -> Response:
    """Write a page; whoever comes for the first time is given a session for its forms."""
    token = _session(request) or security.new_token()
    shown: dict[str, object] = {"form_token": security.csrf_of(token), "problems": (), **values}
    response = _templates.TemplateResponse(request, f"{name}.html", shown, status)
    if not _session(request):
        _give(request, response, token)
    return response


def _give(request: Request, response: Response, token: str) -> None:
    response.set_cookie(_COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https")


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


def refusal(request: Request, refused: Refused) -> Response:
    """Say why something was not done; whoever is not signed in is asked to."""
    if refused.status == UNAUTHORIZED and request.method == "GET":
        return _to("/sign-in")
    return _page(request, "refused", refused.status, text=refused.text)


def _problems(error: ValidationError) -> list[str]:
    return [f"{' '.join(spoken(part) for part in one['loc']) or 'This'}: {one['msg']}" for one in error.errors()]


def _lists(form: FormData) -> dict[str, list[str]]:
    return {name: [text for text in form.getlist(name) if isinstance(text, str)] for name in form}


# signing in


@router.get("/style.css")
def style() -> Response:
    """Give the one style sheet."""
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=300"})


@router.get("/")
def start(request: Request, service: Here) -> Response:
    """Begin with the week, or with signing in."""
    return _to("/sign-in" if service.who(_session(request)) is None else "/week")


@router.get("/register")
def registering(request: Request) -> Response:
    """Show the form of a new account."""
    return _page(request, "register", filled={})


@router.post("/register")
def register(request: Request, form: Form, service: Here) -> Response:
    """Make an account and sign in."""
    try:
        given = Credentials.model_validate({"name": form.get("name"), "password": form.get("password")})
        service.register(given.name, given.password)
    except ValidationError as error:
        return _page(request, "register", 422, filled=_lists(form), problems=_problems(error))
    except Refused as refused:
        return _page(request, "register", refused.status, filled=_lists(form), problems=[refused.text])
    return _signed_in(request, form, service, "/consent")


@router.get("/sign-in")
def signing_in(request: Request) -> Response:
    """Show the form of signing in."""
    return _page(request, "sign_in", filled={})


@router.post("/sign-in")
def sign_in(request: Request, form: Form, service: Here) -> Response:
    """Sign in."""
    try:
        return _signed_in(request, form, service, "/week")
    except Refused as refused:
        return _page(request, "sign_in", refused.status, filled=_lists(form), problems=[refused.text])


def _signed_in(request: Request, form: FormData, service: Here, path: str) -> Response:
    _, token = service.sign_in(str(form.get("name", "")), str(form.get("password", "")))
    response = _to(path)
    _give(request, response, token)
    return response


@router.post("/sign-out")
def sign_out(request: Request, form: Form, service: Here) -> Response:
    """Sign out."""
    del form
    service.sign_out(_session(request))
    response = _to("/sign-in")
    response.delete_cookie(_COOKIE)
    return response


# consent


@router.get("/consent")
def consent(request: Request, athlete: Mine, service: Here) -> Response:
    """Say what is kept and why, and ask."""
    return _page(request, "consent", account=service.account(athlete), wording=WORDING)


@router.post("/consent")
def agree(form: Form, athlete: Mine, service: Here) -> Response:
    """Take a consent."""
    if form.get("agree") != "yes":
        return _to("/consent")
    service.agree(athlete)
    return _to("/profile")


@router.post("/consent/withdraw")
def withdraw(form: Form, athlete: Mine, service: Here) -> Response:
    """Take a consent back, and all health data with it."""
    del form
    service.withdraw(athlete)
    return _to("/data")


# what an athlete says


@router.get("/profile")
def profile(request: Request, athlete: Mine, service: Here) -> Response:
    """Show the form of what lasts."""
    body = _body(athlete, service)
    return _profile_page(request, {} if body is None else _filled(body))


def _body(athlete: str, service: Here) -> ProfileBody | None:
    try:
        return service.profile(athlete)
    except Refused as refused:
        if refused.status == 404:  # noqa: PLR2004 - nothing was said yet
            return None
        raise


def _filled(body: ProfileBody) -> dict[str, list[str]]:
    found = forms.filled(body.facts) | {f"run.{day}": [run] for day, run in body.runs.items()}
    found["days"] = list(body.days or ())
    if body.minutes is not None:
        found["minutes"] = [str(body.minutes)]
    if body.race is not None:
        found["race"] = [body.race.isoformat()]
    return found


def _profile_page(
    request: Request, filled: Mapping[str, list[str]], problems: Iterable[str] = (), status: int = 200
) -> Response:
    return _page(request, "profile", status, fields=_PROFILE, days=_DAYS, filled=filled, problems=list(problems))


@router.post("/profile")
def save_profile(request: Request, form: Form, athlete: Mine, service: Here) -> Response:
    """Keep what lasts; what the API was told beyond this form stays."""
    body = _body(athlete, service)
    besides = {} if body is None else {name: held for name, held in body.facts.items() if name not in _ASKED}
    numbers = forms.read(form, [forms.Field("minutes", "", "number")])
    said = {
        "facts": {**besides, **forms.read(form, _PROFILE)},
        "runs": {day: run for day in _DAYS if (run := form.get(f"run.{day}"))},
        "days": form.getlist("days") or None,
        "minutes": numbers.get("minutes"),
        "race": form.get("race") or None,
    }
    try:
        service.save_profile(athlete, ProfileBody.model_validate(said))
    except ValidationError as error:
        return _profile_page(request, _lists(form), _problems(error), 422)
    return _to("/week")


@router.get("/check-in")
def checking_in(request: Request, athlete: Mine, service: Here) -> Response:
    """Show the form of today."""
    return _check_in_page(request, service.holds(athlete), {})


@router.post("/check-in")
def check_in(request: Request, form: Form, athlete: Mine, service: Here) -> Response:
    """Keep what an athlete says of today."""
    try:
        service.check_in(athlete, _said_today.validate_python(forms.read(form, _CHECK_IN)))
    except ValidationError as error:
        return _check_in_page(request, service.holds(athlete), _lists(form), _problems(error), 422)
    return _to("/week")


def _check_in_page(
    request: Request,
    holds: Mapping[str, Any],
    filled: Mapping[str, list[str]],
    problems: Iterable[str] = (),
    status: int = 200,
) -> Response:
    shown = list(problems)
    return _page(request, "check_in", status, fields=_CHECK_IN, filled=filled, holds=holds, problems=shown)


# what an athlete is told


@router.get("/week")
def week(request: Request, athlete: Mine, service: Here) -> Response:
    """Show the week: a referral first, then what changed, then the sessions with the reasons of every item."""
    if service.account(athlete)["consent"] is None:
        return _to("/consent")
    if _body(athlete, service) is None:
        return _to("/profile")
    shown = service.shown(athlete, compared=True)
    changes = _changes(shown.change)
    return _page(request, "week", advice=shown.advice, holds=shown.holds, changes=changes, days=_DAYS)


@router.get("/decisions")
def decisions(request: Request, athlete: Mine, service: Here) -> Response:
    """List what was decided."""
    return _page(request, "decisions", decisions=service.decisions(athlete))


@router.get("/decisions/{decision}")
def decision(request: Request, decision: str, athlete: Mine, service: Here) -> Response:
    """Show the record of a decision, and whether it comes out the same today."""
    record = service.decision(athlete, decision)
    again = service.replayed(athlete, decision)
    text = json.dumps(record, indent=2, ensure_ascii=False)
    return _page(request, "decision", record=record, again=again, text=text)


# what is held


@router.get("/data")
def data(request: Request, athlete: Mine, service: Here) -> Response:
    """Show what can be done with what is held."""
    return _page(request, "data", account=service.account(athlete))


@router.get("/data/export")
def export(athlete: Mine, service: Here) -> Response:
    """Give all that is held, as a file."""
    text = json.dumps(service.export(athlete), indent=2, ensure_ascii=False)
    headers = {"Content-Disposition": 'attachment; filename="coach-export.json"'}
    return Response(text, media_type="application/json", headers=headers)


@router.post("/data/delete-health-data")
def delete_health_data(form: Form, athlete: Mine, service: Here) -> Response:
    """Delete all health data."""
    del form
    service.delete_health_data(athlete)
    return _to("/data")


@router.post("/data/delete-account")
def delete_account(form: Form, athlete: Mine, service: Here) -> Response:
    """Delete everything."""
    del form
    service.delete_account(athlete)
    response = _to("/register")
    response.delete_cookie(_COOKIE)
    return response
