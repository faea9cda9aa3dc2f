"""A kind of issue that Homeround raises by itself: a home that does not answer. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("issues", "0002_row_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="escalationpolicy",
            name="about",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "All kinds"),
                    ("medicines", "Medicines"),
                    ("end_of_life", "End of life"),
                    ("infection", "Infection"),
                    ("urgent_clinical", "Clinical"),
                    ("new_residents", "New or returned resident"),
                    ("falls", "Falls"),
                    ("nutrition", "Nutrition and hydration"),
                    ("mental_state", "Mental state"),
                    ("staffing", "Staffing"),
                    ("stock", "PPE and stock"),
                    ("equipment", "Equipment"),
                    ("training", "Training"),
                    ("visiting", "Visiting and isolation"),
                    ("family", "Family"),
                    ("other", "Other"),
                    ("supply", "Medicines supply"),
                    ("no_answer", "Home does not answer"),
                    ("same_day", "Resident to be seen today"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="issue",
            name="kind",
            field=models.CharField(
                choices=[
                    ("medicines", "Medicines"),
                    ("end_of_life", "End of life"),
                    ("infection", "Infection"),
                    ("urgent_clinical", "Clinical"),
                    ("new_residents", "New or returned resident"),
                    ("falls", "Falls"),
                    ("nutrition", "Nutrition and hydration"),
                    ("mental_state", "Mental state"),
                    ("staffing", "Staffing"),
                    ("stock", "PPE and stock"),
                    ("equipment", "Equipment"),
                    ("training", "Training"),
                    ("visiting", "Visiting and isolation"),
                    ("family", "Family"),
                    ("other", "Other"),
                    ("supply", "Medicines supply"),
                    ("no_answer", "Home does not answer"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="issueevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("medicines", "Medicines"),
                    ("end_of_life", "End of life"),
                    ("infection", "Infection"),
                    ("urgent_clinical", "Clinical"),
                    ("new_residents", "New or returned resident"),
                    ("falls", "Falls"),
                    ("nutrition", "Nutrition and hydration"),
                    ("mental_state", "Mental state"),
                    ("staffing", "Staffing"),
                    ("stock", "PPE and stock"),
                    ("equipment", "Equipment"),
                    ("training", "Training"),
                    ("visiting", "Visiting and isolation"),
                    ("family", "Family"),
                    ("other", "Other"),
                    ("supply", "Medicines supply"),
                    ("no_answer", "Home does not answer"),
                ],
                max_length=20,
            ),
        ),
    ]
