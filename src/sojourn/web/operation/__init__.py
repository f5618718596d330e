"""The operators' pages: Django's own, for offices, accounts and tokens, and never for anybody's records.

What is changed here is changed by the register's services, under the operator's name, so the audit trail has it.
"""

from .site import addresses

__all__ = ["addresses"]
