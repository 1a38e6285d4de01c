"""the number of a book

Revision ID: 30c8
Revises: 20b5
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = '30c8'
down_revision = '20b5'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('books', sa.Column('isbn', sa.String(17)))


def downgrade():
    op.drop_column('books', 'isbn')
