"""How the migrations run: on the application's own database, compared with its own models."""

from logging.config import fileConfig

from alembic import context
from flask import current_app

fileConfig(context.config.config_file_name, disable_existing_loggers=False)
migrate = current_app.extensions['migrate']


def options():
    return {'target_metadata': migrate.db.metadata, **migrate.configure_args}


def offline():
    """`--sql`: the statements are printed, and no database is touched."""
    context.configure(url=migrate.db.engine.url, literal_binds=True, **options())
    with context.begin_transaction():
        context.run_migrations()


def online():
    with migrate.db.engine.connect() as connection:
        context.configure(connection=connection, **options())
        with context.begin_transaction():
            context.run_migrations()


offline() if context.is_offline_mode() else online()
