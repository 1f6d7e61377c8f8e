from django.urls import path, re_path

import views
from views import Base, Item, Other, both, guarded

PREFIX = "computed/"

urlpatterns = [
    path("number/<int:x>/", views.number),
    path("text/<str:x>/", views.text),
    re_path(r"^guarded/(?P<x>\d+)/$", guarded),
    path("guarded/<uuid:x>/<path:name>", guarded),
    path("both/<int:x>/", both),
    path("both/<x>/", both),
    path("optional/", views.optional),
    path("optional/<int:page>/", views.optional),
    re_path(r"^grouped/([0-9]{4})/([^/]+)/$", views.grouped),
    path(PREFIX + "<int:x>/", views.computed),
    path("more/" + views.more_path, views.computed),
    path("item/<slug:x>/<y>", Item.as_view(), name="item"),
    path("shown/<slug:slug>", views.Shown.as_view()),
    path("base/<int:x>", Base.as_view()),
    path("other/<x>", Other.as_view()),
]
