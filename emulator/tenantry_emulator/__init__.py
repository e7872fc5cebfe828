"""Cloudflare's side of the wire, on this machine: for development and tests, never for untrusted code."""

from .emulator import Emulator
from .guesses import Guesses

__all__ = ["Emulator", "Guesses"]
