from django.db import models


class Orders(models.QuerySet):
    def matching(self, condition):
        return self.extra(where=[condition])        # want: sql-injection

    def named(self, name):
        return self.filter(name=name)


class Order(models.Model):
    objects = Orders.as_manager()


class Line(models.Model):
    pass
