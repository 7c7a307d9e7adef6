"""Calls that were kept, told so that whoever makes bots sees what happened and why. Reads only."""
