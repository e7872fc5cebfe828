"""Reads and changes settings and tags, and reads bindings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from tenantry._arguments.convert import as_tags, reading_arguments
from tenantry._arguments.deployment.deploy import settings_patch
from tenantry._arguments.keep import Keep
from tenantry._arguments.names import valid_name
from tenantry._flow import Flow, existing, listed, result, written
from tenantry.errors import NotSent
from tenantry_api import models
from tenantry_api.api import settings as api
from tenantry_api.api import tags as tag_api
from tenantry_api.display import Rows
from tenantry_api.unions import AnyBinding


def get(account: str, namespace: str, name: str) -> Flow[models.Settings]:
    return (yield from existing(api.get_settings.request(account, namespace, name)))


def whole(account: str, namespace: str, name: str) -> Flow[models.Settings]:
    """The settings, with the bindings from where they can be read: an answer without them must not pass for none."""
    found = yield from get(account, namespace, name)
    if found.bindings is not None:
        return found
    return evolve(found, bindings=(yield from bindings(account, namespace, name)))


def change(
    account: str,
    namespace: str,
    name: str,
    new_bindings: Keep | Iterable[AnyBinding | Mapping[str, object]],
    others: Mapping[str, object],
) -> Flow[models.Settings]:
    patch = settings_patch(new_bindings, others)
    body = models.SettingsUpload(settings=patch)
    if patch == models.SettingsPatch():
        raise NotSent("No setting is given that patch_settings() could change.")
    call = reading_arguments(api.patch_settings.request)(account, namespace, name, body=body)
    return (yield from written(call, get(account, namespace, name)))


def bindings(account: str, namespace: str, name: str) -> Flow[Rows[models.Binding]]:
    return (yield from listed(api.get_bindings.request(account, namespace, name)))


def get_tags(account: str, namespace: str, script: str) -> Flow[list[str]]:
    return (yield from listed(tag_api.get_tags.request(account, namespace, script)))


def set_tags(account: str, namespace: str, script: str, tags: Iterable[str]) -> Flow[list[str]]:
    wanted = reading_arguments(as_tags)(tags)
    present = yield from result(tag_api.set_tags.request(account, namespace, script, body=wanted))
    return wanted if present is None else present


def add_tag(account: str, namespace: str, script: str, tag: str) -> Flow[None]:
    yield from tag_api.add_tag.request(account, namespace, script, valid_name("A tag", tag))


def remove_tag(account: str, namespace: str, script: str, tag: str) -> Flow[None]:
    yield from tag_api.remove_tag.request(account, namespace, script, valid_name("A tag", tag))
