"""The operations that this emulator answers; a handler is called as its operation."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.responses import Response

from tenantry_emulator.context.request import Asked

from . import assets, content, namespaces, scripts, secrets, settings, tags
from .outside_spec import account_workers, d1, kv, wrangler_reads

# Beside those of the specification.
OTHER_OPERATIONS = (
    *account_workers.OPERATIONS,
    *d1.OPERATIONS,
    *kv.OPERATIONS,
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
        secrets.list_secrets,
        secrets.put_secret,
        secrets.put_secrets,
        secrets.get_secret,
        secrets.delete_secret,
        tags.get_tags,
        tags.set_tags,
        tags.add_tag,
        tags.remove_tag,
        assets.create_assets_session,
        assets.upload_assets,
        account_workers.list_workers,
        account_workers.upload_worker,
        account_workers.delete_worker,
        kv.put_kv_value,
        kv.get_kv_value,
        kv.delete_kv_value,
        kv.list_kv_keys,
        d1.query_d1,
        d1.raw_d1,
        wrangler_reads.account_worker_settings,
        wrangler_reads.account_worker_secrets,
        wrangler_reads.list_queues,
        wrangler_reads.get_bucket,
    )
}
