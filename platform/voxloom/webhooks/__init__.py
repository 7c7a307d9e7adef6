"""Telling other programs what happened: signed requests to addresses of a workspace, tried until they are taken."""
