"""The static assets of a script: a folder, and how it is served."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import Enum
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from tenantry._assets import hashing
from tenantry._assets.folder import AssetFolder
from tenantry._public import public
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.types import UNSET


class _Salt(Enum):
    PER_SCRIPT = "PER_SCRIPT"

    def __repr__(self) -> str:
        return "PER_SCRIPT"


PerScript: TypeAlias = Literal[_Salt.PER_SCRIPT]
PER_SCRIPT: Final = _Salt.PER_SCRIPT


@public
@frozen
class Assets:
    """The files in a folder, for `deploy(assets=…)`: Cloudflare serves them beside the Worker.

    Every file below `directory` is served, hidden ones too, but for those that an `.assetsignore` in it names by the
    rules of `.gitignore`. Its `_headers` and `_redirects` are not served; they say how the others are.

    Cloudflare stores equal hashes once in a namespace, whoever uploads them. `salt` keeps scripts apart: by default it
    is the script's name, so that no script shares a file with another, and a deploy uploads only what that script has
    not had. With the same text as `salt` scripts share their files; with None, all that do so, and files that wrangler
    uploaded, too. A script that is renamed, or another salt, uploads all files once more.

    The folder is read when it is deployed. Raises NotSent for options that cannot be used.
    https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/configuration/static-assets/
    """

    directory: str | os.PathLike[str]
    base_path: str | None = field(default=None, kw_only=True)
    """The path below which they are served."""
    html_handling: (
        models.HtmlHandling
        | Literal["auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"]
        | None
    ) = field(default=None, kw_only=True)
    """How paths of pages end."""
    not_found_handling: models.NotFoundHandling | Literal["none", "404-page", "single-page-application"] | None = field(
        default=None, kw_only=True
    )
    """What a path without a file gets."""
    run_worker_first: bool | Sequence[str] | None = field(default=None, kw_only=True)
    """Whether the Worker sees a request before the assets do, or for which paths: `["/api/*", "!/api/docs"]`."""
    salt: str | PerScript | None = field(default=PER_SCRIPT, kw_only=True, repr=False)
    """What keeps its hashes apart from those of other scripts."""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.directory, str | os.PathLike):
            raise NotSent(f"directory must be a path, not {type(self.directory).__name__}.")
        for option in ("base_path", "html_handling", "not_found_handling"):
            if not isinstance(getattr(self, option), str | None):
                raise NotSent(f"{option} must be a str, not {type(getattr(self, option)).__name__}.")
        if self.salt == "" or not isinstance(self.salt, str | _Salt | None):
            raise NotSent("salt must be a text, such as the tenant's id, or None to share files with all scripts.")
        if not _is_rules(self.run_worker_first):
            raise NotSent("run_worker_first is True, False, or a list of paths such as ['/api/*'].")

    def key(self, script: str) -> bytes | None:
        """The key of the hashes of this script's files."""
        salt = script if self.salt is PER_SCRIPT else self.salt
        return None if salt is None else hashing.key(salt)

    def config(self, folder: AssetFolder) -> models.AssetsConfig:
        """How the files are served."""
        rules = self.run_worker_first
        return models.AssetsConfig(
            field_headers=UNSET if folder.headers is None else folder.headers,
            field_redirects=UNSET if folder.redirects is None else folder.redirects,
            base_path=UNSET if self.base_path is None else self.base_path,
            html_handling=UNSET if self.html_handling is None else models.HtmlHandling(self.html_handling),
            not_found_handling=(
                UNSET if self.not_found_handling is None else models.NotFoundHandling(self.not_found_handling)
            ),
            run_worker_first=UNSET if rules is None else rules if isinstance(rules, bool) else [*rules],
        )


def _is_rules(value: object) -> bool:
    """One str is refused, since it would become a list of its letters."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(isinstance(rule, str) for rule in value)
    return isinstance(value, bool | None)
