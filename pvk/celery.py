"""The Celery application: worker and beat read the same settings as the site."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pvk.settings")
app = Celery("pvk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
