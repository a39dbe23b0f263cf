"""How a person likes the pages: kept with the account, changed by its owner alone. No fact, no audit row."""

from sqlmodel import Session

from tracker.domain.access import Person, Preferences
from tracker.domain.language import LANGUAGES, _
from tracker.domain.language.errors import BadInput
from tracker.tables import Account

_LONGEST = 400


def set_preferences(session: Session, person: Person, preferences: Preferences) -> None:
    """Keep what the person chose. Raises BadInput for a language that there is no catalogue for."""
    columns = ",".join(preferences.table_columns)
    if preferences.language not in LANGUAGES or len(columns) > _LONGEST:
        raise BadInput(_("不能保存这样的显示偏好。"))
    account = session.get(Account, person.account_id)
    assert account is not None, "who asks has an account"
    account.language = preferences.language
    account.large_type = preferences.large_type
    account.table_columns = columns
    session.add(account)
