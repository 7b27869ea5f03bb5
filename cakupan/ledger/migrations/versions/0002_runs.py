"""Runs of the clock, when it last looked, when meetings begin; an occasion may be a meeting's key."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """From 0001; on SQLite the two tables are copied, as it cannot change a column."""
    for name in ("delivery", "approval"):
        with op.batch_alter_table(name) as table:
            table.alter_column("occasion", type_=sa.String(30), existing_type=sa.String(10), existing_nullable=False)
    op.create_table(
        "run",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("province", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("occasion", sa.String(30), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next", _MOMENT),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("lease", _MOMENT),
        sa.Column("settled", _MOMENT),
        sa.Column("said", sa.String(12), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.UniqueConstraint("province", "key", name="one_run_each"),
    )
    op.create_table(
        "knock",
        sa.Column("province", sa.String(40), primary_key=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("began", _MOMENT),
    )
    op.create_table(
        "meeting",
        sa.Column("province", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(30), primary_key=True),
        sa.Column("begins", _MOMENT, nullable=False),
    )
