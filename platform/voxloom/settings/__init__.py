"""What `make run` uses: one machine, loopback only, keys and SQLite in `var/`.

Python runs this file also when another settings module of the package is imported; only as the settings
themselves may it make keys and folders.
"""

import os

if os.environ.get("DJANGO_SETTINGS_MODULE") == __name__:
    from voxloom.settings.local import *  # noqa: F403  (settings modules are merged by star, as Django documents)
