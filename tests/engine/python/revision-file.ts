/** A revision file whose two functions have one statement each. */
export const revision = (
	id: string,
	parent: string | undefined,
	up: string,
	down: string
) => `"""step ${id}"""
import sqlalchemy as sa
from alembic import op

revision = '${id}'
down_revision = ${parent === undefined ? 'None' : `'${parent}'`}
branch_labels = None
depends_on = None


def upgrade():
    ${up}


def downgrade():
    ${down}
`;
