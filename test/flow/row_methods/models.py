from django.db import models


class OpenTickets(models.Manager):
    def lately(self):
        return self.order_by("-id")


class Ticket(models.Model):
    title = models.CharField(max_length=200)
    places = models.IntegerField()
    objects = OpenTickets()

    def as_markup(self):
        return "<h2>%s</h2>" % self.title

    def seats(self):
        return "<p>%s</p>" % self.places

    @property
    def label(self):
        return "<b>" + self.title + "</b>"


class Visit(models.Model):
    place = models.TextField()

    def as_markup(self):
        return "<p>" + self.place + "</p>"
