"""The HTTP addresses of the designer."""

from django.urls import path

from designer.api.service import api

urlpatterns = [path("api/v1/", api.urls)]
