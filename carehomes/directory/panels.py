"""What domains show on a care home's page. A domain registers in its own `panels.py`, imported by its AppConfig.ready."""

from carehomes.directory.models import CareHome
from carehomes.ui.panels import Registry

on_home: Registry[CareHome] = Registry()
