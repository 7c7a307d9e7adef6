"""How each type of rule finds what it speaks of: a module for each, named as the type."""
