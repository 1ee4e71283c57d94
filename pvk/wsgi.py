"""Pages in production, under gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")
application = get_wsgi_application()
