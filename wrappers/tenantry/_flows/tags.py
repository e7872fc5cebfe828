"""Reads and changes the tags of a script."""

from collections.abc import Iterable

from tenantry._arguments.convert import as_tags, reading_arguments
from tenantry._arguments.names import valid_name
from tenantry._flow import Flow, listed, result
from tenantry_api.api import tags as api


def get(account: str, namespace: str, script: str) -> Flow[list[str]]:
    return (yield from listed(api.get_tags.request(account, namespace, script)))


def replace(account: str, namespace: str, script: str, tags: Iterable[str]) -> Flow[list[str]]:
    wanted = reading_arguments(as_tags)(tags)
    present = yield from result(api.set_tags.request(account, namespace, script, body=wanted))
    return wanted if present is None else present


def add(account: str, namespace: str, script: str, tag: str) -> Flow[None]:
    yield from api.add_tag.request(account, namespace, script, valid_name("A tag", tag))


def remove(account: str, namespace: str, script: str, tag: str) -> Flow[None]:
    yield from api.remove_tag.request(account, namespace, script, valid_name("A tag", tag))
