"""What `patch_settings()` sends: only the settings that are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenantry._arguments import convert
from tenantry._arguments.deployment.deploy import as_bindings, given_settings
from tenantry._arguments.deployment.models import without_part
from tenantry._arguments.keep import KEEP, Keep
from tenantry_api import models


@convert.reading_arguments
def settings_patch(
    bindings: Keep | Iterable[models.Binding | Mapping[str, object]], settings: Mapping[str, object]
) -> models.SettingsPatch:
    """The settings to send; KEEP leaves one as it is."""
    patch = models.SettingsPatch(**given_settings(settings))
    if bindings is not KEEP:
        patch.bindings = convert.unique_names([*map(without_part, as_bindings(bindings))])
    return patch
