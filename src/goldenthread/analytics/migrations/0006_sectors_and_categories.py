from django.db import migrations

from goldenthread.law.measures.parts import PARTS


def add(apps, schema_editor):
    """The sectors and categories that a source names (`goldenthread.law.measures.parts`)."""
    Subgroup = apps.get_model('analytics', 'Subgroup')
    Subgroup.objects.bulk_create(
        [
            Subgroup(cut=parts.cut.value, key=key, label=label, order=order)
            for parts in PARTS
            for order, (key, label) in enumerate(zip(parts.keys, parts.labels), 1)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0005_subgroups'),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
