from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0003_calendar_feed'),
    ]

    operations = [
        migrations.AddField(
            model_name='packrun',
            name='needs_group',
            field=models.BigIntegerField(editable=False, null=True, verbose_name='group its reader sat on when it was made'),
        ),
        migrations.AddField(
            model_name='packrun',
            name='needs_oversight',
            field=models.BigIntegerField(editable=False, null=True, verbose_name='partnership its reader oversaw then'),
        ),
    ]
