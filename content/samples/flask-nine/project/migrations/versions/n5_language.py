"""which language a post is in

Revision ID: n5
Revises: n4
Create Date: 2026-11-06 09:00
"""

import sqlalchemy as sa
from alembic import op

revision = 'n5'
down_revision = 'n4'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('posts') as batch:
        batch.add_column(sa.Column('language', sa.String(5)))
    # The posts that are there have none yet, and must have one before it can be required.
    posts = sa.table('posts', sa.column('language', sa.String(5)))
    op.execute(posts.update().where(posts.c.language.is_(None)).values(language='en'))
    with op.batch_alter_table('posts') as batch:
        batch.alter_column('language', existing_type=sa.String(5), nullable=False)


def downgrade():
    with op.batch_alter_table('posts') as batch:
        batch.drop_column('language')
