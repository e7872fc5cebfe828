"""What users pass, made ready to send or refused."""
