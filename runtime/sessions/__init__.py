"""A call as one actor with one mailbox."""
