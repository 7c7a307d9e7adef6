"""Tickets belong to the workspace of their bot. Those that are there live for a minute, and are let go."""

import django.db.models.deletion
from django.db import migrations, models


def let_go(apps, schema_editor):
    apps.get_model("runtime", "CallTicket").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_workspaces"),
        ("runtime", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(let_go, migrations.RunPython.noop),
        migrations.AddField(
            model_name="callticket",
            name="workspace",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.workspace"
            ),
        ),
        migrations.AlterField(
            model_name="callticket",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.workspace"
            ),
        ),
        migrations.AlterModelOptions(
            name="callticket",
            options={
                "ordering": ("-expires",),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
    ]
