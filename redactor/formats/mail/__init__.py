"""Mail: messages and mailboxes, edited in their own bytes."""
