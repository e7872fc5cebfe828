"""Connections on which some answers come in part: what was asked for was done, and nobody reads that it was."""

from collections.abc import Collection, Iterator

import httpx


class CutOff(httpx.HTTPTransport):
    """Cuts the answers to these uploads, counted from 0, in their middle: in turns with an error, and without one."""

    def __init__(self, numbers: Collection[int]) -> None:
        super().__init__()
        self._left = {*numbers}
        self._uploads = 0
        self.cut = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.method == "PUT":
            number, self._uploads = self._uploads, self._uploads + 1
            if number in self._left:
                self.cut += 1
                whole = response.read()
                response.close()
                stream = _Half(whole, fails=self.cut % 2 == 0)
                # Without the length that it does not have.
                headers = [pair for pair in response.headers.raw if pair[0].lower() != b"content-length"]
                return httpx.Response(response.status_code, headers=headers, stream=stream)
        return response


class _Half(httpx.SyncByteStream):
    def __init__(self, whole: bytes, *, fails: bool) -> None:
        self._whole = whole
        self._fails = fails

    def __iter__(self) -> Iterator[bytes]:
        yield self._whole[: len(self._whole) // 2]
        if self._fails:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
