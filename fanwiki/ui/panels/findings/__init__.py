"""What needs care in the wiki."""
