"""The command `tenantry`, as it is installed, against the emulator: on a terminal, and off it."""
