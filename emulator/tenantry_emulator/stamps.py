"""Times and identifiers, in the forms that Cloudflare gives them."""

import secrets
import uuid
from datetime import datetime

# Who did it. Taken from no credential, so that nothing of one is ever kept.
USER_ID = "00000000000000000000000000e00e00"


def written(moment: datetime) -> str:
    """A moment in UTC, with microseconds."""
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def new_tag() -> str:
    """An identifier of 32 hexadecimal digits, as scripts and deployments have."""
    return uuid.uuid4().hex


def new_namespace_id() -> str:
    """An identifier as namespaces have."""
    return str(uuid.uuid4())


def new_version_id() -> str:
    """An identifier as versions of scripts have."""
    return str(uuid.uuid4())


def new_ray() -> str:
    """A value for `cf-ray`; where Cloudflare names a data centre, this says who answered."""
    return f"{secrets.token_hex(8)}-EMU"
