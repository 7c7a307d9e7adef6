"""Audio in and out of a call over WebRTC: hygiene of the offer, capture, playout and the peer connection."""
