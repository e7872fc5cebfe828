"""State that all calls of this process with the same credentials at the same origin share."""

import hashlib
import os
import threading
from typing import Self
from weakref import WeakSet, WeakValueDictionary

import httpx

# Keyed, so that these hashes cannot be compared with hashes of tokens made elsewhere.
_SALT = os.urandom(32)


class Shared:
    """What is shared; a forked child begins it anew."""

    def __init__(self) -> None:
        self.renew()
        with _lock:
            _everything.add(self)

    def renew(self) -> None:
        """Begin anew, as in a forked child, where another thread may have held the lock."""
        raise NotImplementedError

    @classmethod
    def by(cls, secret: str, base_url: str) -> Self:
        """That of these credentials; it lives as long as a client holds it."""
        url = httpx.URL(base_url)
        text = f"{url.scheme}://{url.host}:{url.port}\n{secret}"
        key = cls, hashlib.blake2b(text.encode(), key=_SALT).digest()
        with _lock:
            # `setdefault` of the weak dictionary would drop the new one before it is returned.
            shared = _by_credentials.get(key) or cls()
            _by_credentials[key] = shared
        assert isinstance(shared, cls)
        return shared

    @classmethod
    def all(cls) -> list[Self]:
        """Each of this kind that somebody holds."""
        with _lock:
            return [shared for shared in _everything if isinstance(shared, cls)]


_everything: WeakSet[Shared] = WeakSet()
_by_credentials: WeakValueDictionary[tuple[type[Shared], bytes], Shared] = WeakValueDictionary()
_lock = threading.RLock()


def _in_a_forked_child() -> None:
    """The child's calls stand in queues of its own; a lock may have been held by a thread that it does not have."""
    global _lock
    _lock = threading.RLock()
    for shared in [*_everything]:
        shared.renew()


if hasattr(os, "register_at_fork"):
    # Windows has no fork.
    os.register_at_fork(after_in_child=_in_a_forked_child)
