"""All that the bank answers stands at the root of its address."""

from django.urls import path

from deploy.bank.service import api

urlpatterns = [path("", api.urls)]
