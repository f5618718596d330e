"""The register as a ledger, and a ledger as a register: written, transferred whole between offices, and taken in."""

from .exporting import Exported, export_ledger, transfer_ledger
from .importing import Imported, import_ledger
from .mistakes import LedgerUnfit, Mistake
from .sealing import Recipient, is_sealed, recipient_of, recipient_with, unseal
from .taken import MadeUp

__all__ = [
    "Exported",
    "Imported",
    "LedgerUnfit",
    "MadeUp",
    "Mistake",
    "Recipient",
    "export_ledger",
    "import_ledger",
    "is_sealed",
    "recipient_of",
    "recipient_with",
    "transfer_ledger",
    "unseal",
]
