"""The site as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site."""

    name = "sojourn.web"
    label = "site"
    verbose_name = "Sojourn"
