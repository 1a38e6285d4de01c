"""users and posts

Revision ID: 1a2f
Revises: 
Create Date: 2026-11-02 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = '1a2f'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('name', sa.String(64), nullable=False),
        sa.Column('email', sa.String(120)),
        sa.UniqueConstraint('name', name='uq_users_name'),
    )
    op.create_table(
        'posts',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('title', sa.String(140), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('written_at', sa.DateTime(), nullable=False),
        sa.Column('user_id', sa.Integer(), sa.ForeignKey('users.id'), nullable=False),
    )
    op.create_index('ix_posts_written_at', 'posts', ['written_at'])


def downgrade():
    op.drop_table('posts')
    op.drop_table('users')
