"""Everything that was there belongs to the workspace `main` from now on."""

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


def main(apps, schema_editor):
    workspace, _ = apps.get_model("accounts", "Workspace").objects.get_or_create(
        slug="main", defaults={"name": "Main"}
    )
    apps.get_model("accounts", "ApiKey").objects.update(workspace=workspace)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        help_text="What commands and addresses call it.",
                        max_length=64,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\\Z",
                                "Small letters, digits and hyphens, no hyphen at either end.",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("created", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ("name", "slug")},
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Viewer"), (2, "Editor"), (3, "Reviewer"), (4, "Publisher"), (5, "Administrator")],
                        default=1,
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="accounts.workspace"
                    ),
                ),
            ],
            options={
                "ordering": ("workspace", "user"),
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("workspace", "user"), name="one_role_a_workspace"),
        ),
        migrations.AlterModelOptions(
            name="apikey",
            options={
                "ordering": ("-created", "-pk"),
                "verbose_name": "API key",
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="apikey",
            name="expires",
            field=models.DateTimeField(
                blank=True, help_text="From then on it opens nothing; never when empty.", null=True
            ),
        ),
        migrations.AddField(
            model_name="apikey",
            name="workspace",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="api_keys",
                to="accounts.workspace",
            ),
        ),
        migrations.RunPython(main, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="apikey",
            name="workspace",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="api_keys", to="accounts.workspace"
            ),
        ),
    ]
