"""Run by Alembic: works on the connection that ``migrate`` hands over."""

from alembic import context

from app.server.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
