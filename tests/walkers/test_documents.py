"""A document of one Kreis says nothing of another, and each kind that is announced is composed."""

import json

import pytest
from django.core.exceptions import ObjectDoesNotExist

from lotsen_portal.documents import registry
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests import reporting
from tests.cast import FOREIGN_NAME
from tests.walkers.visits import readable
from tests.walkers.world import NAMES, World

# Those of tests.documents say nothing of any row.
KINDS = sorted(name for name in registry._kinds if not name.startswith("test."))
every_kind = pytest.mark.parametrize("kind", KINDS)


@every_kind
def test_document_speaks_of_its_own_kreis_alone(kind: str, world: World) -> None:
    cast = world.cast
    for kreis, other, secrets in [
        (cast.kreis, cast.foreign_kreis, {FOREIGN_NAME}),
        (cast.foreign_kreis, cast.kreis, NAMES - {FOREIGN_NAME}),
    ]:
        with tenant_scope(kreis):
            documents = list(Document.objects.filter(kind=kind))
            assert documents, f"Let tests/walkers/world.py order a document „{kind}“."
            text = " ".join(_text(document) for document in documents)
        reporting.visited("documents composed", len(documents))

        # The mark shows that what would leak can be seen at all.
        assert (kreis.slug in text, other.slug in text) == (True, False)
        assert {name for name in secrets if name in text} == set()


@every_kind
def test_document_of_another_kreis_is_not_composed(kind: str, world: World) -> None:
    """Its row, got hold of somehow, names a subject that was never here."""
    with tenant_scope(world.cast.foreign_kreis):
        documents = list(Document.objects.filter(kind=kind))

    with tenant_scope(world.cast.kreis):
        for document in documents:
            with pytest.raises(ObjectDoesNotExist):
                _text(document)


def _text(document: Document) -> str:
    composition = registry.kind_of(document).compose(document)
    if isinstance(composition, registry.ReadyFile):
        return readable(composition.content)
    attached = " ".join(
        attachment.content.decode("utf-8", errors="replace")
        for attachment in composition.attachments
    )
    images = json.dumps({name: str(image) for name, image in composition.images.items()})
    return f"{composition.title} {composition.html} {attached} {images}"
