"""Streams in production; pages and streams together in the embedded set-up."""

import os

from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from pvk.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")
application = get_asgi_application()
get_resolver().url_patterns  # noqa: B018  loads the views now instead of with the first request
settle()
