"""The tables of the ledger, as the newest migration leaves them."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[dt.datetime]):
    """A moment, always in UTC: SQLite gives back times without their zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002
        """On its way in; a time without its zone is our own mistake."""
        if value is None:
            return None
        assert value.tzinfo, "a moment has its zone"
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002
        """On its way out."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


HASH = String(64)
OCCASION = String(30)  # a month, or the key of a meeting
metadata = MetaData()

letter = Table(
    "letter",
    metadata,
    Column("sha256", HASH, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("province", String(40), nullable=False),
    Column("occasion", OCCASION, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("region", String(13), nullable=False),
    Column("address", String(254), nullable=False),
    Column("period", String(7), nullable=False),
    Column("agency", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("pdf_sha256", HASH, nullable=False),
    Column("letter_sha256", HASH, ForeignKey("letter.sha256"), nullable=False),
    Column("message_id", String(320), nullable=False, unique=True),
    Column("state", String(12), nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("due", Moment),
    Column("owner", String(200), nullable=False),
    Column("lease", Moment),
    Column("reply", Text, nullable=False),
    UniqueConstraint("province", "occasion", "edition", "region", "address", name="one_letter_each"),
)

approval = Table(
    "approval",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("province", String(40), nullable=False),
    Column("occasion", OCCASION, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("pdfs", Text, nullable=False),
    Column("not_before", Moment),
    Column("not_after", Moment),
    UniqueConstraint("province", "occasion", "edition", "by", name="one_yes_each"),
)

run = Table(
    "run",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("province", String(40), nullable=False),
    Column("key", String(80), nullable=False),
    Column("occasion", OCCASION, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next", Moment),
    Column("owner", String(200), nullable=False),
    Column("lease", Moment),
    Column("settled", Moment),
    Column("said", String(12), nullable=False),  # the state the history last told of
    Column("told", Text, nullable=False),
    UniqueConstraint("province", "key", name="one_run_each"),
)

knock = Table(
    "knock",
    metadata,
    Column("province", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("began", Moment),  # when the first came to an empty ledger; None: letters were there before it
)

meeting = Table(
    "meeting",
    metadata,
    Column("province", String(40), primary_key=True),
    Column("key", OCCASION, primary_key=True),
    Column("begins", Moment, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("delivery", Integer, index=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("event", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", HASH, nullable=False),
)

head = Table(
    "head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", HASH, nullable=False),
)
