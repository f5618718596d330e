"""The site as a Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The site."""

    name = "sojourn.web"
    label = "site"
    verbose_name = "Sojourn"

    def ready(self) -> None:
        """Sessions say when they began."""
        from django.contrib.auth.signals import user_logged_in

        from .desk.sessions import begun

        user_logged_in.connect(begun, dispatch_uid="site.begun")
