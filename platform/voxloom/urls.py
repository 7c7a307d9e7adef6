"""Every HTTP address of the house."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

handler500 = "voxloom.failing.failed"

urlpatterns = [
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}widget/mark.svg")),  # browsers ask unasked
    path("admin/", admin.site.urls),
    path("account/password/reset/", TemplateView.as_view(template_name="account/password_lost.html")),  # without mail
    path("account/", include("allauth.urls")),
    path("", include("voxloom.accounts.urls")),
    path("", include("voxloom.telemetry.urls")),
    path("", include("designer.urls")),
    path("", include("runtime.urls")),
]
