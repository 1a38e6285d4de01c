"""migra, one JSON request and answer a line: the statements that make the database `from` into the database `to`."""

import json
import sys
import warnings

warnings.simplefilter("ignore")

from migra import Migration  # noqa: E402
from sqlbag import S  # noqa: E402


def difference(request):
    with S(request["from"]) as before, S(request["to"]) as after:
        migration = Migration(before, after)
        migration.set_safety(False)
        migration.add_all_changes()
        return {"statements": [str(statement) for statement in migration.statements]}


answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    try:
        answer = difference(json.loads(line))
    except Exception as error:  # whatever it is, the next pair goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), file=answers, flush=True)
