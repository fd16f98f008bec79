from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0003_gauges'),
    ]

    operations = [
        migrations.AddField(
            model_name='definition',
            name='seasonal',
            field=models.BooleanField(default=False, help_text='As referrals do with school terms: part of a year then never stands for the whole.', verbose_name='rises and falls with the time of year'),
        ),
    ]
