"""Pickles of the release before are read, and today's too."""

import pickle

import pytest

import tenantry
from tests.public.pickled import PICKLES, values

VALUES = values()


def told(value: object) -> object:
    """What can be compared: two exceptions are equal only if they are one."""
    if isinstance(value, list):
        return [told(each) for each in value]
    return (type(value), value.args, vars(value)) if isinstance(value, Exception) else value


def test_there_is_a_file_for_each_value() -> None:
    assert {path.stem for path in PICKLES.iterdir()} == VALUES.keys()


@pytest.mark.parametrize("name", VALUES)
def test_a_pickle_of_the_release_before_is_read(name: str) -> None:
    assert told(pickle.loads((PICKLES / f"{name}.pickle").read_bytes())) == told(VALUES[name])


@pytest.mark.parametrize("name", VALUES)
def test_a_pickle_of_today_is_read(name: str) -> None:
    assert told(pickle.loads(pickle.dumps(VALUES[name]))) == told(VALUES[name])


def test_keep_is_one_object() -> None:
    assert pickle.loads(pickle.dumps(tenantry.KEEP)) is tenantry.KEEP
