"""what a user is told without asking

Revision ID: n7
Revises: n6
Create Date: 2026-11-08 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n7'
down_revision = 'n6'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'notifications',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('told_at', sa.DateTime(), nullable=False),
        sa.Column('payload', sa.Text()),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_notifications_user_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_notifications')),
    )
    op.create_index(op.f('ix_notifications_user_id'), 'notifications', ['user_id'])


def downgrade():
    op.drop_table('notifications')
