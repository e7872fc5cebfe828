"""What `patch_settings()` sends: only the settings that are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenantry._arguments import convert
from tenantry._arguments.deployment.deploy import as_bindings, given_settings
from tenantry._arguments.keep import KEEP, Keep
from tenantry_api import models


@convert.reading_arguments
def settings_patch(
    bindings: Keep | Iterable[models.Binding | Mapping[str, object]], settings: Mapping[str, object]
) -> models.SettingsPatch:
    """The settings to send; KEEP leaves one as it is."""
    patch = models.SettingsPatch(**given_settings(settings))
    if bindings is not KEEP:
        patch.bindings = convert.unique_names([*map(_without_code, as_bindings(bindings))])
    return patch


def _without_code(binding: models.Binding) -> models.Binding:
    """The binding; one to a part of an upload stays as it is, since no part is sent."""
    has_part = isinstance(binding, models.DataBlob | models.TextBlob | models.WasmModule)
    return models.Inherit(name=str(binding.name)) if has_part else binding
