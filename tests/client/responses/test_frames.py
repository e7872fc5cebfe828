"""The variables of frames that an error has left are emptied, of all that belongs to the error."""

import traceback
from collections.abc import Iterator
from typing import TypeVar

import tenantry
from tenantry._responses.redaction import clear_frames

E = TypeVar("E", bound=BaseException)

SECRET = "p4ssw0rd-of-a-frame"


def raised(error: E, cause: BaseException | None = None) -> E:
    """The error, with a frame that holds a secret."""

    def fail(secret: str) -> None:
        if cause is not None:
            raise error from cause
        raise error

    try:
        fail(SECRET)
    except type(error):
        pass
    return error


def shown(error: BaseException) -> str:
    """What an error reporter shows of it."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(text for part in parts(told) for text in (*part.format_exception_only(), *map(str, frames(part))))


def parts(told: traceback.TracebackException) -> Iterator[traceback.TracebackException]:
    yield told
    for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
        if other is not None:
            yield from parts(other)


def frames(told: traceback.TracebackException) -> Iterator[dict[str, str] | None]:
    return (frame.locals for frame in told.stack if frame.name == "fail")


def test_a_frame_is_emptied() -> None:
    error = raised(ValueError("wrong"))
    assert SECRET in shown(error)
    clear_frames(error)

    assert SECRET not in shown(error)
    assert "wrong" in shown(error)


def test_frames_of_causes_contexts_and_groups_are_emptied() -> None:
    cause = raised(ValueError("the cause"))
    context = raised(ValueError("the context"))
    inner = raised(ValueError("one of them"))
    error = raised(ExceptionGroup("all", [inner, ExceptionGroup("some", [raised(ValueError("another"))])]), cause)
    cause.__context__ = context
    assert shown(error).count(SECRET) == 5
    clear_frames(error)

    assert SECRET not in shown(error)
    for text in ("the cause", "the context", "one of them", "another"):
        assert text in shown(error)


def test_what_came_before_an_error_of_ours_is_forgotten() -> None:
    """An exception of a library can hold the request, and the request holds the token."""
    error, foreign = raised(tenantry.Error("ours")), raised(ValueError("foreign"))
    error.__context__ = foreign
    clear_frames(error)

    assert error.__context__ is None


def test_what_came_before_another_error_is_kept() -> None:
    error, before = raised(KeyboardInterrupt()), raised(ValueError("before"))
    error.__context__ = before
    clear_frames(error)

    assert error.__context__ is before
    assert SECRET not in shown(error)
