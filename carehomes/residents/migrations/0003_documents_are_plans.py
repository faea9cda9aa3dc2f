"""Documents that decide for or speak for a resident are of the class `plans`: a pharmacy that supplies the home sees none of them."""

from django.db import migrations

from carehomes.access.tenancy import DataClass, read_condition, write_condition


def _in_class(data_class: DataClass) -> str:
    read, write = read_condition(data_class), write_condition(data_class)
    return f"""
        ALTER POLICY organisation_read ON residents_legaldocument USING ({read});
        ALTER POLICY organisation_insert ON residents_legaldocument WITH CHECK ({write});
        ALTER POLICY organisation_update ON residents_legaldocument USING ({write}) WITH CHECK ({write});
        ALTER POLICY organisation_read ON residents_legaldocumentevent USING ({read});
        ALTER POLICY organisation_insert ON residents_legaldocumentevent WITH CHECK ({write});
    """


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_row_security")]

    operations = [migrations.RunSQL(_in_class(DataClass.PLANS), _in_class(DataClass.RESIDENT))]
