"""The operations that this emulator answers; a handler is called as its operation."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from . import content, namespaces, script_secrets, scripts, settings, tags, wrangler_reads
from .asked import Asked

HANDLERS: Mapping[str, Callable[[Asked], Awaitable[Response]]] = {
    handler.__name__: handler
    for handler in (
        namespaces.list_namespaces,
        namespaces.create_namespace,
        namespaces.get_namespace,
        namespaces.replace_namespace,
        namespaces.update_namespace,
        namespaces.delete_namespace,
        scripts.list_scripts,
        scripts.upload_script,
        scripts.get_script,
        scripts.delete_script,
        content.get_content,
        settings.get_settings,
        settings.get_bindings,
        script_secrets.list_secrets,
        script_secrets.put_secret,
        script_secrets.get_secret,
        script_secrets.delete_secret,
        tags.get_tags,
        tags.set_tags,
        tags.add_tag,
        tags.remove_tag,
        wrangler_reads.account_worker_settings,
        wrangler_reads.account_worker_secrets,
    )
}
