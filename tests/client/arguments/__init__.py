"""What users pass, made sendable or refused."""
