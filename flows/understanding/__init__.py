"""From words to dialogue acts, behind one port."""
