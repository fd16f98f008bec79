from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='packrun',
            name='edition',
            field=models.CharField(choices=[('full', 'Everything you may see'), ('members', "Members' edition, without what is closed to them"), ('public', 'Public edition, without restricted items'), ('minutes', 'Draft minutes')], default='members', max_length=8),
        ),
    ]
