"""What the application does, for whoever asks: its pages and its API are two ways to it.

Every method that touches health data begins with the consent of the athlete whose they are.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import runstrength
from examples.coach_app import advising, security
from examples.coach_app.advising import Advice, facts_on, holding, reason_of
from examples.coach_app.bodies import ProfileBody
from examples.coach_app.models import Account, CheckIn, Consent, Decision, Profile, SignIn
from examples.coach_app.rulebook import rulebook
from runstrength.replay import replay

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from sqlalchemy import Engine

    from runstrength.asking.difference import Difference

__all__ = ["WORDING", "Refused", "Service", "Shown"]

WORDING = "2026-11: what I say of my health is kept, and used for nothing but my training advice"
_SIGNED_IN_FOR = timedelta(days=14)

Row = TypeVar("Row", CheckIn, Decision)


class Refused(Exception):  # noqa: N818 - it is no error: it is an answer
    """What was asked is not done; `status` is that of HTTP, the text says why."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def _no_consent() -> Refused:
    return Refused(403, "You have not agreed that health data are kept, so none are kept or used.")


def _nothing(what: str) -> Refused:
    return Refused(404, f"There is no {what} here.")


@dataclass(frozen=True)
class Shown:
    """What a page of the week shows: the advice, what holds, and what changed since the decision before."""

    advice: Advice
    holds: Mapping[str, Any]
    change: Difference | None


class Service:
    """The application over its database; `now` is its clock."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] | None = None) -> None:
        self._engine = engine
        self._to_write = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._now = now or (lambda: datetime.now(UTC))
        self._nobody = security.hashed(security.new_token())

    @contextmanager
    def _reading(self) -> Generator[Session]:
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def _writing(self) -> Generator[Session]:
        with Session(self._to_write) as session, session.begin():
            yield session

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")

    # who somebody is

    def register(self, name: str, password: str) -> str:
        """Make an account, and give its id."""
        account = Account(name=name, password=security.hashed(password), since=self._moment())
        try:
            with self._writing() as session:
                session.add(account)
                session.flush()
                return account.id
        except IntegrityError:
            raise Refused(409, "This name is taken; please choose another one.") from None

    def sign_in(self, name: str, password: str) -> tuple[str, str]:
        """Give the id of an account and a new token for it. It takes as long where there is no such account."""
        with self._reading() as session:
            account = session.scalar(select(Account).where(Account.name == name))
            kept = self._nobody if account is None else account.password
        if not security.matches(password, kept) or account is None:
            raise Refused(401, "Name and password do not belong together.")
        token = security.new_token()
        until = (self._now().astimezone(UTC) + _SIGNED_IN_FOR).isoformat(timespec="seconds")
        with self._writing() as session:
            session.execute(delete(SignIn).where(SignIn.until <= self._moment()))
            session.add(SignIn(token=security.token_hash(token), account_id=account.id, until=until))
        return account.id, token

    def sign_out(self, token: str) -> None:
        """Forget a token."""
        with self._writing() as session:
            session.execute(delete(SignIn).where(SignIn.token == security.token_hash(token)))

    def who(self, token: str) -> str | None:
        """Give the id of the account that a token is of; None for any other token, and for one whose time is over."""
        with self._reading() as session:
            here = SignIn.token == security.token_hash(token), SignIn.until > self._moment()
            return session.scalar(select(SignIn.account_id).where(*here))

    def delete_account(self, account_id: str) -> None:
        """Forget somebody, with all that is held of them."""
        with self._writing() as session:
            session.execute(delete(Account).where(Account.id == account_id))

    def account(self, account_id: str) -> dict[str, Any]:
        """Say who somebody is, and whether they agreed."""
        with self._reading() as session:
            account = session.get(Account, account_id)
            if account is None:
                raise _nothing("account")
            consent = _consent(session, account_id)
            return {
                "id": account.id,
                "name": account.name,
                "since": account.since,
                "consent": None if consent is None else {"at": consent.at, "wording": consent.wording},
            }

    # consent

    def agree(self, account_id: str) -> None:
        """Take a consent; a second one changes nothing."""
        with self._writing() as session:
            if _consent(session, account_id) is None:
                session.add(Consent(account_id=account_id, at=self._moment(), wording=WORDING))

    def withdraw(self, account_id: str) -> None:
        """Take a consent back: all health data go with it."""
        with self._writing() as session:
            session.execute(delete(Consent).where(Consent.account_id == account_id))

    def delete_health_data(self, account_id: str) -> None:
        """Delete all health data; the consent stays, for what will be said later."""
        with self._writing() as session:
            consent = _consented(session, account_id)
            for table in (Profile, CheckIn, Decision):
                session.execute(delete(table).where(table.consent_id == consent.id))

    # what an athlete says

    def save_profile(self, account_id: str, body: ProfileBody) -> None:
        """Keep what lasts, in the place of what was said before."""
        with self._writing() as session:
            consent = _consented(session, account_id)
            session.merge(Profile(consent_id=consent.id, at=self._moment(), said=body.model_dump(mode="json")))

    def profile(self, account_id: str) -> ProfileBody:
        """Give what an athlete said of what lasts."""
        with self._reading() as session:
            return _profile(session, _consented(session, account_id).id)

    def check_in(self, account_id: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what an athlete says of today, and give it with what holds from now on."""
        with self._writing() as session:
            consent = _consented(session, account_id)
            holds = holding(_holds(session, consent.id), said)
            made = CheckIn(consent_id=consent.id, at=self._moment(), said=dict(said), holds=holds)
            session.add(made)
            return _told(made)

    def check_ins(self, account_id: str) -> list[dict[str, Any]]:
        """Give all check-ins, the latest first."""
        with self._reading() as session:
            return [_told(made) for made in _all(session, CheckIn, _consented(session, account_id).id)]

    def holds(self, account_id: str) -> dict[str, Any]:
        """Give what holds since the latest check-in."""
        with self._reading() as session:
            return _holds(session, _consented(session, account_id).id)

    # what an athlete is told

    def shown(self, account_id: str, *, compared: bool = False) -> Shown:
        """Give the week of an athlete; what is shown for the first time is recorded.

        If `compared`, say too what changed since the decision before.
        """
        with self._reading() as session:
            consent_id = _consented(session, account_id).id
            profile = _profile(session, consent_id)
            holds = _holds(session, consent_id)
            last = [(one.key, one.record if compared else None) for one in _all(session, Decision, consent_id, 2)]
        result = advising.advised(facts_on(self._now().date(), profile, holds))
        key = _key(result)
        new = not last or last[0][0] != key
        before = next((record for _, record in (last if new else last[1:])), None)
        change = None if before is None else advising.change_since(before, result)
        if new:
            self._record(consent_id, key, result)
        return Shown(Advice(result, advising.week_of(result, profile)), holds, change)

    def _record(self, consent_id: str, key: str, result: runstrength.Recommendations) -> None:
        moment = self._moment()
        try:
            with self._writing() as session:
                made = Decision(consent_id=consent_id, at=moment, key=key, focus=result.focus)
                made.record = result.record(at=moment)
                session.add(made)
        except IntegrityError:
            raise _no_consent() from None  # it was withdrawn meanwhile

    def decisions(self, account_id: str) -> list[dict[str, Any]]:
        """List the decisions, the latest first."""
        with self._reading() as session:
            found = _all(session, Decision, _consented(session, account_id).id)
            return [{"id": one.id, "at": one.at, "focus": one.focus} for one in found]

    def decision(self, account_id: str, decision_id: str) -> dict[str, Any]:
        """Give the record of a decision, of this athlete and nobody else."""
        with self._reading() as session:
            here = Decision.consent_id == _consented(session, account_id).id, Decision.id == decision_id
            found = session.scalar(select(Decision).where(*here))
            if found is None:
                raise _nothing("such decision")
            return found.record

    def replayed(self, account_id: str, decision_id: str) -> dict[str, Any]:
        """Ask again what a decision answered: the same result, or what differs and why it may."""
        return replay(self.decision(account_id, decision_id), rulebook=rulebook()).to_dict()

    def why(self, account_id: str, item: str) -> dict[str, Any]:
        """Say why an item is recommended to an athlete, or why it is not."""
        with self._reading() as session:
            consent_id = _consented(session, account_id).id
            facts = facts_on(self._now().date(), _profile(session, consent_id), _holds(session, consent_id))
        try:
            return reason_of(advising.advised(facts), item)
        except runstrength.UnknownNameError:
            raise _nothing("such item") from None

    def export(self, account_id: str) -> dict[str, Any]:
        """Give all that is held of somebody, but for the hashes of the password and of tokens."""
        found = self.account(account_id)
        with self._reading() as session:
            until = session.scalars(select(SignIn.until).where(SignIn.account_id == account_id)).all()
            found["signed_in_until"] = sorted(until)
            consent = _consent(session, account_id)
            if consent is None:
                return found
            profile = session.get(Profile, consent.id)
            return {
                **found,
                "profile": None if profile is None else {"at": profile.at, **profile.said},
                "check_ins": [_told(made) for made in _all(session, CheckIn, consent.id)],
                "decisions": [{"id": one.id, "record": one.record} for one in _all(session, Decision, consent.id)],
            }


def _consent(session: Session, account_id: str) -> Consent | None:
    return session.scalar(select(Consent).where(Consent.account_id == account_id))


def _consented(session: Session, account_id: str) -> Consent:
    consent = _consent(session, account_id)
    if consent is None:
        raise _no_consent()
    return consent


def _profile(session: Session, consent_id: str) -> ProfileBody:
    found = session.get(Profile, consent_id)
    if found is None:
        raise Refused(404, "There is no profile yet.")
    try:
        return ProfileBody.model_validate(found.said)
    except ValidationError:  # it was said to other rules than those of today
        raise Refused(404, "Your profile cannot be read any more: please save it anew.") from None


def _holds(session: Session, consent_id: str) -> dict[str, Any]:
    latest = _all(session, CheckIn, consent_id, 1)
    return latest[0].holds if latest else {}


def _all(session: Session, table: type[Row], consent_id: str, most: int | None = None) -> list[Row]:
    """Give the rows of one athlete, the latest first."""
    these = select(table).where(table.consent_id == consent_id).order_by(table.number.desc())
    return list(session.scalars(these.limit(most)))


def _told(made: CheckIn) -> dict[str, Any]:
    return {"at": made.at, "said": made.said, "holds": made.holds}


def _key(result: runstrength.Recommendations) -> str:
    """Give what two decisions have in common that are the same: the rules, and what they were asked about."""
    told = json.dumps([result.digest, result.profile.to_dict()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
