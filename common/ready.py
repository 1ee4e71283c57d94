"""Queries whose SQL is written once.

Turning a queryset into SQL costs Django several times what the database needs to answer it, and a page that asks twenty
questions asks the same twenty each time. A function marked `@ready` is written like any other that returns a queryset;
it runs once, with rooms in the place of its arguments, and later calls only fill the rooms:

    @ready
    def open_groups(case: int) -> QuerySet[Group]:
        return Group.objects.filter(case=case).order_by("pk")

    groups = open_groups(case.pk)  # a list, asked anew each time

An argument is an `int`, `str`, `date` or `datetime`. A `bool` chooses between queries: inside the function it has its
own value, and each gets SQL of its own. A moment that changes (`timezone.now()`) must be an argument; one inside the
function stops the first call. See docs/decisions/010.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet, Value

P = ParamSpec("P")
Row = TypeVar("Row")

FIELDS: dict[Any, Any] = {
    int: models.BigIntegerField(),
    str: models.TextField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d")


def ready(build: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    return cast(Callable[P, list[Row]], Ready(build))


class Room(Value):
    """The place in a query of an argument that comes later."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Ready(Generic[Row]):
    """A query with rooms, and its SQL for each choice once that was asked."""

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        update_wrapper(self, build)
        self.build = build
        kinds = {name: each.annotation for name, each in signature(build).parameters.items()}
        self.names = tuple(kinds)
        self.choices = tuple(name for name, kind in kinds.items() if kind is bool)
        self.rooms = {name: Room(name, FIELDS[kind]) for name, kind in kinds.items() if kind is not bool}
        self.statements: dict[tuple[bool, ...], Statement] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> list[Row]:
        values = dict(zip(self.names, args, strict=False), **kwargs)
        chosen = tuple(values[name] for name in self.choices)
        if chosen not in self.statements:
            self.statements[chosen] = Statement(
                self.build(**self.rooms, **dict(zip(self.choices, chosen, strict=True)))
            )
        return self.statements[chosen].ask(values)


class Statement:
    """The SQL of one queryset, and how Django reads its rows."""

    def __init__(self, rows: Any) -> None:
        if rows._prefetch_related_lookups:
            raise TypeError("a ready query has no prefetch_related: ask the other rows by a query of their own")
        self.rows = rows
        self.compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.parameters = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([each for each, *_ in self.compiler.select])
        if any(_is_moment(each) for each in self.parameters):
            raise TypeError(f"a moment inside a ready query would stay what it is now: {rows.model.__name__}")

    def ask(self, values: dict[str, Any]) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        filled = [
            each.output_field.get_db_prep_value(values[each.value], connection) if isinstance(each, Room) else each
            for each in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            found = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return list(self.rows._iterable_class(_Answer(self, found)))


class _Answer:
    """Stands in for queryset, query and compiler, as far as Django's readers of rows look at them."""

    _known_related_objects: dict[Any, Any] = {}  # noqa: RUF012  always empty
    db = DEFAULT_DB_ALIAS

    def __init__(self, statement: Statement, found: Any) -> None:
        self.query, self.found = self, found
        self._fields, self.selected = statement.rows._fields, statement.rows.query.selected
        compiler = statement.compiler
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def get_compiler(self, *args: Any, **kwargs: Any) -> "_Answer":
        return self

    def execute_sql(self, *args: Any, **kwargs: Any) -> None:
        """Asked already."""

    def results_iter(self, *args: Any, tuple_expected: bool = False, **kwargs: Any) -> Iterator[Any]:
        return map(tuple, self.found) if tuple_expected else iter(self.found)


def _is_moment(parameter: Any) -> bool:
    return isinstance(parameter, date) or (isinstance(parameter, str) and bool(MOMENT.match(parameter)))
