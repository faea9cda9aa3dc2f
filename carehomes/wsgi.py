"""Entry point of the web server. Settles the garbage collector, so that no request pays for a full collection."""

import os

from django.core.wsgi import get_wsgi_application

from carehomes.collecting import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carehomes.settings.production")
application = get_wsgi_application()
settle()
