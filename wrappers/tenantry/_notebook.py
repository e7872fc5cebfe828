"""An error as a notebook shows it: where the user's code called, and what was asked, answered and is to be done."""

from __future__ import annotations

import os
import traceback
from itertools import takewhile

_OURS = os.path.dirname(__file__)
_SHELL = f"{os.sep}IPython{os.sep}"
# Of the user's own calls, those nearest to ours; Python's usual traceback has the others.
_FRAMES = 3


def lines(error: Exception, asked: str, answered: str, hint: str | None) -> list[str]:
    """The frames before ours, and a line for each that has something to say."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = list(takewhile(lambda frame: not frame.filename.startswith(_OURS), frames))
    shown = traceback.format_list([each for each in theirs if _SHELL not in each.filename][-_FRAMES:])
    said = (("asked", asked), ("answered", answered), ("to do", hint))
    notes = getattr(error, "__notes__", ())
    return [
        *(line.rstrip("\n") for line in shown),
        f"{type(error).__module__}.{type(error).__qualname__}",
        *(f"{what:<10}{text}" for what, text in said if text),
        *notes,
    ]
