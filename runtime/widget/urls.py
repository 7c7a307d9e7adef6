"""The addresses of the pages for callers."""

from django.urls import path

from runtime.widget import views

app_name = "widget"

urlpatterns = [
    path("", views.home, name="home"),
    path("widget/embed-example/", views.embed_example, name="embed-example"),
]
