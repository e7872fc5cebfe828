"""What a Worker may use before it is ended, and what all of them may keep."""

from dataclasses import dataclass

from tenantry_emulator.arguments import check_fields


@dataclass(frozen=True)
class Bounds:
    """Cloudflare's, as far as a process of its own can be held to them."""

    __module__ = "tenantry_emulator"

    startup_seconds: float = 10.0
    """Time to start. Cloudflare counts 1 second of CPU time; here the machine may be busy with others."""
    cpu_ms: int = 30_000
    """CPU time that a Worker may take without once letting go, unless the script's `limits.cpu_ms` says otherwise.
    https://developers.cloudflare.com/workers/platform/limits/#cpu-time"""
    memory_mb: int = 128
    """JavaScript's heap. https://developers.cloudflare.com/workers/platform/limits/#memory"""
    processes: int = 64
    """Workers that are kept running; above that, the least recently used is stopped. Each takes 10 to 25 MB."""
    kv_mb: int = 1024
    """What all KV namespaces of an account hold together, with 100 bytes beside each pair. By default it is what an
    account may store on Cloudflare's free plan; the paid ones have no such limit.
    https://developers.cloudflare.com/kv/platform/limits/"""
    d1_mb: int = 10 * 1024
    """What a D1 database holds. https://developers.cloudflare.com/d1/platform/limits/"""

    def __post_init__(self) -> None:
        check_fields(self)
