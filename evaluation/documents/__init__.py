"""What evaluation prints: the shape of a frozen report and the two PDFs made from it."""

from evaluation.documents.snapshot import Snapshot

__all__ = ["Snapshot"]
