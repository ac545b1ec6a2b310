"""What is kept: who somebody is, apart from what is known of their health.

All health data hang on the row of a consent: without it they cannot be written, and with it they go. That is held by
the database itself, and so also where two requests meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlite3 import Connection as SQLite

    from sqlalchemy import Connection, Engine

__all__ = ["Account", "CheckIn", "Consent", "Decision", "Profile", "SignIn", "opened"]

Plain = dict[str, Any]

# Deleted content is overwritten, a key that points nowhere is refused, and who finds the database busy waits (ms).
_PRAGMAS = ("foreign_keys = ON", "secure_delete = ON", "busy_timeout = 10000")


def _new_id() -> str:
    return uuid4().hex


class Base(DeclarativeBase):
    """The base of all tables. Moments are ISO 8601 texts in UTC, which sort as they follow each other."""

    type_annotation_map = {Plain: JSON}  # noqa: RUF012 - SQLAlchemy reads it from the class


class Account(Base):
    """Who somebody is to this house. Nothing of it is health data."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(primary_key=True, default=_new_id)
    name: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str]
    since: Mapped[str]


class SignIn(Base):
    """A sign-in of an account, known by the hash of its token: who reads the table cannot sign in with it."""

    __tablename__ = "sign_ins"

    token: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    until: Mapped[str]


class Consent(Base):
    """That somebody agreed to the keeping of their health data: when, and to which wording."""

    __tablename__ = "consents"

    id: Mapped[str] = mapped_column(primary_key=True, default=_new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    at: Mapped[str]
    wording: Mapped[str]


class Profile(Base):
    """What lasts of what an athlete said: facts, and how a week looks."""

    __tablename__ = "profiles"

    consent_id: Mapped[str] = mapped_column(ForeignKey("consents.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[str]
    said: Mapped[Plain]


class CheckIn(Base):
    """What an athlete said of one day, and what holds since then: some of it holds until something else is said."""

    __tablename__ = "check_ins"

    number: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[str] = mapped_column(ForeignKey("consents.id", ondelete="CASCADE"), index=True)
    at: Mapped[str]
    said: Mapped[Plain]
    holds: Mapped[Plain]


class Decision(Base):
    """The record of one decision, as `runstrength replay` reads it; `key` tells whether another one is the same."""

    __tablename__ = "decisions"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True, default=_new_id)
    consent_id: Mapped[str] = mapped_column(ForeignKey("consents.id", ondelete="CASCADE"), index=True)
    at: Mapped[str]
    key: Mapped[str]
    focus: Mapped[str]
    record: Mapped[Plain] = mapped_column(deferred=True)  # it is long, and read only where somebody asks for it


def opened(url: str) -> Engine:
    """Open an SQLite database, with its tables made where they are missing.

    A transaction begins with its first statement and reads one state throughout; one that will write says so with the
    option `begin="BEGIN IMMEDIATE"`, and waits for its turn.
    """
    engine = create_engine(url)

    def prepare(connection: SQLite, _record: object) -> None:
        connection.isolation_level = None  # the driver begins no transactions; `begin` does
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    Base.metadata.create_all(engine)
    return engine
