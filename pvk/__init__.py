"""The assembled application: settings, URLs, workers and the home page. Nothing imports it."""

from pvk.celery import app as celery_app

__all__ = ["celery_app"]
