"""How uvicorn serves an application here."""

import uvicorn
from starlette.types import ASGIApp

from .connection import Protocol


def server_configuration(app: ASGIApp) -> uvicorn.Config:
    """The same for all who are served."""
    return uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
