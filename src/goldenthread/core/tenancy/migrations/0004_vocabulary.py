from django.db import migrations, models

#: Words of one partnership by how alike their letters are. Both extensions are trusted since PostgreSQL 13: the owner of
#: the database may make them, and needs no superuser.
LETTERS = """create index vocabulary_letters on tenancy_vocabulary
               using gin (partnership_id, (word::text) gin_trgm_ops) with (fastupdate = off)"""


class Migration(migrations.Migration):

    dependencies = [('tenancy', '0003_roles_of_allegations')]

    operations = [
        migrations.RunSQL('create extension if not exists pg_trgm', migrations.RunSQL.noop),
        migrations.RunSQL('create extension if not exists btree_gin', migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partnership_id', models.BigIntegerField()),
                ('word', models.CharField(max_length=40)),
            ],
            options={
                'verbose_name_plural': 'vocabulary',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['partnership_id', 'word'], name='vocabulary_word')],
            },
        ),
        migrations.RunSQL(LETTERS, 'drop index vocabulary_letters'),
    ]
