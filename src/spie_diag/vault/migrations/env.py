"""Run by Alembic, on the connection that ``upgrading`` hands over: the key is in no address."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
