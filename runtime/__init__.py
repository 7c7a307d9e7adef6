"""Calls: signalling, media, speech, turn taking, sessions, widget."""
