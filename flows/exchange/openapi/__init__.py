"""Tools made from OpenAPI documents: `bot tools import DOCUMENT`."""

from flows.exchange.openapi.document import NoDocument, read_document
from flows.exchange.openapi.importer import Imported, Listed, TooMany, import_openapi, list_openapi
from flows.exchange.openapi.report import LeftOut

__all__ = ["Imported", "LeftOut", "Listed", "NoDocument", "TooMany", "import_openapi", "list_openapi", "read_document"]
