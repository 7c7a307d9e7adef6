"""The verbs of `manage.py bot`: NAME, HELP, add_arguments(parser), run(options) -> exit code."""
