"""What `deploy()` and `patch_settings()` are given, and what is sent for it."""
