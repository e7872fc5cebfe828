"""Checks every answer against the specification before it is sent."""

from starlette.responses import Response

from tenantry_emulator.wire.envelope import Answer

from .operations import Content, Operation
from .schemas import checker_of, name_of


class OutsideSpec(Exception):
    """This emulator was about to answer what the specification does not describe."""


def check_response(operation: Operation, response: Response) -> None:
    """Fail where status, media type or form of the answer are not among those that the operation has."""
    if not operation.answers:
        return
    content = _content(operation, response.status_code)
    if not content:
        if response.body:
            raise OutsideSpec(f"{operation.id}: {response.status_code} comes without a body")
        return
    media = response.headers["content-type"].partition(";")[0]
    if media not in content:
        raise OutsideSpec(f"{operation.id}: {response.status_code} is not {media}")
    # Code is sent as it was uploaded; only JSON is checked.
    if isinstance(response, Answer) and (problem := checker_of(name_of(content[media])).problem(response.content)):
        raise OutsideSpec(f"{operation.id}: {response.status_code} at {problem.pointer or '/'}: {problem.message}")


def _content(operation: Operation, status: int) -> Content:
    for key in (str(status), f"{status // 100}XX"):
        if key in operation.answers:
            return operation.answers[key]
    raise OutsideSpec(f"{operation.id}: it has no answer {status}")
