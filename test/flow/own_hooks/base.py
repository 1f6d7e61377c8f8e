from flask import jsonify


class BaseView:
    def dispatch(self):
        return jsonify(ok=self.allowed())

    def allowed(self):
        return True
