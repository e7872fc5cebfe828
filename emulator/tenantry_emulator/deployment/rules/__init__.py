"""What Cloudflare refuses of an upload, a file for each kind of thing."""
