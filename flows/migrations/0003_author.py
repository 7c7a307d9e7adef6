"""The author of a version is a name: whoever leaves still is it."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the user, keep the name."""

    dependencies = (("flows", "0002_workspaces"),)
    operations = (
        migrations.RemoveField(model_name="botversion", name="author"),
        migrations.RenameField(model_name="botversion", old_name="author_name", new_name="author"),
    )
