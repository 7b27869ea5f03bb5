"""Letters, deliveries, approvals, and the history with its head."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_HASH = sa.String(64)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "letter",
        sa.Column("sha256", _HASH, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "delivery",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("province", sa.String(40), nullable=False),
        sa.Column("occasion", sa.String(10), nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("region", sa.String(13), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("pdf_sha256", _HASH, nullable=False),
        sa.Column("letter_sha256", _HASH, sa.ForeignKey("letter.sha256"), nullable=False),
        sa.Column("message_id", sa.String(320), nullable=False, unique=True),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", _MOMENT),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("lease", _MOMENT),
        sa.Column("reply", sa.Text, nullable=False),
        sa.UniqueConstraint("province", "occasion", "edition", "region", "address", name="one_letter_each"),
    )
    op.create_table(
        "approval",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("province", sa.String(40), nullable=False),
        sa.Column("occasion", sa.String(10), nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("pdfs", sa.Text, nullable=False),
        sa.Column("not_before", _MOMENT),
        sa.Column("not_after", _MOMENT),
        sa.UniqueConstraint("province", "occasion", "edition", "by", name="one_yes_each"),
    )
    op.create_table(
        "history",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("delivery", sa.Integer, index=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
    )
    head = op.create_table(
        "head",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", _HASH, nullable=False),
    )
    op.bulk_insert(head, [{"one": 1, "number": 0, "hash": "0" * 64}])
