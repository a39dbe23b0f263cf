"""The audit trail's hash chain: each row's SHA-256 covers its content and the hash before it."""

import hashlib
import json
from datetime import UTC, datetime

GENESIS = "0" * 64


def chained_hash(
    previous: str, at: datetime, actor_id: int | None, actor: str, action: str, subject: str, detail: str
) -> str:
    """In hex. The instant is taken in UTC: databases give it back so, whatever it was written as."""
    content = [previous, at.astimezone(UTC).isoformat(), actor_id, actor, action, subject, detail]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
