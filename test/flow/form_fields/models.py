from django.db import models


class Post(models.Model):
    n = models.PositiveIntegerField(default=0)
    s = models.SlugField()
    t = models.TextField()
    st = models.CharField(max_length=2, choices=[("a", "A")])
