"""The ledger that is written into, and the two places where its backups are restored."""

from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import Server
from tracker.db import engine_for, transaction
from tracker.domain.access import Role
from tracker.services import accounts, schema


def prepared(engine_name: str, folder: Path, server: Server) -> tuple[str, dict[str, str]]:
    """The ledger's address, and the places' by the name of their engine."""
    (folder / "backups").mkdir()
    places = {"sqlite": f"sqlite:///{folder / 'restored' / 'tracker.db'}"}
    for name in (f"written_{engine_name}", f"restored_{engine_name}"):
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    at = f"postgresql+psycopg://postgres@/{{}}?host={server.info.host}"
    places["postgresql"] = at.format(f"restored_{engine_name}")
    url = f"sqlite:///{folder / 'tracker.db'}" if engine_name == "sqlite" else at.format("written_postgresql")
    engine = engine_for(url)
    schema.upgrade(engine)
    with transaction(engine) as session:
        accounts.create_account(session, None, "zhou", "周", Role.REVIEWER, [], datetime.now(UTC))
    engine.dispose()
    return url, places
