"""The addresses of workspaces."""

from django.urls import path

from voxloom.accounts.views import choose_workspace

urlpatterns = [path("workspace", choose_workspace, name="choose_workspace")]
