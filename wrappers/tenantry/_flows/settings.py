"""Reads and changes settings, and reads bindings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tenantry._arguments.convert import reading_arguments
from tenantry._arguments.deployment.settings_patch import settings_patch
from tenantry._arguments.keep import Keep
from tenantry._flow import Flow, existing, listed, result
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.api import settings as api


def get(account: str, namespace: str, name: str) -> Flow[models.Settings]:
    return (yield from existing(api.get_settings.request(account, namespace, name)))


def change(
    account: str,
    namespace: str,
    name: str,
    new_bindings: Keep | Iterable[models.Binding | Mapping[str, object]],
    others: Mapping[str, object],
) -> Flow[models.Settings]:
    patch = settings_patch(new_bindings, others)
    body = models.SettingsUpload(settings=patch)
    if patch == models.SettingsPatch():
        raise NotSent("No setting is given that patch_settings() could change.")
    call = reading_arguments(api.patch_settings.request)(account, namespace, name, body=body)
    changed = yield from result(call)
    return changed or (yield from get(account, namespace, name))


def bindings(account: str, namespace: str, name: str) -> Flow[list[models.Binding]]:
    return (yield from listed(api.get_bindings.request(account, namespace, name)))
