"""Bots belong to a workspace, those that were there to `main`; versions tell who kept them and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ISOLATED = {"abstract": False, "base_manager_name": "objects", "default_manager_name": "objects"}


def main(apps, schema_editor):
    workspace, _ = apps.get_model("accounts", "Workspace").objects.get_or_create(
        slug="main", defaults={"name": "Main"}
    )
    apps.get_model("flows", "Bot").objects.update(workspace=workspace)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_workspaces"),
        ("flows", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="bot",
            name="workspace",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="bots", to="accounts.workspace"
            ),
        ),
        migrations.RunPython(main, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="bot",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="bots", to="accounts.workspace"
            ),
        ),
        migrations.AddField(
            model_name="botversion",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="bot_versions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="botversion", name="author_name", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(model_name="botversion", name="message", field=models.TextField(blank=True)),
        migrations.CreateModel(
            name="BotRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Viewer"), (2, "Editor"), (3, "Reviewer"), (4, "Publisher"), (5, "Administrator")],
                        default=1,
                    ),
                ),
                (
                    "bot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="flows.bot"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bot_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("bot", "user"), **ISOLATED},
        ),
        migrations.AddConstraint(
            model_name="botrole",
            constraint=models.UniqueConstraint(fields=("bot", "user"), name="one_role_a_bot"),
        ),
        migrations.AlterField(
            model_name="release",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="releases", to="flows.botversion"
            ),
        ),
        migrations.AlterModelOptions(name="bot", options={"ordering": ("name",), **ISOLATED}),
        migrations.AlterModelOptions(name="botversion", options={"ordering": ("bot", "-number"), **ISOLATED}),
        migrations.AlterModelOptions(name="release", options={"ordering": ("bot", "environment"), **ISOLATED}),
    ]
