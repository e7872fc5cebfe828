"""What is described of operations, as values, whoever describes it: Cloudflare's docs or openapi.yaml."""
