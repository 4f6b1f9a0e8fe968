"""The tables of the store. One database holds them all, SQLite or PostgreSQL.

Times are UTC. Ids that a stranger might guess at are random; a link's token is kept as its hash
only. Questions and snapshots are canonical JSON, so that equal ones have equal hashes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A time in UTC, aware on both sides of the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone is not stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _person(name: str = "person", *, primary_key: bool = False, index: bool = False) -> Column[str]:
    key = ForeignKey("person.id")
    return Column(name, key, nullable=False, primary_key=primary_key, index=index)


person = Table(
    "person",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254)),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("seen_version", String(64)),
    Column("cleared_at", Moment),
)
"""``seen_version`` is the data version whose news the person has read, ``cleared_at`` when she last
cleared her conversations."""

sign_in = Table(
    "sign_in",
    metadata,
    Column("id", String(64), primary_key=True),
    _person(),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
"""One log-in at the identity provider; ended here means ended in every tab."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("question_hash", String(10), nullable=False),
    Column("version_id", String(64), nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("document", Text, nullable=False),
)
"""``id`` is the sha-256 of ``document``, which is never changed."""

folder = Table(
    "folder",
    metadata,
    Column("id", String(16), primary_key=True),
    _person("owner", index=True),
    Column("name", String(120), nullable=False),
    Column("place", Integer, nullable=False),
)

favourite = Table(
    "favourite",
    metadata,
    Column("id", String(16), primary_key=True),
    _person("owner", index=True),
    Column("folder", ForeignKey("folder.id")),
    Column("title", String(200), nullable=False),
    Column("note", String(2000), nullable=False),
    Column("question", Text, nullable=False),
    Column("question_hash", String(10), nullable=False, index=True),
    Column("snapshot", ForeignKey("snapshot.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("deleted_at", Moment),
)
"""``snapshot`` is the answer the owner last saw, at ``seen_at``; ``deleted_at`` leaves room for an
undo."""

favourite_revision = Table(
    "favourite_revision",
    metadata,
    Column("favourite", ForeignKey("favourite.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("note", String(2000), nullable=False),
    Column("question", Text, nullable=False),
    Column("changed_by", ForeignKey("person.id"), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("why", String(20), nullable=False),
)
"""Every definition a favourite has had; the newest is the favourite's own."""

link = Table(
    "link",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    _person("owner", index=True),
    Column("kind", String(8), nullable=False),
    Column("audience", String(8), nullable=False),
    Column("title", String(500), nullable=False),
    Column("note", String(2000), nullable=False),
    Column("question", Text, nullable=False),
    Column("question_hash", String(10), nullable=False),
    Column("snapshot", ForeignKey("snapshot.id"), nullable=False),
    Column("open_slot", String(20)),
    Column("created_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("withdrawn_at", Moment),
    Column("opened", Integer, nullable=False),
    CheckConstraint("kind IN ('frozen', 'live')", name="kind"),
    CheckConstraint("audience IN ('link', 'named')", name="audience"),
)
"""``open_slot`` is the part of the question that the receiver is asked to change. ``snapshot`` is
what the sender saw, for a live link too."""

link_reader = Table(
    "link_reader",
    metadata,
    Column("link", ForeignKey("link.id"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("name", String(254), primary_key=True),
    CheckConstraint("kind IN ('person', 'group')", name="kind"),
)
"""Who may open a link of the audience ``named``: e-mail addresses and groups, in canonical form."""

talk = Table(
    "talk",
    metadata,
    _person(primary_key=True),
    Column("tab", String(64), primary_key=True),
    Column("document", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""A conversation, kept for the tab it is held in."""

recent = Table(
    "recent",
    metadata,
    _person(primary_key=True),
    Column("question_hash", String(10), primary_key=True),
    Column("question", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
)

check = Table(
    "news_check",
    metadata,
    Column("snapshot", ForeignKey("snapshot.id"), primary_key=True),
    Column("question_hash", String(10), primary_key=True),
    Column("version_id", String(64), primary_key=True),
    Column("document", Text, nullable=False),
)
"""How a snapshot differs from what its question gives on a data version; worked out once."""

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(32), nullable=False),
    Column("action", String(40), nullable=False),
    Column("about", String(64), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Append-only: each entry's hash covers the one before it. ``at`` is text, since it is hashed."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("length", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    CheckConstraint("id = 1", name="one"),
)
"""One row: how long the chain is and where it ends. Whoever appends holds it."""

Index("ix_recent_asked", recent.c.person, recent.c.asked_at)
