from django.contrib.auth.decorators import login_required
from django.urls import path
from view_wrapped import WrappedThings

urlpatterns = [path("x/<int:pk>", login_required(WrappedThings.as_view()))]
