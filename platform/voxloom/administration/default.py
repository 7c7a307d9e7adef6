"""Django's administration with our site in the place of its own."""

from django.contrib.admin.apps import AdminConfig


class Administration(AdminConfig):
    """Models are registered with the site as ever, by `admin.register`."""

    default_site = "voxloom.administration.site.Site"
