"""Pages in production, under gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from pvk.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  loads the views now instead of with the first request
settle()
