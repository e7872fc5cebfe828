"""`tenantry rollout`: one operation over many scripts, planned, started, watched, stopped and taken back."""
