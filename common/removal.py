"""Removing a row for good: what hangs on it, in whatever package, with its old versions, flags and PDFs (R-A-007)."""

from typing import Any

from django.apps import apps
from django.db import models, router
from django.db.models.deletion import Collector

from common.models import Document, TextFlag


def remove(thing: models.Model) -> list[str]:
    """Delete the row and all that cascades; returns the names of what went, as the trail writes them."""
    rows = _rows_of(thing)
    names = [f"{model._meta.label_lower}:{pk}" for model, pks in rows.items() for pk in pks]
    thing.delete()
    for model, pks in rows.items():
        history = getattr(model, "history", None)
        if history is not None:  # the deletion itself adds an old version too
            _remove_versions(history.model, {"id__in": pks})
    _remove_orphans(rows)
    for start in range(0, len(names), 500):
        TextFlag.objects.filter(object__in=names[start : start + 500]).delete()
        Document.objects.filter(subject__in=names[start : start + 500]).delete()
    return names


def _rows_of(thing: models.Model) -> dict[type[models.Model], set[int]]:
    collector = Collector(using=router.db_for_write(type(thing)), origin=thing)
    collector.collect([thing])
    rows = {model: {row.pk for row in found} for model, found in collector.data.items()}
    for found in collector.fast_deletes:
        rows.setdefault(found.model, set()).update(found.values_list("pk", flat=True))
    return rows


def _remove_orphans(rows: dict[type[models.Model], set[int]]) -> None:
    """Old versions of what was taken out earlier, such as an action that left its plan: the row itself is gone."""
    for model in apps.get_models():
        history: Any = getattr(model, "history", None)
        for field in model._meta.fields if history is not None else ():
            if field.remote_field and field.remote_field.on_delete is models.CASCADE and field.related_model in rows:
                _remove_versions(history.model, {f"{field.attname}__in": rows[field.related_model]})


def _remove_versions(model: type[models.Model], which: dict[str, set[int]]) -> None:
    versions = list(model._default_manager.filter(**which).values_list("pk", flat=True))
    for relation in model._meta.related_objects:
        relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": versions}).delete()
    model._default_manager.filter(pk__in=versions).delete()
