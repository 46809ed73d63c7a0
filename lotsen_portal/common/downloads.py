"""Files that a page hands out to be kept."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify


def download(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Answer with a file to save; a browser that shows it all the same may run nothing in it."""
    return HttpResponse(
        content,
        headers={
            "Content-Type": content_type,
            "Content-Disposition": content_disposition_header(True, name),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


def download_pdf(content: bytes, *, title: str) -> HttpResponse:
    """Answer with a PDF to save, named after its title."""
    return download(content, name=f"{slugify(title)}.pdf", content_type="application/pdf")
