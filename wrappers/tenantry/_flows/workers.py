"""Flows about the account's own Workers."""

from __future__ import annotations

from collections.abc import Mapping

from tenantry._arguments.tag_filter import selects, tag_filter
from tenantry._flow import Flow, result
from tenantry_api import models
from tenantry_api.api import workers


def list_all(account: str, tags: Mapping[str, bool] | None) -> Flow[list[models.WorkerInfo]]:
    found = (yield from result(workers.list_workers.request(account, tags=tag_filter(tags)))) or []
    return [worker for worker in found if selects(tags, worker.tags)]
