"""The rights that the application's role needs on PostgreSQL, and no others (docs/operations/postgresql.md).

Two roles: the owner, who brings the tables up and alone could switch a trigger off, and the role that the
application serves under. What is append-only it can add to and read.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.services import schema
from tracker.tables import APPEND_ONLY, LOCKED, RIGHTS

_ABOUT = text(
    "SELECT pg_has_role(current_user, relowner, 'MEMBER'), "
    "(SELECT rolsuper OR pg_has_role(oid, relowner, 'MEMBER') FROM pg_roles WHERE rolname = :role) "
    "FROM pg_class WHERE oid = 'ledger'::regclass"
)


def grant(engine: Engine, role: str) -> tuple[str, ...]:
    """Give ``role`` what the application needs and take the rest; gives the statements that were run.

    Again after each upgrade: new tables need rights too. Raises BadInput, also where the address is not the
    owner's.
    """
    if engine.dialect.name == "sqlite":
        raise BadInput(_("SQLite 没有角色,权限由文件所在的文件夹决定。"))
    with schema.connected(engine) as connection:
        is_owner, may_all = connection.execute(_ABOUT, {"role": role}).one()
        if not is_owner:
            raise BadInput(_("授权要用各表所有者的账号:请把 TRACKER_DATABASE_URL 暂时设为所有者的地址。"))
        if may_all is None:
            raise BadInput(_("数据库里没有角色“{role}”。请先用 CREATE ROLE 建立它。").format(role=role))
        if may_all:
            raise BadInput(
                _("角色“{role}”是超级用户或各表的所有者,它能停用触发器。请为程序另建一个角色。").format(
                    role=role
                )
            )
        statements = tuple(_statements(connection, connection.dialect.identifier_preparer.quote(role)))
        for statement in statements:
            connection.exec_driver_sql(statement)
    return statements


def _statements(connection: Connection, role: str) -> Iterator[str]:
    schema_name = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema_name} FROM {role}"
    yield f"REVOKE CREATE ON SCHEMA {schema_name} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema_name} TO {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema_name} TO {role}"
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema_name} TO {role}"
    yield f"GRANT INSERT ON {', '.join(APPEND_ONLY)} TO {role}"
    yield f"GRANT UPDATE (id) ON {', '.join(LOCKED)} TO {role}"
    for table, rights in RIGHTS.items():
        yield f"GRANT {rights} ON {table} TO {role}"
