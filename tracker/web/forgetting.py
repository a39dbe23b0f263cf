"""What a closed tab leaves behind is forgotten soon: three file handles, its uploads, its widgets.

Streamlit keeps 128 of them for a line that was only dropped (server.disconnectedSessionTTL), and forgets them
when somebody looks, by the garbage collector's leave. Here they end in time.

This wraps a method of Streamlit's, which is pinned; tests/web/test_forgetting.py fails when it changes.
"""

import asyncio

from streamlit.runtime import Runtime
from streamlit.runtime.caching.ttl_cache import TTLCache
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

EVERY = 10.0  # seconds
_SAVED = MemorySessionStorage.save


def _save(self: MemorySessionStorage, session_info: SessionInfo) -> None:
    forget(self)
    kept = _kept(self)
    if len(kept) >= kept.maxsize:
        _end(kept.pop(next(iter(kept))))
    _SAVED(self, session_info)


def forget(storage: MemorySessionStorage) -> None:
    """End the sessions whose tab has been away for too long."""
    for _id, left in _kept(storage).expire():
        _end(left)


def _kept(storage: MemorySessionStorage) -> TTLCache[str, SessionInfo]:
    assert isinstance(storage._cache, TTLCache)
    return storage._cache


def _end(left: SessionInfo) -> None:
    # Later: its manager holds a lock while it stores.
    asyncio.get_running_loop().call_soon(left.session.shutdown)


def closed_and_kept() -> int:
    """So many tabs that were closed have not been forgotten yet."""
    storage = _storage() if Runtime.exists() else None
    # By its length it would let go of those whose time is over, and they would not be ended.
    return 0 if storage is None else len(_kept(storage)._data)


def _storage() -> MemorySessionStorage | None:
    storage = vars(Runtime.instance()._session_mgr).get("_session_storage")
    return storage if isinstance(storage, MemorySessionStorage) else None


async def keep_forgetting() -> None:
    """Until it is cancelled."""
    while True:
        await asyncio.sleep(EVERY)
        if (storage := _storage()) is not None:
            forget(storage)


def install() -> None:
    """Once, before the first session."""
    MemorySessionStorage.save = _save  # type: ignore[method-assign]
