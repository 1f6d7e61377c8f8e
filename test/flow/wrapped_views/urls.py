from django.urls import path

import pages

urlpatterns = [path("", pages.index), path("s/<path:name>", pages.show), path("n/<int:name>", pages.number),
               path("t/<path:name>", pages.Told.as_view()), path("u/<path:name>", pages.asked),
               path("v/<int:name>", pages.asked_number)]
