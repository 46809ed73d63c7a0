from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Window
from django.db.models.functions import Lag, RowNumber, TruncDate

NEWEST_FIRST = ("-at", "-pk")
# What makes two lines read alike; PostgreSQL compares such a row as a whole, empty fields too.
READ_ALIKE = Func(
    TruncDate("at"),
    "actor_id",
    "action",
    "subject_kind",
    "subject_id",
    "details__changes",
    function="ROW",
    output_field=TextField(),
)


class AuditEntryQuerySet(QuerySet):
    def newest_first(self) -> Any:
        return self.order_by(*NEWEST_FIRST)

    def folded(self) -> Any:
        """Keep, newest first, the last of those that follow each other on one day and read alike.

        `place` counts from the newest on, the others too: for how many one stands is as far as it
        is to the next one's place.
        """
        marked = self.annotate(
            line=READ_ALIKE,
            line_after=Window(Lag("line"), order_by=NEWEST_FIRST),
            place=Window(RowNumber(), order_by=NEWEST_FIRST),
        )
        is_last = Q(line_after=None) | ~Q(line_after=F("line"))
        return marked.filter(is_last).newest_first()
