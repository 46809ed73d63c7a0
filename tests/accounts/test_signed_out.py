"""A session that ended while a form was open."""

from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from volunteers.models import Inquiry


def test_what_was_written_is_shown_to_copy(anonymous: TenantClient, cast: Cast) -> None:
    page = f"http://testserver/{cast.kreis.slug}/fragen/neu/"
    typed = {"subject": "Post <b>vom</b> Amt", "text": "Erste Zeile\nzweite Zeile", "name": "Olena"}
    unsaid = {"topic": "3", "status": "active", "on": "2026-11-26", "password": "Geheim"}

    response = anonymous.post("/fragen/neu/", typed | unsaid, headers={"referer": page})

    assert response.status_code == 403
    assert response.context["written"] == list(typed.values())
    assert "Post &lt;b&gt;vom&lt;/b&gt; Amt" in response.text
    assert 'href="/konto/login/?next=%2Flandkreis-miesbach%2Ffragen%2Fneu%2F"' in response.text
    with tenant_scope(cast.kreis):
        assert Inquiry.objects.count() == 0


def test_sign_in_leads_back_to_a_page_that_can_be_opened(anonymous: TenantClient) -> None:
    response = anonymous.post("/ehrenamtliche/1/zugang/")

    assert 'href="/konto/login/?next=%2Fkonto%2F"' in response.text
