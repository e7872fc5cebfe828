"""What each verb does: its requests in their order, without sending them."""
