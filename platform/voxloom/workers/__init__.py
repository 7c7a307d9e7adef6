"""What a process of this server and its children have in common: their messages, their pulse, their beginning."""
