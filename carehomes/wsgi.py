"""Entry point of the web server. Collects once and freezes, so that no request pays for a full collection."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carehomes.settings.production")
application = get_wsgi_application()
gc.collect()
gc.freeze()
