"""Clients that no one here wrote, unmodified, against the emulator: `make clients` installs them."""
