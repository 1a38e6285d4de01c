"""users tell about themselves

Revision ID: n3
Revises: n2
Create Date: 2026-11-04 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n3'
down_revision = 'n2'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('users') as batch:
        batch.add_column(sa.Column('bio', sa.String(140)))
        batch.add_column(sa.Column('seen_at', sa.DateTime()))


def downgrade():
    with op.batch_alter_table('users') as batch:
        batch.drop_column('seen_at')
        batch.drop_column('bio')
