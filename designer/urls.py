"""The HTTP addresses of the designer."""

from django.urls import include, path

from designer.api.service import api
from designer.pages import views

pages = [
    path("", views.home, name="home"),
    path("new/", views.new_bot, name="new"),
    path("bots/<str:slug>/", views.canvas, name="canvas"),
]
urlpatterns = [path("api/v1/", api.urls), path("designer/", include((pages, "designer")))]
