# What WTForms hands to a validator, a function or an object that is called, is what somebody sent.
import os

from flask_wtf import FlaskForm
from jinja2 import Environment
from jinja2.sandbox import SandboxedEnvironment
from wtforms import StringField, ValidationError


class Renders:
    def __call__(self, form, field):
        Environment(autoescape=True).from_string(field.data).render()  # want: template-injection


class RendersBoxed:
    def __call__(self, form, field):
        SandboxedEnvironment(autoescape=True).from_string(field.data).render()


def runs(form, field):
    if os.system("lookup " + field.data):  # want: command-injection
        raise ValidationError("unknown")


def one_of(form, field):
    if field.data not in ("a", "b"):
        raise ValidationError("unknown")
    os.system("lookup " + field.data)


class Shelf(FlaskForm):
    name = StringField(validators=[Renders(), RendersBoxed(), runs, one_of])

    def validate_name(self, field):
        os.system("lookup " + field.data)  # want: command-injection
        os.system("lookup " + str(len(field.data)))


def tidy(field):
    return field.data.strip()


def known(field):
    os.system("draw " + str(int(field.data)))
