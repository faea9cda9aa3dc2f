"""What domains show on a resident's page. A domain registers in its own `panels.py`, imported by its AppConfig.ready."""

from carehomes.residents.models import Resident
from carehomes.ui.panels import Registry

on_resident: Registry[Resident] = Registry()
