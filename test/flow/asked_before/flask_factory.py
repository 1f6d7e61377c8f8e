from flask import Flask, abort, session


def create():
    app = Flask(__name__)
    import bp_made_in
    app.register_blueprint(bp_made_in.made_in)
    app.before_request(check)
    return app


def check():
    if "user" not in session:
        abort(403)
