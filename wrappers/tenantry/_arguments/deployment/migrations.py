"""Durable Object migrations: those that are still to be applied to what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import frozen

from tenantry._arguments.deployment.models import as_setting
from tenantry._arguments.names import valid_name
from tenantry.errors import NotSent
from tenantry_api import models

Migrations: TypeAlias = models.Migrations | Mapping[str, object] | Sequence[Mapping[str, object]]


@frozen
class History:
    """All migrations that a script has ever had, each with its tag, as wrangler's configuration lists them."""

    tags: list[str]
    steps: list[models.MigrationStep]

    def after(self, current: str | None) -> models.MultiStepMigrations | None:
        """Those that come after the tag that the script has."""
        if current is not None and current not in self.tags:
            raise NotSent(
                f"The script's migration_tag is {current!r}, which is not in migrations=: {', '.join(self.tags)}."
            )
        done = 0 if current is None else self.tags.index(current) + 1
        if done == len(self.tags):
            return None
        return models.MultiStepMigrations(old_tag=current, new_tag=self.tags[-1], steps=self.steps[done:])


def as_migrations(given: Migrations) -> models.Migrations | History:
    """Migrations as models."""
    if not isinstance(given, Sequence):
        found: models.Migrations = as_setting("migrations", given)
        said = found.to_dict()
        if not said or said.get("steps") == []:
            raise NotSent("migrations= has no step.")
        return found
    if not given or isinstance(given, str) or not all(isinstance(each, Mapping) for each in given):
        raise NotSent("migrations= is a model, or a list of steps: dicts, each with a tag.")
    tags = [valid_name("The tag of a migration", each.get("tag")) for each in given]
    if len(set(tags)) < len(tags):
        raise NotSent("Two of the migrations have the same tag.")
    steps = [{name: value for name, value in each.items() if name != "tag"} for each in given]
    return History(tags, as_setting("migrations", {"steps": steps}).steps)


def pending(given: models.Migrations | History, current: str | None) -> models.Migrations | None:
    """What is still to be applied to a script that has this tag; None where nothing is."""
    if isinstance(given, History):
        return given.after(current)
    return None if current is not None and current == given.new_tag else given
