"""A row of the audit trail as it goes out of the house: one line of JSON, which nothing in it breaks."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Outgoing:
    """A row as it was written; ``detail`` is JSON. By the hashes a collector sees that none is missing."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    subject: str
    detail: str
    address: str | None
    previous_sha256: str
    sha256: str

    @property
    def moment(self) -> str:
        """In UTC, with microseconds: 2025-10-09T01:00:00.000000Z. A database without time zones gives UTC."""
        at = self.at.replace(tzinfo=UTC) if self.at.tzinfo is None else self.at.astimezone(UTC)
        return at.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"

    @property
    def is_warning(self) -> bool:
        """What somebody watches for: a refusal; a password or a code that was wrong, wherever it is asked."""
        return self.action.startswith("拒绝") or "失败" in self.action

    @property
    def line(self) -> str:
        return self._line(_read(self.detail))

    def within(self, most: int) -> str:
        """In at most ``most`` bytes: a longer one says, in the place of its detail, that it was cut."""
        line = self.line
        return line if len(line.encode("utf-8", "replace")) <= most else self._line({"cut": True})

    def _line(self, detail: object) -> str:
        said = {
            "id": self.id,
            "at": self.moment,
            "actor_id": self.actor_id,
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "detail": detail,
            "address": self.address,
            "previous_sha256": self.previous_sha256,
            "sha256": self.sha256,
        }
        return json.dumps(said, ensure_ascii=False)


def _read(detail: str) -> object:
    try:
        return json.loads(detail or "{}")
    except ValueError:
        return detail
