"""One queue in this process for all clients with the same credentials at the same origin."""

from __future__ import annotations

import hashlib
import os
import threading
from weakref import WeakValueDictionary

import httpx

from tenantry._rate_limit.pacer import Pacer

# So that what stands here could not be compared with hashes of tokens made elsewhere.
_SALT = os.urandom(32)

_pacers: WeakValueDictionary[bytes, Pacer] = WeakValueDictionary()
_lock = threading.Lock()


def shared_pacer(secret: str, base_url: str) -> Pacer:
    """The queue of these credentials; it lives as long as somebody has it."""
    url = httpx.URL(base_url)
    text = f"{url.scheme}://{url.host}:{url.port}\n{secret}"
    key = hashlib.blake2b(text.encode(), key=_SALT).digest()
    with _lock:
        # `setdefault` of the weak dictionary would drop the new one before it is returned.
        pacer = _pacers.get(key) or Pacer()
        _pacers[key] = pacer
        return pacer


def _in_a_forked_child() -> None:
    """The child's calls stand in queues of its own; a lock may have been held by a thread that it does not have."""
    global _lock
    _lock = threading.Lock()
    for pacer in [*_pacers.values()]:
        pacer.renew()


if hasattr(os, "register_at_fork"):
    # Windows has no fork.
    os.register_at_fork(after_in_child=_in_a_forked_child)
