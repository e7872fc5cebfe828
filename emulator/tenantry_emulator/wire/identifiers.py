"""Times and identifiers, in the forms that Cloudflare gives them."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

# Who made a change. Not derived from the credential, so that nothing of it is ever kept.
USER_ID = "00000000000000000000000000e00e00"


def timestamp(moment: datetime) -> str:
    """A moment in UTC, with microseconds."""
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def new_tag() -> str:
    """An identifier of 32 hexadecimal digits, as scripts and deployments have."""
    return uuid.uuid4().hex


def new_namespace_id() -> str:
    """An identifier as namespaces have."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class VersionId:
    """Identifies a version of a script."""

    id: str
    created_on: str


def new_version(moment: datetime) -> VersionId:
    """A version that is made at this moment."""
    return VersionId(str(uuid.uuid4()), timestamp(moment))


def new_ray() -> str:
    """A value for `cf-ray`; where Cloudflare names a data centre, this says who answered."""
    return f"{secrets.token_hex(8)}-EMU"
