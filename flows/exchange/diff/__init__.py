"""What differs between two bots, as their author means it: layout, comments and the order of keys do not count."""
