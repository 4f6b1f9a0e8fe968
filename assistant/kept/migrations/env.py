"""Run by alembic with the connection that `assistant.kept.migrate` gives it."""

from alembic import context

from assistant.kept.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
