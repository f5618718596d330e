"""The table of editions served."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make it."""

    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("programme", models.CharField(max_length=80)),
                ("fingerprint", models.CharField(max_length=64)),
                ("served_since", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["programme", "-served_since"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "fingerprint"), name="one_row_an_edition")
                ],
            },
        ),
    ]
