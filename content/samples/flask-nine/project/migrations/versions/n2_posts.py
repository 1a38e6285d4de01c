"""what they write

Revision ID: n2
Revises: n1
Create Date: 2026-11-03 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n2'
down_revision = 'n1'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'posts',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('written_at', sa.DateTime(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_posts_user_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_posts')),
    )
    op.create_index(op.f('ix_posts_written_at'), 'posts', ['written_at'])
    op.create_index(op.f('ix_posts_user_id'), 'posts', ['user_id'])


def downgrade():
    op.drop_table('posts')
