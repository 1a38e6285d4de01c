"""who follows whom

Revision ID: 2b7c
Revises: 1a2f
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = '2b7c'
down_revision = '1a2f'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'followers',
        sa.Column('follower_id', sa.Integer(), sa.ForeignKey('users.id'), primary_key=True),
        sa.Column('followed_id', sa.Integer(), sa.ForeignKey('users.id'), primary_key=True),
    )


def downgrade():
    op.drop_table('followers')
