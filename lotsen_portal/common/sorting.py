import unicodedata


def sort_key(*words: str) -> str:
    """Return a name as a German register sorts it: ä as a, ß as ss, without case.

    PostgreSQL sorts by bytes here, so what lists are sorted by is stored beside the name.
    """
    folded = unicodedata.normalize("NFKD", " ".join(words).casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))[:300]
