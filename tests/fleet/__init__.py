"""The fleet against the emulator: what it says it did is compared with what the emulator has."""
