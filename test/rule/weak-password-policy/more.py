from django.core.validators import MinLengthValidator
from pydantic import BaseModel, Field
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length
from flask_wtf import FlaskForm
class Signup(FlaskForm):
    name = StringField("Name", [DataRequired()])
    password = PasswordField("Password", [DataRequired(), Length(min=4)])  # want: weak-password-policy
def valid_password(password):
    return len(password) >= 4  # want: weak-password-policy
def check_password_strength(password):
    if len(password) < 6:  # want: weak-password-policy
        raise ValueError("too short")
class Signup2(FlaskForm):
    password = PasswordField("Password", [DataRequired(), Length(min=12)])  # fine: weak-password-policy
def valid_password2(password):
    return len(password) >= 12  # fine: weak-password-policy
def pages(text):
    return len(text) >= 4  # fine: weak-password-policy
