"""What a request has written, told by PostgreSQL's own count."""

from django.db import connection

# Written by reading: the trail, and what a session is.
TRAIL_AND_SESSION = {
    "audit_auditdetail",
    "audit_auditentry",
    "audit_landauditentry",
    "django_session",
    "usersessions_usersession",
}


def counted() -> dict[str, int]:
    """Return how many rows of which table this transaction has written, also in vain."""
    query = """
        SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
        WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def written_since(before: dict[str, int]) -> set[str]:
    """Return the tables written since, but for the trail and the session."""
    after = counted()
    return {table for table in after if after[table] != before.get(table, 0)} - TRAIL_AND_SESSION
