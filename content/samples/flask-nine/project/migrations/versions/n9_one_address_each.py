"""an address belongs to one user

Revision ID: n9
Revises: n8
Create Date: 2026-11-10 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n9'
down_revision = 'n8'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('users') as batch:
        batch.create_unique_constraint(op.f('uq_users_email'), ['email'])


def downgrade():
    with op.batch_alter_table('users') as batch:
        batch.drop_constraint(op.f('uq_users_email'), type_='unique')
