"""Runs uploaded Workers with Cloudflare's open-source `workerd`, in a process for each version of a script."""
