"""A caller without a browser: holds a real WebRTC call with recordings and times it at the wire."""
