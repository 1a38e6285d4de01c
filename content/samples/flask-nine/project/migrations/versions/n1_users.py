"""people who can sign in

Revision ID: n1
Revises: 
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n1'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(64), nullable=False),
        sa.Column('email', sa.String(120), nullable=False),
        sa.Column('password_hash', sa.String(128)),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
        sa.UniqueConstraint('name', name=op.f('uq_users_name')),
    )


def downgrade():
    op.drop_table('users')
