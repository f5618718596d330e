"""Where every part of the API adds its addresses: one table, so that an address knows all of its methods."""

from ninja import Router

router = Router()
