# The same of a blueprint, by a path that is put together.
import os
from flask import Blueprint, render_template, request

HERE = os.path.dirname(os.path.abspath(__file__))
bp = Blueprint("far", __name__, template_folder=os.path.join(HERE, "front", "pages"))
other = Blueprint("far_other", __name__, template_folder=1)


@bp.route("/raw2")
def raw2():
    return render_template("far_raw.html", name=request.args["name"])  # want: xss
