"""who follows whom

Revision ID: n4
Revises: n3
Create Date: 2026-11-05 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n4'
down_revision = 'n3'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'followers',
        sa.Column('follower_id', sa.Integer(), nullable=False),
        sa.Column('followed_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['follower_id'], ['users.id'], name=op.f('fk_followers_follower_id_users')),
        sa.ForeignKeyConstraint(['followed_id'], ['users.id'], name=op.f('fk_followers_followed_id_users')),
        sa.PrimaryKeyConstraint('follower_id', 'followed_id', name=op.f('pk_followers')),
    )


def downgrade():
    op.drop_table('followers')
