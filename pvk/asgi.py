"""Streams in production; pages and streams together in the embedded set-up."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")
application = get_asgi_application()
