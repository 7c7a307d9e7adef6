"""Every HTTP address of the house."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Voxloom"
admin.site.index_title = "Administration"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("voxloom.telemetry.urls")),
    path("", include("runtime.urls")),
]
