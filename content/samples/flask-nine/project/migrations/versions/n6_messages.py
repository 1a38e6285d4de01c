"""what one user writes to another

Revision ID: n6
Revises: n5
Create Date: 2026-11-07 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n6'
down_revision = 'n5'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'messages',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('sender_id', sa.Integer(), nullable=False),
        sa.Column('reader_id', sa.Integer(), nullable=False),
        sa.Column('body', sa.String(500), nullable=False),
        sa.Column('sent_at', sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(['sender_id'], ['users.id'], name=op.f('fk_messages_sender_id_users')),
        sa.ForeignKeyConstraint(['reader_id'], ['users.id'], name=op.f('fk_messages_reader_id_users')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    )
    for column in ('sender_id', 'reader_id', 'sent_at'):
        op.create_index(op.f(f'ix_messages_{column}'), 'messages', [column])
    with op.batch_alter_table('users') as batch:
        batch.add_column(sa.Column('inbox_read_at', sa.DateTime()))


def downgrade():
    with op.batch_alter_table('users') as batch:
        batch.drop_column('inbox_read_at')
    op.drop_table('messages')
