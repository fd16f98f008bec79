from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('private_fostering', '0003_seal_what_was_clear')]

    operations = [
        migrations.RemoveField('arrangement', 'child_ref_clear'),
        migrations.RemoveField('visit', 'what_was_seen_clear'),
    ]
