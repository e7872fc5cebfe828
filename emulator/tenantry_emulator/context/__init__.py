"""What every request knows: the state, whose request it is, and what was asked of the emulator beforehand."""
