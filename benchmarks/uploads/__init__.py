"""What an upload costs beside bare httpx: a deploy of any size, and static assets."""
