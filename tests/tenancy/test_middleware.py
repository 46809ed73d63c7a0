"""How an address says which Kreis is meant, and what happens to what it wrote."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

from lotsen_portal.tenancy.middleware import TenantMiddleware
from lotsen_portal.tenancy.models import Role, Tenant
from lotsen_portal.tenancy.permissions import roles
from tests.cast import Cast


def test_address_without_slash_leads_to_the_kreis_and_keeps_the_question(
    client: Client, cast: Cast
) -> None:
    answers = [client.get(f"/{cast.kreis.slug}{rest}") for rest in ("", "?a=1&b=2")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (301, "/landkreis-miesbach/"),
        (301, "/landkreis-miesbach/?a=1&b=2"),
    ]


@pytest.mark.parametrize(
    "path", ["/landkreis-miesbach/gibt-es-nicht/", "/landkreis-nirgends/", "/stadt-", "/miesbach/"]
)
def test_address_of_no_page_and_of_no_kreis_is_not_found(
    client: Client, cast: Cast, path: str
) -> None:
    assert client.get(path, follow=True).status_code == 404


@pytest.fixture
def middleware() -> TenantMiddleware:
    return TenantMiddleware(lambda request: HttpResponse())


def of(tenant: Tenant | None) -> Any:
    request: Any = RequestFactory().get("/")
    request.tenant = tenant
    return request


def anything(request: Any) -> HttpResponse:
    return HttpResponse()


def test_view_of_a_kreis_without_roles_is_refused(middleware: TenantMiddleware) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"test_middleware\.anything declares no roles"):
        middleware.process_view(of(Tenant()), anything, (), {})

    middleware.process_view(of(Tenant()), roles(Role.COORDINATOR)(anything), (), {})
    middleware.process_view(of(None), anything, (), {})


@pytest.mark.parametrize("tenant", [Tenant(), None])
def test_what_a_page_of_a_kreis_wrote_before_it_failed_is_taken_back(
    db: None, middleware: TenantMiddleware, tenant: Tenant | None
) -> None:
    with transaction.atomic():
        middleware.process_exception(of(tenant), ZeroDivisionError())
        is_taken_back = transaction.get_rollback()
        transaction.set_rollback(False)

    assert is_taken_back is bool(tenant)
