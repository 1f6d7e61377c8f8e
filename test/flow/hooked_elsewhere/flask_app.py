from flask import Flask, g
from flask_views import bp

app = Flask(__name__)


@bp.url_value_preprocessor
def pull(endpoint, values):
    g.flask_place = values.pop("place")
    g.flask_lang = values.pop("lang") if values.get("lang") in ("de", "en") else "en"


app.register_blueprint(bp)
