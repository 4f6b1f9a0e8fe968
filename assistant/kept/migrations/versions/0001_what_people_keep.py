"""What people keep"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NEVER = (
    ("audit", "UPDATE"),
    ("audit", "DELETE"),
    ("audit_head", "DELETE"),
    ("snapshot", "UPDATE"),
    ("favourite_revision", "UPDATE"),
)
"""What the database itself refuses; snapshots and revisions go when what they belong to goes."""


def upgrade() -> None:
    _people()
    _favourites()
    _links()
    _conversations()
    _log()
    _never_changed()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_version", sa.String(64)),
        sa.Column("cleared_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_sign_in_person"),
    )


def _favourites() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("question_hash", sa.String(10), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
    )
    op.create_table(
        "folder",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_folder"),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_folder_owner"),
    )
    op.create_index("ix_folder_owner", "folder", ["owner"])
    op.create_table(
        "favourite",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("folder", sa.String(16)),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("question_hash", sa.String(10), nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("pinned", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_favourite"),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_favourite_owner"),
        sa.ForeignKeyConstraint(["folder"], ["folder.id"], name="fk_favourite_folder"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshot.id"], name="fk_favourite_snapshot"),
    )
    op.create_index("ix_favourite_owner", "favourite", ["owner"])
    op.create_index("ix_favourite_question_hash", "favourite", ["question_hash"])
    op.create_table(
        "favourite_revision",
        sa.Column("favourite", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("changed_by", sa.String(32), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("favourite", "number", name="pk_favourite_revision"),
        sa.ForeignKeyConstraint(
            ["favourite"], ["favourite.id"], name="fk_favourite_revision_favourite"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name="fk_favourite_revision_changed_by"
        ),
    )


def _links() -> None:
    op.create_table(
        "link",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("audience", sa.String(8), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("question_hash", sa.String(10), nullable=False),
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("open_slot", sa.String(20)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        sa.UniqueConstraint("token_hash", name="uq_link_token_hash"),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name="fk_link_owner"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshot.id"], name="fk_link_snapshot"),
        sa.CheckConstraint("kind IN ('frozen', 'live')", name=op.f("ck_link_kind")),
        sa.CheckConstraint("audience IN ('link', 'named')", name=op.f("ck_link_audience")),
    )
    op.create_index("ix_link_owner", "link", ["owner"])
    op.create_table(
        "link_reader",
        sa.Column("link", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("link", "kind", "name", name="pk_link_reader"),
        sa.ForeignKeyConstraint(["link"], ["link.id"], name="fk_link_reader_link"),
        sa.CheckConstraint("kind IN ('person', 'group')", name=op.f("ck_link_reader_kind")),
    )


def _conversations() -> None:
    op.create_table(
        "talk",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("tab", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "tab", name="pk_talk"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_talk_person"),
    )
    op.create_table(
        "recent",
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("question_hash", sa.String(10), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "question_hash", name="pk_recent"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_recent_person"),
    )
    op.create_index("ix_recent_asked", "recent", ["person", "asked_at"])
    op.create_table(
        "news_check",
        sa.Column("snapshot", sa.String(64), nullable=False),
        sa.Column("question_hash", sa.String(10), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("snapshot", "question_hash", "version_id", name="pk_news_check"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshot.id"], name="fk_news_check_snapshot"),
    )


def _log() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(32), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
    )
    op.bulk_insert(head, [{"id": 1, "length": 0, "hash": "0" * 64}])


def _never_changed() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is never done to %', TG_OP, TG_TABLE_NAME; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_never_truncate BEFORE TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
        )
    for table, done in NEVER:
        action = (
            "FOR EACH ROW EXECUTE FUNCTION refuse()"
            if on_postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{done} is never done to {table}'); END"
        )
        name = f"{table}_never_{done.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {done} ON {table} {action}")
