"""Operations that the specification does not have and that clients and tests need."""
