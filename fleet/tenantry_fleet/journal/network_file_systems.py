"""Whether a folder is on another machine, where locks and shared memory do not hold."""

from __future__ import annotations

from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_KINDS = {"9p", "afs", "beegfs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3"}


def network_file_system(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network file system that a folder is on; None for others, and where the system does not say."""
    try:
        lines = mounts.read_text("utf-8").splitlines()
    except OSError:
        # Only Linux has the list.
        return None
    kinds = {_unescaped(mount): kind for _, mount, kind, *_ in map(str.split, lines)}
    real = folder.resolve()
    kind = next((kinds[str(path)] for path in (real, *real.parents) if str(path) in kinds), None)
    return kind if kind in _KINDS else None


def _unescaped(mount: str) -> str:
    """Spaces stand there as `\\040`, and so on."""
    return mount.encode("latin-1", "replace").decode("unicode_escape") if "\\" in mount else mount
