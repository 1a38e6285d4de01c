"""books

Revision ID: 10a1
Revises: 
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = '10a1'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'books',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('title', sa.String(200), nullable=False),
    )


def downgrade():
    op.drop_table('books')
