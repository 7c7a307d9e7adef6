from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the one that moves them: PostgreSQL changes no table whose rows were changed just before."""

    dependencies = [
        ('knowledge', '0003_steps_and_words'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='documentversion',
            name='word_vectors',
        ),
        migrations.RemoveField(
            model_name='documentversion',
            name='words',
        ),
    ]
