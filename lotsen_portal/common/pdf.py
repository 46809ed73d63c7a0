"""From HTML to bytes of one PDF that is PDF/UA-1 and PDF/A-3a at once. Alone knows WeasyPrint."""

import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

from lotsen_portal.common.fonts import FONT_FACES, FONT_FAMILY, font_folder

with warnings.catch_warnings():
    # A machine without fonts is fine: every document brings its own.
    warnings.filterwarnings("ignore", message=".*Expect ugly output", category=UserWarning)
    import pydyf
    import weasyprint
    from weasyprint.document import DocumentMetadata
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONT_SCHEME = "portal-font:"
IMAGE_SCHEME = "portal-image:"
MIME_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
PRINT_FLAG = 4

# PDF/A allows the mark of PDF/UA only with a description of its schema beside it.
PDFUA_MARK = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class ForeignAddressError(ValueError):
    """The HTML asks for something that is neither our font nor an image handed over with it."""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    name: str
    content: bytes
    description: str
    mime_type: str
    relationship: Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


def render_pdf(
    html: str,
    *,
    title: str,
    created: datetime,
    attachments: Sequence[Attachment] = (),
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Render the HTML to a PDF; the same arguments give the same bytes.

    An image is named in the HTML as `portal-image:<key of images>`. Raise ForeignAddressError for
    any other address that would have to be read, be it a file, a data URI or another host.
    """
    if created.utcoffset() is None:
        raise ValueError(f"A moment needs its time zone: {created}")
    moment = created.astimezone(UTC).replace(microsecond=0)
    fonts, faces = _fonts(os.getpid())
    fetcher = _Fetcher(images or {})
    try:
        document = weasyprint.HTML(
            string=html, base_url="portal-document:/", url_fetcher=fetcher
        ).render(font_config=fonts, stylesheets=[faces], pdf_variant="pdf/a-3a")
        _describe(document.metadata, title, moment)
        written = _write(document, attachments, moment)
    except FatalURLFetchingError as error:
        raise ForeignAddressError(str(error)) from None
    if fetcher.refused:
        # WeasyPrint swallows even the fatal error while it draws an SVG.
        raise ForeignAddressError(fetcher.refused[0])
    return written


class _Fetcher(URLFetcher):
    """Serve the portal's fonts and the images of this document, nothing else."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__()
        self._images = images
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(FONT_SCHEME):
            name = url.removeprefix(FONT_SCHEME)
            if name in {face[0] for face in FONT_FACES}:
                return _response(url, (font_folder() / name).read_bytes(), "font/woff2")
        if url.startswith(IMAGE_SCHEME):
            name = url.removeprefix(IMAGE_SCHEME)
            if name in self._images and Path(name).suffix in MIME_TYPES:
                return _response(url, self._images[name], MIME_TYPES[Path(name).suffix])
        self.refused.append(f"Not one of the document's own files: {url[:200]}")
        # Fatal: what is merely an exception, WeasyPrint logs and prints the page without.
        raise FatalURLFetchingError(self.refused[-1])


def _response(url: str, body: bytes, mime_type: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, body, {"Content-Type": mime_type})


@cache
def _fonts(process: int) -> tuple[FontConfiguration, weasyprint.CSS]:
    """Unpack the fonts once per process: it takes a second, and a fork must not share them."""
    fonts = FontConfiguration()
    rules = "".join(
        f'@font-face {{ font-family: "{FONT_FAMILY}"; src: url("{FONT_SCHEME}{name}");'
        f" font-weight: {weight}; font-style: {style}; }}"
        for name, weight, style in FONT_FACES
    )
    return fonts, weasyprint.CSS(string=rules, font_config=fonts, url_fetcher=_Fetcher({}))


def _describe(metadata: DocumentMetadata, title: str, moment: datetime) -> None:
    metadata.title = title
    metadata.lang = "de"
    metadata.created = metadata.modified = moment.isoformat().replace("+00:00", "Z")
    write = metadata.generate_rdf_metadata

    def generate_both(variant: str, version: int, conformance: str) -> bytes:
        return write(variant, version, conformance).replace(b"</rdf:RDF>", PDFUA_MARK)

    # `metadata.xmp_metadata` would open a second rdf:RDF, which readers then ignore.
    metadata.generate_rdf_metadata = generate_both


def _write(
    document: weasyprint.Document, attachments: Sequence[Attachment], moment: datetime
) -> bytes:
    with warnings.catch_warnings():
        # WeasyPrint 70 leaves the file of its colour profile to the garbage collector.
        warnings.filterwarnings("ignore", message=r".*sRGB2014\.icc", category=ResourceWarning)
        return document.write_pdf(
            pdf_variant="pdf/a-3a",
            attachments=[_embedded(attachment, moment) for attachment in attachments],
            finisher=partial(_finish, mime_types={a.name: a.mime_type for a in attachments}),
        )


def _embedded(attachment: Attachment, moment: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=moment,
        modified=moment,
        relationship=attachment.relationship,
    )


def _finish(
    _document: weasyprint.Document, pdf: pydyf.PDF, *, mime_types: Mapping[str, str]
) -> None:
    """Mend what WeasyPrint 70 leaves out; each line has its test in tests/common/test_pdf.py."""
    for entry in pdf.objects:
        if not isinstance(entry, dict):
            continue
        if entry.get("S") == "/TH":
            section = _at(pdf, _at(pdf, entry["P"])["P"])
            entry["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"
        elif entry.get("Type") == "/Annot":
            entry["F"] = PRINT_FLAG
        elif entry.get("Type") == "/Filespec":
            subtype = mime_types[entry["UF"].string].replace("/", "#2f")
            _at(pdf, entry["EF"]["F"]).extra["Subtype"] = f"/{subtype}"
    if "AF" in pdf.catalog:
        # WeasyPrint lists each file twice.
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    _set_margins_apart(pdf)


def _set_margins_apart(pdf: pydyf.PDF) -> None:
    """Make artifacts of running heads and feet: WeasyPrint tags them, but outside of the tree."""
    tree = _at(pdf, pdf.catalog["StructTreeRoot"])
    top = tree["K"][0]
    inside = set(_at(pdf, top)["K"])
    owners_by_page = _at(pdf, tree["ParentTree"])["Nums"][1::2]
    # Behind the pages follow the links, which need no care.
    for page, owners in zip(pdf.page_references, owners_by_page, strict=False):
        apart = {
            number
            for number, owner in enumerate(owners)
            if _ancestor_below(pdf, top, owner) not in inside
        }
        operators = _at(pdf, _at(pdf, page)["Contents"]).stream
        for place, operator in enumerate(operators):
            if isinstance(operator, pydyf.Dictionary) and operator.get("MCID") in apart:
                operators[place - 1] = "/Artifact"
                operators[place] = pydyf.Dictionary({"Type": "/Pagination"})
        for number in apart:
            owners[number] = "null"


def _ancestor_below(pdf: pydyf.PDF, top: bytes, element: bytes) -> bytes:
    while (parent := _at(pdf, element)["P"]) != top:
        element = parent
    return element


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
