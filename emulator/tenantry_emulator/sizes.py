"""Bounds on what a request may bring."""

from starlette.types import Message, Receive

from .refusals import TOO_LARGE, Refusal


def bounded(receive: Receive, length: str | None, most: int) -> Receive:
    """The body of the request as it comes in; refused as soon as it is known to be too long."""
    if length is not None and length.isdigit() and int(length) > most:
        raise _refusal(most)
    seen = 0

    async def received() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _refusal(most)
        return message

    return received


def _refusal(most: int) -> Refusal:
    return Refusal(TOO_LARGE, f"The request is larger than the {most} bytes that tenantry_emulator takes.")
