from django.db import models


class Note(models.Model):
    body = models.TextField()
    author = models.CharField(max_length=20)
    count = models.IntegerField(default=0)


class Picture(models.Model):
    note = models.ForeignKey(Note, on_delete=models.CASCADE)
    caption = models.TextField()
