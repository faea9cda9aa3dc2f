"""A clinician whose profession nobody has said comes to a round as a clinician, and is written down as one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0007_tries_are_versions"),
        ("directory", "0002_row_security"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="roundcontact",
            name="checkins_contact_by_clinician",
        ),
        migrations.AlterField(
            model_name="roundcontact",
            name="clinician_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("gp", "GP"),
                    ("geriatrician", "Geriatrician"),
                    ("community_matron", "Community matron"),
                    ("nurse", "Nurse"),
                    ("pharmacist", "Pharmacist"),
                    ("mental_health", "Mental health team"),
                    ("palliative", "Palliative care team"),
                    ("therapist", "Therapist"),
                    ("clinician", "Clinician"),
                    ("pharmacy_technician", "Pharmacy technician"),
                    ("home_staff", "Home staff"),
                    ("care_coordinator", "Care coordinator"),
                    ("social_worker", "Social worker"),
                    ("other", "Other"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="roundcontactevent",
            name="clinician_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("gp", "GP"),
                    ("geriatrician", "Geriatrician"),
                    ("community_matron", "Community matron"),
                    ("nurse", "Nurse"),
                    ("pharmacist", "Pharmacist"),
                    ("mental_health", "Mental health team"),
                    ("palliative", "Palliative care team"),
                    ("therapist", "Therapist"),
                    ("clinician", "Clinician"),
                    ("pharmacy_technician", "Pharmacy technician"),
                    ("home_staff", "Home staff"),
                    ("care_coordinator", "Care coordinator"),
                    ("social_worker", "Social worker"),
                    ("other", "Other"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="roundinvitation",
            name="invited_as",
            field=models.CharField(
                choices=[
                    ("gp", "GP"),
                    ("geriatrician", "Geriatrician"),
                    ("community_matron", "Community matron"),
                    ("nurse", "Nurse"),
                    ("pharmacist", "Pharmacist"),
                    ("mental_health", "Mental health team"),
                    ("palliative", "Palliative care team"),
                    ("therapist", "Therapist"),
                    ("clinician", "Clinician"),
                    ("pharmacy_technician", "Pharmacy technician"),
                    ("home_staff", "Home staff"),
                    ("care_coordinator", "Care coordinator"),
                    ("social_worker", "Social worker"),
                    ("other", "Other"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="roundinvitationevent",
            name="invited_as",
            field=models.CharField(
                choices=[
                    ("gp", "GP"),
                    ("geriatrician", "Geriatrician"),
                    ("community_matron", "Community matron"),
                    ("nurse", "Nurse"),
                    ("pharmacist", "Pharmacist"),
                    ("mental_health", "Mental health team"),
                    ("palliative", "Palliative care team"),
                    ("therapist", "Therapist"),
                    ("clinician", "Clinician"),
                    ("pharmacy_technician", "Pharmacy technician"),
                    ("home_staff", "Home staff"),
                    ("care_coordinator", "Care coordinator"),
                    ("social_worker", "Social worker"),
                    ("other", "Other"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="roundcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ("seen", "discussed")), _negated=True),
                    models.Q(
                        (
                            "clinician_as__in",
                            (
                                "gp",
                                "geriatrician",
                                "community_matron",
                                "nurse",
                                "pharmacist",
                                "mental_health",
                                "palliative",
                                "therapist",
                                "clinician",
                            ),
                        ),
                        models.Q(("clinician_name", ""), _negated=True),
                        models.Q(("mode", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="checkins_contact_by_clinician",
            ),
        ),
    ]
