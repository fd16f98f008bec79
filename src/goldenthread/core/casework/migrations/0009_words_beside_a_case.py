"""Why a case was looked at, in the reader's own words, and why somebody was let in: a child could be named in them.

What stands in the clear is sealed with the ring; why somebody was let in stands in the case's story, sealed there.
"""

from django.db import migrations, models

import goldenthread.core.sealing.fields


def seal(apps, schema_editor):
    Reading = apps.get_model("casework", "Reading")
    rows = Reading._base_manager.exclude(words_clear="").values_list("pk", "words_clear")
    for pk, words in list(rows):
        Reading._base_manager.filter(pk=pk).update(words=words)


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_alter_reading_purpose")]

    operations = [
        migrations.RemoveConstraint(model_name="reading", name="reading_says_why"),
        migrations.RenameField(model_name="reading", old_name="words", new_name="words_clear"),
        migrations.AddField(
            model_name="reading",
            name="words",
            field=goldenthread.core.sealing.fields.SealedWords(blank=True, verbose_name="in their words"),
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField(model_name="reading", name="words_clear"),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", "other"), _negated=True) | models.Q(("words__isnull", False)),
                name="reading_says_why",
            ),
        ),
        migrations.RunSQL(
            "update casework_participant set why = '' where register_id is not null and why <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            """update tenancy_history h set changes = h.changes - 'why' from casework_participant p
                where h."table" = 'casework_participant' and h.row_id = p.id and p.register_id is not null""",
            migrations.RunSQL.noop,
        ),
    ]
