from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0005_works'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversationevent',
            name='times',
            field=models.JSONField(blank=True, null=True),
        ),
    ]
