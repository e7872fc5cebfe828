# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""Unions of models, each with its classes and the values of the tag that tells them apart."""

from ..display import Model


class AnyExport(Model):
    """Any class of `Export`: the type of a list of several, where a checker looks for one that all have."""

    __slots__ = ()


class AnyBinding(Model):
    """Any class of `Binding`: the type of a list of several, where a checker looks for one that all have."""

    __slots__ = ()


class AnySecret(Model):
    """Any class of `Secret`: the type of a list of several, where a checker looks for one that all have."""

    __slots__ = ()
