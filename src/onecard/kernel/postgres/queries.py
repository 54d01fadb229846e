"""Named queries: SQL is prose in files and Python calls it by name (`sql.find_card(tx, holder_id=…)`).

Each query in `sql/queries.sql` opens with `-- name: verb_noun` and one line of purpose; the suffix tells the
shape of the answer: `^` one row or None, `$` one value, `!` a row count, none an iterator of rows.
"""

from importlib.resources import files
from pathlib import Path
from typing import Any

import aiosql


def named_queries(package: str, file: str = "queries.sql") -> Any:
    """The named queries of a package's `sql/` folder, as an object with one function a query."""
    return aiosql.from_path(Path(str(files(package) / "sql" / file)), "psycopg", mandatory_parameters=False)
