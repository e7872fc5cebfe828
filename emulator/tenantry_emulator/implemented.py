"""The operations that this emulator answers; a handler is called as its operation."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from . import (
    account_workers,
    assets,
    content,
    d1_queries,
    kv_values,
    namespaces,
    script_secrets,
    scripts,
    settings,
    tags,
    wrangler_reads,
)
from .asked import Asked

# Beside those of the specification.
OTHER_OPERATIONS = (
    *account_workers.OPERATIONS,
    *d1_queries.OPERATIONS,
    *kv_values.OPERATIONS,
    *wrangler_reads.OPERATIONS,
)

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
        scripts.delete_scripts,
        scripts.upload_script,
        scripts.get_script,
        scripts.delete_script,
        content.put_content,
        content.get_content,
        settings.get_settings,
        settings.patch_settings,
        settings.get_bindings,
        script_secrets.list_secrets,
        script_secrets.put_secret,
        script_secrets.put_secrets,
        script_secrets.get_secret,
        script_secrets.delete_secret,
        tags.get_tags,
        tags.set_tags,
        tags.add_tag,
        tags.remove_tag,
        assets.create_assets_session,
        assets.upload_assets,
        account_workers.list_workers,
        account_workers.upload_worker,
        account_workers.delete_worker,
        kv_values.put_kv_value,
        kv_values.get_kv_value,
        kv_values.delete_kv_value,
        kv_values.list_kv_keys,
        d1_queries.query_d1,
        d1_queries.raw_d1,
        wrangler_reads.account_worker_settings,
        wrangler_reads.account_worker_secrets,
        wrangler_reads.list_queues,
        wrangler_reads.get_bucket,
    )
}
