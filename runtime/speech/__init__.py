"""Speech in and out: recogniser, voice and sentence vectors in child processes, voice activity in a thread."""
