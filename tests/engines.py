"""What SQLAlchemy and Alembic would work out anew for each test's database, worked out once.

The product has one engine for its life; nearly each test has one of its own, and made the same texts of the
same statements anew: 40 % of a small test's time. What is kept hangs on the dialect, hence the first one that
has connected serves those after it. An engine opens its connections, and asks whom it reached, by its own.

``verify`` reads the shape of every table and holds it against the code's: a third of its time, and random
walks verify after each walk. A SQLite whose schema is, word for word, one that was found alike is not read
again.
"""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.util import LRUCache

from tracker import db
from tracker.queries.integrity import shape

_first: dict[str, Engine] = {}
_alike: set[tuple[object, ...]] = set()
_own_way = db._plain_savepoints


def _share(engine: Engine) -> None:
    _own_way(engine)
    kind = engine.dialect.name
    if kind in _first:
        engine.dialect, engine._compiled_cache = _first[kind].dialect, _first[kind]._compiled_cache
        return
    engine._compiled_cache = LRUCache[Any, Any](2_000)

    @event.listens_for(engine, "engine_connect", once=True)
    def keep(_connection: object) -> None:
        _first.setdefault(kind, engine)


def _compare_once(context: MigrationContext, metadata: MetaData) -> Any:
    if context.connection is None or context.connection.dialect.name != "sqlite":
        return compare_metadata(context, metadata)
    schema = context.connection.exec_driver_sql("SELECT * FROM sqlite_master ORDER BY type, name")
    of_code = sum(len(table.columns) + len(table.indexes) for table in metadata.tables.values())
    told = (id(metadata), of_code, *((kind, name, words) for kind, name, _table, _page, words in schema))
    if told in _alike:
        return []
    found = compare_metadata(context, metadata)
    if not found:
        _alike.add(told)
    return found


db._plain_savepoints = _share  # the last thing that engine_for does, when its listeners stand
shape.compare_metadata = _compare_once  # type: ignore[attr-defined]
