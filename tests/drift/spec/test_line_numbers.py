"""Lines of a YAML document are found by JSON pointer."""

from __future__ import annotations

import pytest

from drift.spec.line_numbers import LineNumbers, step, steps

TEXT = """\
paths:
  /a/{b}:
    get:
      tags: [x, y]
      parameters:
        - name: a
        - name: b
          in: path
"""


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        (1, ""),
        (1, "/paths"),
        (2, "/paths/~1a~1{b}"),
        (4, "/paths/~1a~1{b}/get/tags/1"),
        (6, "/paths/~1a~1{b}/get/parameters/0/name"),
        (7, "/paths/~1a~1{b}/get/parameters/1"),
        (8, "/paths/~1a~1{b}/get/parameters/1/in"),
    ],
)
def test_a_place_has_the_line_on_which_it_begins(line: int, pointer: str) -> None:
    assert line == LineNumbers(TEXT).line(pointer)


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        (3, "/paths/~1a~1{b}/get/responses/200"),
        (5, "/paths/~1a~1{b}/get/parameters/2"),
        (4, "/paths/~1a~1{b}/get/tags/x"),
        (1, "/components"),
    ],
)
def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it(line: int, pointer: str) -> None:
    assert line == LineNumbers(TEXT).line(pointer)


def test_nothing_has_one_line() -> None:
    assert LineNumbers("").line("/paths") == 1


@pytest.mark.parametrize("name", ["a/b", "a~b", "~1", "", "{x}"])
def test_a_step_of_a_pointer_is_read_as_it_was_written(name: str) -> None:
    assert [name, "c"] == steps(step(name) + step("c"))
