"""The public surface changes on purpose only, and its types can be looked up where the program runs."""

from tests.public.surface import LIST, surface


def test_the_public_surface_is_the_committed_one() -> None:
    assert surface() == LIST.read_text("utf-8"), "python -m tests.public.surface writes it anew; read the diff"
