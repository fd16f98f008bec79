from django.db import migrations

#: The bands and groups in which the national collections of children's social care are published.
SUBGROUPS = {
    'age': ('Unborn', 'Under 1', '1 to 4', '5 to 9', '10 to 15', '16 and over', 'Age not known'),
    'sex': ('Girls', 'Boys', 'Sex not known'),
    'ethnicity': (
        'White', 'Mixed or multiple ethnic groups', 'Asian or Asian British', 'Black, African, Caribbean or Black British',
        'Other ethnic group', 'Ethnicity not known or refused',
    ),
    'cohort': ('Unaccompanied asylum-seeking children', 'Disabled children', 'Young carers'),
}


def add(apps, schema_editor):
    Subgroup = apps.get_model('analytics', 'Subgroup')
    Subgroup.objects.bulk_create(
        [
            Subgroup(cut=cut, key=label.lower().replace(',', '').replace(' ', '-')[:60], label=label, order=order)
            for cut, labels in SUBGROUPS.items()
            for order, label in enumerate(labels, 1)
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0004_definition_seasonal'),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
