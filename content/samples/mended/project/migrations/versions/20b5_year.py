"""when a book came out

Revision ID: 20b5
Revises: 10a1
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = '20b5'
down_revision = '10a1'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('books', sa.Column('year', sa.Integer()))


def downgrade():
    op.drop_column('books', 'year')
