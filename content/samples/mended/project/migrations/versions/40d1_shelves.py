"""where a book stands

Revision ID: 40d1
Revises: 30c9
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = '40d1'
down_revision = '30c9'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('books', sa.Column('shelf', sa.String(20)))


def downgrade():
    op.drop_column('books', 'shelf')
