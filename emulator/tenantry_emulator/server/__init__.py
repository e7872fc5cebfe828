"""HTTP in, HTTP out: which operation a request asks for, and what else the emulator says of itself."""
