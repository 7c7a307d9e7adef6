"""The HTTP addresses of the runtime."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("runtime.widget.urls"))]
