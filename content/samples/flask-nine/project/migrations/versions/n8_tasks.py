"""work that goes on in the background

Revision ID: n8
Revises: n7
Create Date: 2026-11-09 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n8'
down_revision = 'n7'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'tasks',
        sa.Column('id', sa.String(36), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(60), nullable=False),
        sa.Column('progress', sa.Integer(), nullable=False),
        sa.CheckConstraint('progress BETWEEN 0 AND 100', name=op.f('ck_tasks_progress_in_percent')),
        sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_tasks_user_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tasks')),
    )
    op.create_index(op.f('ix_tasks_user_id'), 'tasks', ['user_id'])


def downgrade():
    op.drop_table('tasks')
