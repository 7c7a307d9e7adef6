"""Bots made from Rasa projects: `bot import --from rasa FOLDER`."""

from flows.exchange.rasa.importer import import_rasa
from flows.exchange.rasa.report import Item, RasaImport

__all__ = ["Item", "RasaImport", "import_rasa"]
