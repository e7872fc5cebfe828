"""Sends the calls of a flow: waits for a place in the queue, tries, and retries; blocking and async."""
