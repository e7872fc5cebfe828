"""The manifest of a script's static assets: every file with its hash; and what is uploaded of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from attrs import frozen

from tenantry._assets.folder import AssetFile
from tenantry._assets.hashing import asset_hash, encoded
from tenantry._files import opened, why
from tenantry._flow import Check
from tenantry.errors import NotSent
from tenantry_api import models


@frozen
class Asset(AssetFile):
    """A file that is served, and the hash that names it at Cloudflare."""

    hash: str


class Manifest(Mapping[str, Asset]):
    """The static assets of a script by their paths."""

    def __init__(self, assets: Iterable[Asset]) -> None:
        self._assets = {asset.path: asset for asset in assets}
        self.by_hash: Mapping[str, Asset] = {asset.hash: asset for asset in self._assets.values()}
        """One file for each hash: where two have the same, Cloudflare stores one."""

    @property
    def size(self) -> int:
        """Of all files together, in bytes."""
        return sum(asset.size for asset in self.values())

    @property
    def body(self) -> models.CreateAssetsSession:
        """What Cloudflare is told of them."""
        entries = {path: models.AssetsManifestEntry(hash_=asset.hash, size=asset.size) for path, asset in self.items()}
        return models.CreateAssetsSession(manifest=models.AssetsManifest(additional_properties=entries))

    def __getitem__(self, path: str) -> Asset:
        return self._assets[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._assets)

    def __len__(self) -> int:
        return len(self._assets)

    def __repr__(self) -> str:
        return f"Manifest({len(self)} files, {self.size} bytes)"


def hashed(file: AssetFile, key: bytes | None, check: Check) -> Asset:
    """The file with its hash; its content passes through memory in pieces."""
    try:
        with opened(file.file) as content:
            digest = asset_hash(encoded(content, check), file.path, key)
            if content.tell() != file.size:
                raise ValueError("it changes as it is read")
    except (OSError, ValueError) as error:
        raise _unread(file.path, error) from None
    return Asset(file.path, file.size, file.content_type, file.file, digest)


def content(asset: Asset, key: bytes | None, check: Check) -> BytesIO:
    """The file as it is uploaded, in base64.

    Raises NotSent if it no longer is what was hashed: its hash would name other content from now on.
    """
    # As long as it will be: what grows is copied, and the other threads wait meanwhile.
    body = BytesIO(bytes((asset.size + 2) // 3 * 4))
    try:
        with opened(asset.file) as file:
            for piece in encoded(file, check):
                body.write(piece)
                if file.tell() > asset.size:
                    # It grew, and may go on to.
                    break
        if asset_hash([body.getvalue()], asset.path, key) != asset.hash:
            raise ValueError("it changed after it was hashed")
    except (OSError, ValueError) as error:
        raise _unread(asset.path, error) from None
    return body


def _unread(path: str, error: Exception) -> NotSent:
    return NotSent(f"{path}: {why(error)}. Nothing was deployed; if a build is still running, deploy when it is done.")
